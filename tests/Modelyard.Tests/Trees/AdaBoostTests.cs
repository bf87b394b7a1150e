using System.Text.Json;
using Modelyard.Bayes;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Tests.Trees.Boosting;
using Modelyard.Trees;

namespace Modelyard.Tests.Trees;

public sealed class AdaBoostTests
{
    [Theory]
    [InlineData("stumps", 1, 1.0)]
    [InlineData("twos", 2, 0.7)]
    [InlineData("binary", 1, 1.0)]
    public void Votes_and_errors_are_those_of_scikit_learn(string name, int depth, double rate)
    {
        JsonElement expected = TreeGrowthTests.Expected.GetProperty("adaboost").GetProperty(name);
        int[] labels = [.. TreeGrowthTests.Doubles(expected.GetProperty("target")).Select(label => (int)label)];
        Matrix features = TreeGrowthTests.Features();
        Dataset data = Dataset.ForClassification(features, labels, [.. Enumerable.Range(0, labels.Max() + 1).Select(label => $"c{label}")])
            .WithWeights(TreeGrowthTests.Doubles("weights"));
        AdaBoostClassificationModel model = new AdaBoostClassifier { Iterations = 15, MaxDepth = depth, LearningRate = rate }.Fit(data);
        AssertClose(expected.GetProperty("errors"), model.MemberErrors);
        AssertClose(expected.GetProperty("weights"), model.MemberVotes);
        AssertClose(expected.GetProperty("importances"), model.FeatureImportances);
        var probabilities = new Matrix(labels.Length, data.ClassCount);
        model.PredictProbability(features, probabilities);
        AssertClose(expected.GetProperty("probabilities"), [.. Enumerable.Range(0, labels.Length).Select(row => probabilities[row, data.ClassCount - 1])]);
        AssertClose(expected.GetProperty("staged"), [.. Enumerable.Range(1, 15).Select(members => StagedError(model, members, data))]);
    }

    [Theory]
    [InlineData(AdaBoostLoss.Linear, "r2_linear")]
    [InlineData(AdaBoostLoss.Square, "r2_square")]
    [InlineData(AdaBoostLoss.Exponential, "r2_exponential")]
    public void Numbers_are_learned_as_well_as_scikit_learn_does(AdaBoostLoss loss, string name)
    {
        (Dataset train, Dataset test) = TreeGrowthTests.Split(TreeTables.Concrete());
        double score = Enumerable.Range(0, 8).Average(seed => TreeOracleTests.RSquared(new AdaBoostRegressor { Loss = loss }.Fit(train, new FitContext { Seed = (ulong)seed }), test));
        double expected = TreeGrowthTests.Expected.GetProperty("scores").GetProperty(name).GetDouble();
        Assert.InRange(score, expected - 0.012, expected + 0.012);
    }

    [Fact]
    public void The_training_error_stays_below_the_product_of_the_members_bounds()
    {
        // Freund and Schapire (1997), theorem 6: the error is at most the product of 2 sqrt(e (1 - e)).
        Dataset data = TreeTables.MixedClassification(400, 9, 2);
        AdaBoostClassificationModel model = new AdaBoostClassifier { Iterations = 60 }.Fit(data);
        double bound = 1;
        for (int members = 1; members <= model.Members.Count; members++)
        {
            bound *= 2 * Math.Sqrt(model.MemberErrors[members - 1] * (1 - model.MemberErrors[members - 1]));
            Assert.True(StagedError(model, members, data) <= bound + 1e-12);
        }

        Assert.True(bound < 0.7);
    }

    [Fact]
    public void A_member_without_an_error_ends_the_training()
    {
        Dataset data = TreeTables.MixedClassification(200, 5, 3);
        AdaBoostClassificationModel model = new AdaBoostClassifier { MaxDepth = 200 }.Fit(data);
        Assert.Single(model.Members);
        Assert.Equal(1, model.MemberVotes[0]);
        Assert.Single(new AdaBoostRegressor().Fit(Dataset.ForRegression(data.Features, new double[200], data.Schema)).Members);
    }

    [Fact]
    public void Any_estimator_with_weights_may_be_boosted_and_others_are_refused()
    {
        Dataset data = TreeGrowthTests.Classes();
        AdaBoostClassificationModel model = new AdaBoostClassifier { Estimator = new GaussianNaiveBayes(), Iterations = 5 }.Fit(data);
        Assert.True(model.Members.Count > 1);
        Assert.All(model.FeatureImportances.ToArray(), importance => Assert.Equal(0, importance));
        Assert.Throws<ModelyardException>(() => new AdaBoostClassifier { Estimator = new DecisionTreeRegressor() }.Fit(data));
        Assert.Throws<ModelyardException>(() => new AdaBoostRegressor { Estimator = new DecisionTreeClassifier() }.Fit(TreeTables.MixedRegression(50, 1)));
    }

    [Fact]
    public void Out_of_time_it_returns_the_members_it_has()
    {
        var warnings = new List<string>();
        AdaBoostRegressionModel model = new AdaBoostRegressor { Iterations = 100_000, MaxDepth = 8 }
            .Fit(TreeTables.MixedRegression(2000, 2), new FitContext { Budget = TimeSpan.FromMilliseconds(400), Warning = warnings.Add });
        Assert.InRange(model.Members.Count, 1, 99_999);
        Assert.Single(warnings);
    }

    [Fact]
    public void Members_of_other_classes_are_refused_in_a_file()
    {
        Dataset data = TreeGrowthTests.Classes();
        var state = new MemoryState();
        new AdaBoostClassifier { Iterations = 3 }.Fit(data).Save(state);
        state.Values["classes"] = new[] { "low", "middle" };
        Assert.Throws<ModelFormatException>(() => AdaBoostClassificationModel.Load(state.Reader));
    }

    private static double StagedError(AdaBoostClassificationModel model, int members, Dataset data)
    {
        int wrong = 0;
        for (int row = 0; row < data.RowCount; row++)
        {
            double[] votes = new double[data.ClassCount];
            for (int i = 0; i < members; i++)
            {
                votes[model.Members[i].Predict(data.Features.Row(row))] += model.MemberVotes[i];
            }

            wrong += Array.IndexOf(votes, votes.Max()) == data.Labels[row] ? 0 : 1;
        }

        return (double)wrong / data.RowCount;
    }

    private static void AssertClose(JsonElement expected, ReadOnlySpan<double> actual)
    {
        double[] values = TreeGrowthTests.Doubles(expected);
        Assert.Equal(values.Length, actual.Length);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.Equal(values[i], actual[i], 1e-9);
        }
    }
}
