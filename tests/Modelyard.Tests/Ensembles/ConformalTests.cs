using Modelyard.Ensembles;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Trees.Boosting;

namespace Modelyard.Tests.Ensembles;

/// <summary>Holds intervals and sets to the chance that they state, over many draws of the data.</summary>
public sealed class ConformalTests
{
    [Theory]
    [InlineData(ConformalMethod.Split, 0.9)]
    [InlineData(ConformalMethod.Split, 0.8)]
    [InlineData(ConformalMethod.CrossFolds, 0.9)]
    [InlineData(ConformalMethod.JackknifePlus, 0.9)]
    [InlineData(ConformalMethod.Quantiles, 0.9)]
    public void Intervals_hold_the_truth_as_often_as_they_state(ConformalMethod method, double coverage)
    {
        // The line is the wrong model of the curve, and the noise grows: intervals must hold all the same.
        int replications = method == ConformalMethod.JackknifePlus ? 150 : 400;
        double held = 0;
        const int Tested = 50;
        for (int i = 0; i < replications; i++)
        {
            Dataset data = Draw(100, (ulong)i, 1), later = Draw(Tested, (ulong)i, 2);
            IEstimator estimator = method == ConformalMethod.Quantiles ? new QuantileRegression { Alpha = 0 } : new LinearRegression();
            ConformalRegressionModel model = new ConformalRegressor { Estimator = estimator, Method = method, Coverage = coverage, CalibrationShare = 0.39 }.Fit(data, new FitContext { Seed = (ulong)i });
            held += model.Check(later).Reached / replications;
        }

        // With 39 errors the chance is that asked for to within one fortieth; the cross-fitted methods are a little careful.
        Assert.InRange(held, coverage - 0.015, coverage + 0.035);
    }

    [Fact]
    public void Groups_are_held_each_where_an_average_would_leave_the_noisy_one_out()
    {
        Dataset data = Draw(6000, 1, 1), later = Draw(6000, 2, 1);
        ConformalRegressionModel all = new ConformalRegressor { Estimator = new LinearRegression(), Method = ConformalMethod.Split }.Fit(data, FitContext.Default);
        ConformalRegressionModel each = new ConformalRegressor { Estimator = new LinearRegression(), Method = ConformalMethod.Split, Groups = "group" }.Fit(data, FitContext.Default);
        CoverageCheck check = each.Check(later);
        Assert.Equal(["0", "1"], check.Groups.Select(group => group.Group));
        Assert.Equal("group", check.GroupedBy);
        Assert.All(check.Groups, group => Assert.InRange(group.Reached, 0.87, 0.93));
        bool[] noisy = [.. Enumerable.Range(0, 6000).Select(row => later.Features[row, 1] == 1)];
        double held = Enumerable.Range(0, 6000).Where(row => noisy[row]).Average(row => all.PredictInterval(later.Features.Row(row)) is var own && own.Low <= later.Target[row] && later.Target[row] <= own.High ? 1.0 : 0);
        Assert.True(held < 0.85, $"'{held}'");
    }

    [Fact]
    public void Groups_of_too_few_rows_take_all_errors_and_are_named_and_groups_of_one_row_each_are_refused()
    {
        Dataset data = Draw(3000, 1, 1);
        data.Features[0, 1] = 7;
        for (int row = 1; row < 13; row++)
        {
            data.Features[row, 1] = 8;
        }

        string warning = "";
        var estimator = new ConformalRegressor { Estimator = new LinearRegression(), Method = ConformalMethod.Split, Groups = "group" };
        ConformalRegressionModel model = estimator.Fit(data, new FitContext { Warning = text => warning = text });
        Assert.Contains("Of the groups 'group' these have fewer than '9' rows to take errors from: ", warning, StringComparison.Ordinal);
        Assert.Contains("'8'", warning, StringComparison.Ordinal);
        PredictedInterval few = model.PredictInterval([0.5, 8]), unseen = model.PredictInterval([0.5, 99]);
        Assert.Equal(unseen.High - unseen.Low, few.High - few.Low, 1e-9);
        string fault = Assert.Throws<ModelyardException>(() => (estimator with { Groups = "x" }).Fit(data, FitContext.Default)).Message;
        Assert.Contains("values of the groups 'x' has '9' rows or more", fault, StringComparison.Ordinal);
        Assert.Contains("Name a column of few values", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_groups_those_held_least_are_told()
    {
        GroupCoverage[] Groups(int count) => [.. Enumerable.Range(0, count).Select(i => new GroupCoverage($"g{i:00}", 1000, 0.99 - (i / 100.0), 0, 1))];
        CoverageCheck Check(int count) => new(0.9, 1000, 0.9, 0.88, 0.92, 1, Groups(count));
        Assert.Equal("g00 99.0 %, g01 98.0 %", Check(2).DescribeGroups());
        Assert.StartsWith("g29 70.0 %, g28 71.0 %, ", Check(30).DescribeGroups(), StringComparison.Ordinal);
        Assert.EndsWith(" and 10 others held as often or more", Check(30).DescribeGroups(), StringComparison.Ordinal);
        Assert.Equal("", Check(0).DescribeGroups());
    }

    [Fact]
    public void Intervals_of_quantiles_are_wide_only_where_the_target_is_uncertain()
    {
        ConformalRegressionModel model = new ConformalRegressor { Estimator = new GradientBoostingRegressor { Iterations = 60 }, Method = ConformalMethod.Quantiles }.Fit(Draw(3000, 1, 1), FitContext.Default);
        PredictedInterval calm = model.PredictInterval([0.5, 0]), noisy = model.PredictInterval([0.5, 1]);
        Assert.True(noisy.High - noisy.Low > 1.8 * (calm.High - calm.Low));
        Assert.InRange(model.Check(Draw(3000, 2, 1)).Reached, 0.88, 0.93);
    }

    [Fact]
    public void The_ends_of_cross_fitted_intervals_are_those_of_all_errors_sorted()
    {
        Dataset data = Draw(45, 3, 1);
        ConformalRegressionModel model = new ConformalRegressor { Estimator = new LinearRegression(), Method = ConformalMethod.JackknifePlus, Coverage = 0.8 }.Fit(data, FitContext.Default);
        double[] row = [0.3, 1];
        var low = new List<double>();
        var high = new List<double>();
        for (int left = 0; left < 45; left++)
        {
            LinearModel own = new LinearRegression().Fit(data.Rows([.. Enumerable.Range(0, 45).Where(other => other != left)]));
            double error = Math.Abs(data.Target[left] - own.Predict(data.Features.Row(left)));
            low.Add(own.Predict(row) - error);
            high.Add(own.Predict(row) + error);
        }

        // ceil(46 * 0.8) = 37 from below for the upper end, 37 from above for the lower.
        Assert.Equal(high.Order().ElementAt(36), model.PredictInterval(row).High, 1e-9);
        Assert.Equal(low.OrderDescending().ElementAt(36), model.PredictInterval(row).Low, 1e-9);
    }

    [Fact]
    public void Rows_of_the_same_law_are_not_said_to_be_unlike_though_few_errors_were_taken()
    {
        // 20,000 new rows tell the share that is held almost exactly; of 60 errors it is 90 % give or take four.
        int broken = 0, below = 0;
        for (int i = 0; i < 60; i++)
        {
            ConformalRegressionModel model = new ConformalRegressor { Estimator = new LinearRegression(), Method = ConformalMethod.Split, CalibrationShare = 0.5 }.Fit(Draw(120, (ulong)(300 + i), 1), new FitContext { Seed = (ulong)i });
            CoverageCheck check = model.Check(Draw(20_000, (ulong)(300 + i), 2));
            Assert.Equal(60, check.ScoredRows);
            broken += check.IsBroken ? 1 : 0;
            below += check.High < check.Wanted ? 1 : 0;
        }

        // One in forty by chance alone.
        Assert.InRange(broken, 0, 5);
        Assert.InRange(below, 10, 60);
    }

    [Theory]
    [InlineData(SetScore.Probability, false)]
    [InlineData(SetScore.Probability, true)]
    [InlineData(SetScore.Cumulated, false)]
    public void Sets_hold_the_class_as_often_as_they_state(SetScore score, bool byClass)
    {
        double held = 0, rare = 0;
        const int Replications = 60;
        for (int i = 0; i < Replications; i++)
        {
            Dataset data = Classes(800, (ulong)i, 1), later = Classes(400, (ulong)i, 2);
            ConformalClassificationModel model = new ConformalClassifier { Estimator = new LogisticRegression(), Score = score, ByClass = byClass, CalibrationShare = 0.5 }.Fit(data, new FitContext { Seed = (ulong)i });
            CoverageCheck check = model.Check(later);
            held += check.Reached / Replications;
            rare += byClass ? check.Groups.Single(group => group.Group == "c2").Reached / Replications : 0;
        }

        Assert.InRange(held, 0.885, score == SetScore.Cumulated ? 0.99 : 0.92);
        Assert.True(!byClass || rare is > 0.87 and < 0.96, $"'{rare}'");
    }

    [Fact]
    public void What_has_no_intervals_is_told()
    {
        Dataset data = Draw(60, 1, 1);
        string Fault(ConformalRegressor settings) => Assert.Throws<ModelyardException>(() => settings.Fit(data, FitContext.Default)).Message;
        var split = new ConformalRegressor { Estimator = new LinearRegression(), Method = ConformalMethod.Split };
        Assert.Contains("needs '99' or more", Fault(split with { Coverage = 0.99 }), StringComparison.Ordinal);
        Assert.Contains("Coverage is '1'", Fault(split with { Coverage = 1 }), StringComparison.Ordinal);
        Assert.Contains("nearest is 'group'", Fault(split with { Groups = "grup" }), StringComparison.Ordinal);
        Assert.Contains("does not predict quantiles", Fault(split with { Method = ConformalMethod.Quantiles }), StringComparison.Ordinal);
        Assert.Contains("Groups is 'group' and is for", Fault(split with { Method = ConformalMethod.CrossFolds, Groups = "group" }), StringComparison.Ordinal);
        Assert.Contains("Estimator is 'LogisticRegression' and must be an estimator for", Fault(split with { Estimator = new LogisticRegression() }), StringComparison.Ordinal);
        Assert.Contains("The class 'c2'", Assert.Throws<ModelyardException>(() => new ConformalClassifier { Estimator = new LogisticRegression(), ByClass = true, Coverage = 0.95 }.Fit(Classes(300, 1, 1), FitContext.Default)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_rare_group_has_its_share_of_the_rows_that_errors_are_taken_from(int seed)
    {
        // Of 44 rows of the rare group a quarter is held, two more than the nine that 90 % need; drawn from all rows there would often be fewer.
        var features = new Matrix(1000, 2);
        double[] target = new double[features.Rows];
        var random = new RandomStream(40, (ulong)seed);
        for (int row = 0; row < features.Rows; row++)
        {
            features[row, 0] = random.NextGaussian();
            features[row, 1] = row < 44 ? 1 : 0;
            target[row] = features[row, 0] + (random.NextGaussian() * (row < 44 ? 5 : 1));
        }

        var data = Dataset.ForRegression(features, target, new FeatureSchema(new Feature("x"), new Feature("rare")));
        List<string> warnings = [];
        new ConformalRegressor { Estimator = new LinearRegression(), Method = ConformalMethod.Split, Groups = "rare" }.Fit(data, new FitContext { Seed = (ulong)seed, Warning = warnings.Add });
        Assert.Empty(warnings);
    }

    private static Dataset Draw(int rows, ulong seed, ulong part)
    {
        var random = new RandomStream(seed, part);
        var features = new Matrix(rows, 2);
        double[] target = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            features[row, 0] = random.NextDouble();
            features[row, 1] = random.NextInt(2);
            target[row] = Math.Sin(4 * features[row, 0]) + ((features[row, 1] == 1 ? 1 : 0.3) * random.NextGaussian());
        }

        return Dataset.ForRegression(features, target, new FeatureSchema(new Feature("x"), new Feature("group")));
    }

    private static Dataset Classes(int rows, ulong seed, ulong part)
    {
        var random = new RandomStream(seed, part);
        var features = new Matrix(rows, 2);
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            labels[row] = random.NextDouble() switch { < 0.55 => 0, < 0.9 => 1, _ => 2 };
            features[row, 0] = (1.2 * labels[row]) + random.NextGaussian();
            features[row, 1] = random.NextGaussian() - (labels[row] == 1 ? 1 : 0);
        }

        return Dataset.ForClassification(features, labels, ["c0", "c1", "c2"]);
    }
}
