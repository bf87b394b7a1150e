using Modelyard.Explanation;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Tests.Explanation;

public sealed class PermutationImportanceTests
{
    private static readonly double[] Slopes = [3, -2, 1, 0.5, 0];
    private static readonly IMetric SquaredError = MetricCatalogue.Find("mse", TaskKind.Regression);

    [Fact]
    public void On_a_linear_model_a_feature_costs_twice_its_slope_squared_times_its_variance()
    {
        // Theorem: the mean of (x_i - x_j)^2 over all pairs is twice the variance, and a model without error loses that times the slope squared.
        Dataset data = Linear(1500);
        IReadOnlyList<FeatureImportance> found = PermutationImportance.Compute(new LinearRegression().Fit(data), data, SquaredError, FitContext.Default, repeats: 60);
        Assert.Equal(["x0", "x1", "x2", "x3", "x4"], found.Select(one => one.Feature));
        for (int feature = 0; feature < Slopes.Length; feature++)
        {
            double expected = 2 * Slopes[feature] * Slopes[feature] * Variance(data, feature);
            Assert.Equal(expected, found[feature].Mean, (0.03 * expected) + 1e-12);
        }
    }

    [Fact]
    public void One_row_is_refused_and_so_is_a_model_that_predicts_no_finite_numbers()
    {
        Dataset data = Linear(30);
        LinearModel model = new LinearRegression().Fit(data);
        Assert.Contains("Give 2 or more", Assert.Throws<ModelyardException>(() => PermutationImportance.Compute(model, data.Rows([0]), SquaredError, FitContext.Default)).Message, StringComparison.Ordinal);
        Matrix cells = data.Features.Copy();
        cells[3, 0] = double.NaN;
        var missing = Dataset.ForRegression(cells, data.Target.ToArray());
        Assert.Contains("no finite number", Assert.Throws<ModelyardException>(() => PermutationImportance.Compute(model, missing, SquaredError, FitContext.Default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nineteen_of_twenty_intervals_hold_the_truth()
    {
        int held = 0;
        const int Tables = 60;
        for (int table = 0; table < Tables; table++)
        {
            Dataset data = Linear(120, seed: (ulong)table);
            FeatureImportance first = PermutationImportance.Compute(new LinearRegression().Fit(data), data, SquaredError, new FitContext { Seed = (ulong)table })[0];
            double truth = 2 * 9 * Variance(data, 0);
            held += first.Low <= truth && truth <= first.High ? 1 : 0;
        }

        // 57 of 60 are expected, with a standard deviation of 1.7.
        Assert.InRange(held, 51, Tables);
    }

    [Fact]
    public void The_interval_is_that_of_Student_for_any_number_of_shuffles()
    {
        // Quantiles at 97.5 %: of 1 degree of freedom 12.7062047362, of 19 it is 2.0930240544.
        foreach ((int repeats, double quantile) in new[] { (2, 12.7062047362), (20, 2.0930240544) })
        {
            var recorder = new Recorder();
            Dataset data = Linear(100).WithFeatures(Linear(100).Features.View(0, 100, 0, 1).Copy(), FeatureSchema.Numeric(1));
            FeatureImportance one = PermutationImportance.Compute(new LinearRegression().Fit(data), data, recorder, new FitContext { Parallelism = 1 }, repeats)[0];
            double[] losses = [.. recorder.Scores.Skip(1).Select(score => score - recorder.Scores[0])];
            double mean = losses.Average(), deviation = Math.Sqrt(losses.Sum(loss => (loss - mean) * (loss - mean)) / (repeats - 1));
            Assert.Equal(repeats, losses.Length);
            Assert.Equal(mean, one.Mean, 1e-12);
            Assert.Equal(!losses.Any(loss => !(loss > 0)), one.IsUpperBound);
            Assert.True(!one.IsUpperBound || one.PValue == 1.0 / (1 + repeats));
            Assert.Equal(mean + (quantile * deviation / Math.Sqrt(repeats)), one.High, 1e-8);
            Assert.Equal(2 * one.Mean, one.Low + one.High, 1e-10);
        }
    }

    [Theory]
    [InlineData(300)]
    [InlineData(2600)]
    public void Any_number_of_threads_gives_the_same(int rows)
    {
        Dataset data = Linear(rows);
        LinearModel model = new Ridge { Alpha = 50 }.Fit(data);
        IReadOnlyList<FeatureImportance> one = PermutationImportance.Compute(model, data, SquaredError, new FitContext { Seed = 5, Parallelism = 1 });
        foreach (int degree in new[] { 2, 5 })
        {
            Assert.Equal(one, PermutationImportance.Compute(model, data, SquaredError, new FitContext { Seed = 5, Parallelism = degree }));
        }

        Assert.NotEqual(one, PermutationImportance.Compute(model, data, SquaredError, new FitContext { Seed = 6, Parallelism = 1 }));
    }

    [Fact]
    public void A_score_that_is_better_when_higher_loses_too_and_the_data_is_left_as_it_was()
    {
        Dataset data = Linear(300);
        double[] before = data.Features.AsSpan().ToArray();
        IReadOnlyList<FeatureImportance> found = PermutationImportance.Compute(new LinearRegression().Fit(data), data, MetricCatalogue.Find("r2", TaskKind.Regression), FitContext.Default);
        Assert.Equal("x0", found[0].Feature);
        Assert.True(found[0].Mean > 0.5);
        Assert.Equal(0, found[4].Mean, 1e-12);
        Assert.Equal(before, data.Features.AsSpan().ToArray());
    }

    [Fact]
    public void One_shuffle_has_no_interval_and_none_is_refused()
    {
        Dataset data = Linear(50);
        LinearModel model = new LinearRegression().Fit(data);
        Assert.True(double.IsNaN(PermutationImportance.Compute(model, data, SquaredError, FitContext.Default, repeats: 1)[0].Low));
        Assert.Throws<ArgumentOutOfRangeException>(() => PermutationImportance.Compute(model, data, SquaredError, FitContext.Default, repeats: 0));
    }

    [Fact]
    public void With_next_to_no_time_each_feature_is_shuffled_once_over_a_hundred_rows()
    {
        var recorder = new Recorder();
        Dataset data = Linear(1500);
        LinearModel model = new LinearRegression().Fit(data);
        IReadOnlyList<FeatureImportance> found = PermutationImportance.Compute(model, data, recorder, new FitContext { Parallelism = 1 }, budget: TimeSpan.FromTicks(1));
        Assert.Equal(2 + Slopes.Length, recorder.Scores.Count);
        Assert.Equal([100], recorder.Rows.Skip(1).Distinct());
        Assert.Equal("x0", found[0].Feature);
    }

    private static Dataset Linear(int rows, ulong seed = 1)
    {
        var random = new RandomStream(seed, 77);
        var features = new Matrix(rows, Slopes.Length);
        double[] target = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            for (int k = 0; k < Slopes.Length; k++)
            {
                features[row, k] = (1 + (0.2 * k)) * random.NextGaussian();
                target[row] += Slopes[k] * features[row, k];
            }
        }

        return Dataset.ForRegression(features, target);
    }

    private static double Variance(Dataset data, int feature)
    {
        double[] values = new double[data.RowCount];
        data.Features.CopyColumnTo(feature, values);
        double mean = values.Average();
        return values.Average(value => (value - mean) * (value - mean));
    }

    private sealed class Recorder : IMetric
    {
        public List<double> Scores { get; } = [];

        public List<int> Rows { get; } = [];

        public string Name => "recorded";

        public string Title => "Recorded";

        public TaskKind Task => TaskKind.Regression;

        public bool HigherIsBetter => false;

        public bool ScoresLabels => false;

        public double Score(Predictions predictions)
        {
            Rows.Add(predictions.Count);
            Scores.Add(SquaredError.Score(predictions));
            return Scores[^1];
        }
    }
}
