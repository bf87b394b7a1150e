using Modelyard.Ensembles;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Trees;

namespace Modelyard.Tests.Ensembles;

public sealed class BaggingTests
{
    [Fact]
    public void Members_that_see_all_rows_and_features_are_the_estimator_itself()
    {
        Dataset data = Numbers(80, 5);
        BaggingRegressionModel bag = new BaggingRegressor { Estimator = new Ridge(), Members = 4, Replacement = false, OutOfBag = true }.Fit(data);
        LinearModel alone = new Ridge().Fit(data);
        Assert.Equal(4, bag.Members.Count);
        Assert.Null(bag.OutOfBagScore);
        for (int row = 0; row < 80; row++)
        {
            Assert.Equal(alone.Predict(data.Features.Row(row)), bag.Predict(data.Features.Row(row)), 1e-12);
        }
    }

    [Fact]
    public void A_bag_out_of_time_keeps_the_members_it_has()
    {
        var warnings = new List<string>();
        TimeSpan budget = TimeSpan.FromSeconds(2);
        var context = new FitContext { Budget = budget, Parallelism = 1, Progress = new Spender(budget), Warning = warnings.Add };
        BaggingRegressionModel bag = new BaggingRegressor { Estimator = new Ridge(), OutOfBag = true }.Fit(Numbers(80, 5), context);
        Assert.Single(bag.Members);
        Assert.Null(bag.OutOfBagScore);
        Assert.Equal(2, warnings.Count);
        Assert.Contains("'1' of '10' members", warnings[0], StringComparison.Ordinal);
        Assert.Contains("out of the bag", warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_prediction_is_the_mean_of_members_that_read_their_own_features()
    {
        Dataset data = Numbers(80, 8);
        BaggingRegressionModel bag = new BaggingRegressor { Estimator = new Ridge(), Members = 12, FeatureShare = 0.4 }.Fit(data);
        Assert.Equal(8, Enumerable.Range(0, 12).SelectMany(bag.FeaturesOf).Distinct().Count());
        for (int i = 0; i < 12; i++)
        {
            Assert.Equal(3, bag.FeaturesOf(i).Distinct().Count());
            Assert.Equal(bag.FeaturesOf(i).Select(column => data.Schema[column].Name), bag.Members[i].Features.Select(feature => feature.Name));
        }

        for (int row = 0; row < 80; row++)
        {
            double[] own = data.Features.Row(row).ToArray();
            double expected = bag.Members.Select((member, i) => member.Predict([.. bag.FeaturesOf(i).Select(column => own[column])])).Average();
            Assert.Equal(expected, bag.Predict(own), 1e-12);
        }
    }

    [Fact]
    public void A_bag_of_trees_predicts_new_rows_better_than_one_tree_and_the_rows_it_left_out_say_how_well()
    {
        Dataset data = Numbers(600, 5), fresh = Numbers(2000, 5, stream: 1);
        BaggingRegressionModel bag = new BaggingRegressor { Members = 60, OutOfBag = true }.Fit(data);
        double held = Determination(bag, fresh), seen = Determination(bag, data), alone = Determination(new DecisionTreeRegressor().Fit(data), fresh);
        Assert.True(held > alone + 0.05, $"{held} and {alone}");
        Assert.Equal(held, bag.OutOfBagScore!.Value, 0.05);
        Assert.True(seen > bag.OutOfBagScore!.Value + 0.1, $"{seen} and {bag.OutOfBagScore}");
    }

    [Fact]
    public void The_score_of_classes_left_out_is_the_accuracy_on_new_rows()
    {
        Dataset data = Classes(600, 0), fresh = Classes(3000, 1);
        BaggingClassificationModel bag = new BaggingClassifier { Members = 60, OutOfBag = true, RowShare = 0.7 }.Fit(data);
        Assert.Equal(Accuracy(bag, fresh), bag.OutOfBagScore!.Value, 0.05);
        Assert.True(Accuracy(bag, data) > bag.OutOfBagScore!.Value + 0.05);
    }

    [Fact]
    public void Rows_of_one_class_are_not_learned_from_and_too_few_rows_are_refused_in_words()
    {
        Dataset data = Classes(40, 0);
        int[] rare = [.. Enumerable.Range(0, 40).Select(row => row == 0 ? 1 : 0)];
        Dataset uneven = Dataset.ForClassification(data.Features, rare, ["usual", "rare"]);
        Assert.Equal(20, new BaggingClassifier { Members = 20 }.Fit(uneven).Members.Count);
        Assert.Contains("Raise 'RowShare'", Assert.Throws<ModelyardException>(() => new BaggingClassifier { RowShare = 0.02 }.Fit(uneven)).Message);
    }

    private static Dataset Numbers(int rows, int columns, ulong stream = 0)
    {
        var random = new RandomStream(11, stream);
        var features = new Matrix(rows, columns);
        double[] target = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            foreach (ref double cell in features.Row(row))
            {
                cell = random.NextGaussian();
            }

            target[row] = (2 * features[row, 0]) + Math.Abs(3 * features[row, 1]) + random.NextGaussian();
        }

        return Dataset.ForRegression(features, target);
    }

    private static Dataset Classes(int rows, ulong stream)
    {
        Dataset numbers = Numbers(rows, 4, stream);
        return Dataset.ForClassification(numbers.Features, [.. numbers.Target.ToArray().Select(value => value > 4 ? 2 : value > 1.5 ? 1 : 0)], ["low", "middle", "high"]);
    }

    private static double Determination(IRegressionModel model, Dataset data)
    {
        double[] target = data.Target.ToArray();
        double mean = target.Average();
        double error = Enumerable.Range(0, target.Length).Sum(row => Math.Pow(target[row] - model.Predict(data.Features.Row(row)), 2));
        return 1 - (error / target.Sum(value => (value - mean) * (value - mean)));
    }

    private static double Accuracy(IClassificationModel model, Dataset data) =>
        Enumerable.Range(0, data.RowCount).Average(row => model.Predict(data.Features.Row(row)) == data.Labels[row] ? 1.0 : 0);
}
