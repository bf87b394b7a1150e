using Modelyard.Kernels;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Metrics;
using Modelyard.Neighbors;
using Modelyard.Numerics;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Selection;
using Modelyard.Trees;

namespace Modelyard.Tests.Selection;

/// <summary>Holds curves of scores to cross-validation, and what they say to tables whose truth is known.</summary>
public sealed class CurveTests
{
    private static readonly IMetric R2 = MetricCatalogue.Find("r2", TaskKind.Regression);
    private static readonly IMetric Accuracy = MetricCatalogue.Find("accuracy", TaskKind.Classification);

    [Fact]
    public void The_last_point_of_a_learning_curve_is_cross_validation()
    {
        Dataset data = Regression(400, row => row[0] - (2 * row[1]), noise: 0.5);
        IReadOnlyList<Split> folds = new KFold { Seed = 2 }.Split(data);
        var estimator = new Pipeline([new StandardScaler()], new Ridge());
        var curve = LearningCurve.Compute(estimator, data, folds, R2, FitContext.Default);

        Assert.Equal(CrossValidation.Run(estimator, data, folds, R2, FitContext.Default).Select(fold => fold.Score), curve.Points[^1].Validation);
        Assert.Equal([32, 64, 112, 160, 224, 320], curve.Points.Select(point => point.Position));
        Assert.Equal(0, curve.Guess, 0.05);
        Assert.Equal(FitVerdict.Balanced, curve.Reading.Verdict);
        Assert.Contains("not likely to help", curve.Reading.Advice, StringComparison.Ordinal);
        Assert.Contains("<svg", curve.ToChart().ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_hold_each_class_in_proportion_and_the_latest_rows_in_order_of_time()
    {
        Dataset data = Classification(300, row => row[0] > 1 ? 1 : 0, noise: 0);
        var seen = new List<(int Rows, int Positive)>();
        LearningCurve.Compute(new Spy(seen, new KNeighborsClassifier()), data, new KFold { Stratified = true }.Split(data), Accuracy, new FitContext { Parallelism = 1 }, [0.25, 0.5]);
        double share = data.Labels.ToArray().Count(label => label == 1) / 300.0;
        Assert.All(seen, part => Assert.InRange(part.Positive, (share * part.Rows) - 1.5, (share * part.Rows) + 1.5));

        var learned = new List<double>();
        Dataset times = Dataset.ForRegression(new Matrix([.. Enumerable.Range(0, 60).Select(row => (double)row)], 60, 1), [.. Enumerable.Range(0, 60).Select(row => row % 7.0)]);
        LearningCurve.Compute(new TimeSpy(learned), times, new TimeSeriesSplit { Folds = 2 }.Split(times), MetricCatalogue.Find("mae", TaskKind.Regression), new FitContext { Parallelism = 1 }, [0.5]);
        Assert.Equal([10, 20, 0, 0], learned);
    }

    [Fact]
    public void A_deep_tree_of_noisy_rows_overfits_and_a_line_through_a_wave_underfits()
    {
        Dataset noisy = Regression(500, row => row[0], noise: 0.5);
        IReadOnlyList<Split> folds = new KFold().Split(noisy);
        CurveReading deep = LearningCurve.Compute(new DecisionTreeRegressor(), noisy, folds, R2, FitContext.Default).Reading;
        Assert.Equal(FitVerdict.Overfits, deep.Verdict);

        Dataset wave = Regression(2000, row => Math.Sin(5 * row[0]) + (0.3 * row[0]), noise: 0.1);
        CurveReading line = LearningCurve.Compute(new LinearRegression(), wave, new KFold().Split(wave), R2, FitContext.Default).Reading;
        Assert.Equal(FitVerdict.Underfits, line.Verdict);
        Assert.Contains("underfits", line.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void What_learns_noise_by_heart_is_told_to_guess(ulong seed)
    {
        var random = new RandomStream(seed);
        Dataset noise = Classification(400, _ => random.NextInt(2), noise: 0, seed);
        CurveReading reading = LearningCurve.Compute(new DecisionTreeClassifier(), noise, new KFold { Stratified = true }.Split(noise), Accuracy, FitContext.Default).Reading;
        Assert.Equal(FitVerdict.NotBetterThanGuessing, reading.Verdict);
        Assert.Contains("what holds for them only", reading.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_validation_curve_names_where_a_tree_is_too_shallow_and_where_too_deep()
    {
        Dataset data = Regression(600, row => Math.Sin(3 * row[0]) + (row[1] > 0 ? 1 : 0), noise: 0.7);
        ValidationCurve curve = ValidationCurve.Compute(
            new Pipeline([], new DecisionTreeRegressor()), "maxdepth", [20, 1, 2, 3, 4, 6, 9, 14, 1], data, new RepeatedKFold().Split(data), R2, FitContext.Default);
        Assert.Equal(["1", "2", "3", "4", "6", "9", "14", "20"], curve.Points.Select(point => point.Label));
        Assert.InRange(curve.Best, 1, 5);
        Assert.Equal(FitVerdict.Underfits, curve.Verdicts[0]);
        Assert.Equal(FitVerdict.Overfits, curve.Verdicts[^1]);
        Assert.Equal(FitVerdict.Balanced, curve.Verdicts[curve.Best]);
        Assert.Contains("It underfits at MaxDepth = 1", curve.Reading.Summary, StringComparison.Ordinal);
        Assert.True(curve.Points.Zip(curve.Points.Skip(1)).All(pair => pair.First.TrainMean <= pair.Second.TrainMean + 1e-12));
        Assert.Contains("<svg", curve.ToChart().ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_curve_over_choices_draws_bars_and_one_at_the_end_of_its_range_asks_for_more()
    {
        Dataset data = Classification(200, row => (row[0] * row[0]) + (row[1] * row[1]) > 1 ? 1 : 0, noise: 0);
        IReadOnlyList<Split> folds = new KFold { Stratified = true }.Split(data);
        ValidationCurve kernels = ValidationCurve.Compute(new Svc(), "Kernel", [KernelKind.Linear, KernelKind.Rbf], data, folds, Accuracy, FitContext.Default);
        Assert.Equal(1, kernels.Best);
        Assert.IsType<Modelyard.Charts.BarChart>(kernels.ToChart());

        Dataset line = Regression(60, row => row[0] + row[1], noise: 0.1);
        ValidationCurve penalties = ValidationCurve.Compute(new Ridge(), "Alpha", [10.0, 100.0, 1000.0], line, new KFold().Split(line), R2, FitContext.Default);
        Assert.Equal(0, penalties.Best);
        Assert.Contains("try smaller ones", penalties.Reading.Advice, StringComparison.Ordinal);

        ValidationCurve fromNone = ValidationCurve.Compute(new Ridge(), "Alpha", [0.0, 100.0, 1000.0], line, new KFold().Split(line), R2, FitContext.Default);
        Assert.Contains("least that is allowed", fromNone.Reading.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("try smaller ones", fromNone.Reading.Advice, StringComparison.Ordinal);

        Dataset wave = Regression(400, row => Math.Sin(5 * row[0]), noise: 0.01);
        ValidationCurve depths = ValidationCurve.Compute(new DecisionTreeRegressor(), "MaxDepth", [1, 2, 3], wave, new KFold().Split(wave), R2, FitContext.Default);
        Assert.Contains("try greater ones", depths.Reading.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Suggested_values_that_cannot_be_fitted_are_left_out_and_told_and_asked_ones_are_an_error()
    {
        Dataset data = Classification(120, row => (row[0] * row[0]) + (row[1] * row[1]) > 1 ? 1 : 0, noise: 0);
        IReadOnlyList<Split> folds = new KFold { Folds = 3, Stratified = true }.Split(data);
        var warnings = new List<string>();
        var context = new FitContext { Warning = warnings.Add };
        ValidationCurve kernels = ValidationCurve.Compute(new Svc(), "Kernel", null, data, folds, Accuracy, context);
        Assert.Equal(["Linear", "Polynomial", "Rbf", "Sigmoid"], kernels.Points.Select(point => point.Label).Order());
        Assert.Equal(kernels.Points.Count, kernels.Values.Count);
        Assert.Contains("Kernel = Precomputed, fold 1 of 3", Assert.Single(warnings, warning => warning.StartsWith("Left out", StringComparison.Ordinal)), StringComparison.Ordinal);

        warnings.Clear();
        ParameterSlice slice = ParameterSlice.Compute(new Svc(), ("Kernel", null), ("C", [0.1, 1.0]), data, folds, Accuracy, context);
        Assert.Equal(4, slice.FirstValues.Count);
        Assert.All(slice.Points, row => Assert.All(row, point => Assert.True(double.IsFinite(point.ValidationMean))));
        Assert.Single(warnings, warning => warning.StartsWith("Left out", StringComparison.Ordinal));

        Assert.Contains("Kernel = Precomputed", Assert.Throws<ModelyardException>(() => ValidationCurve.Compute(new Svc(), "Kernel", [KernelKind.Precomputed, KernelKind.Rbf], data, folds, Accuracy, context)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slice_scores_each_pair_as_cross_validation_does_for_any_number_of_threads()
    {
        Dataset data = Regression(150, row => row[0] * row[1], noise: 0.1);
        IReadOnlyList<Split> folds = new KFold { Folds = 3 }.Split(data);
        ParameterSlice Compute(int threads) => ParameterSlice.Compute(
            new DecisionTreeRegressor(), ("MaxDepth", [2, 5]), ("MinSamplesLeaf", [1, 4, 16]), data, folds, R2, new FitContext { Parallelism = threads, Seed = 5 });

        ParameterSlice slice = Compute(1), other = Compute(4);
        Assert.Equal(slice.Points.SelectMany(row => row).SelectMany(point => point.Validation), other.Points.SelectMany(row => row).SelectMany(point => point.Validation));
        IReadOnlyList<FoldResult> expected = CrossValidation.Run(new DecisionTreeRegressor { MaxDepth = 5, MinSamplesLeaf = 4 }, data, folds, R2, new FitContext { Seed = 5 });
        Assert.Equal(expected.Select(fold => fold.Score), slice.Points[1][1].Validation);
        Assert.Contains("<svg", slice.ToHeatMap().ToSvg(), StringComparison.Ordinal);
        Assert.Contains("<svg", slice.ToContour().ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_drawn_is_told()
    {
        Dataset data = Regression(50, row => row[0], noise: 0.1);
        IReadOnlyList<Split> folds = new KFold().Split(data);
        string Fault(Func<object> compute) => Assert.Throws<ModelyardException>(compute).Message;

        Assert.Contains("nearest is 'Alpha'", Fault(() => ValidationCurve.Compute(new Ridge(), "alfa", null, data, folds, R2, FitContext.Default)), StringComparison.Ordinal);
        Assert.Contains("Alpha is '-1'", Fault(() => ValidationCurve.Compute(new Ridge(), "Alpha", [-1.0], data, folds, R2, FitContext.Default)), StringComparison.Ordinal);
        Assert.Contains("needs two", Fault(() => ParameterSlice.Compute(new Ridge(), ("Alpha", null), ("alpha", null), data, folds, R2, FitContext.Default)), StringComparison.Ordinal);
        Assert.Contains("'1.5'", Fault(() => LearningCurve.Compute(new Ridge(), data, folds, R2, FitContext.Default, [1.5])), StringComparison.Ordinal);
        Assert.Contains("no folds", Fault(() => LearningCurve.Compute(new Ridge(), data, [], R2, FitContext.Default)), StringComparison.Ordinal);
        Assert.Contains("The metric 'broken' failed on", Fault(() => CrossValidation.Run(new Ridge(), data, folds, new BrokenMetric(), FitContext.Default)), StringComparison.Ordinal);
        Assert.Contains("fold 1 of 5", Fault(() => LearningCurve.Compute(new Ridge(), data, folds, new BrokenMetric(), new FitContext { Parallelism = 1 })), StringComparison.Ordinal);
    }

    [Fact]
    public void Leaving_one_out_gives_the_residuals_that_the_hat_matrix_foretells()
    {
        Dataset data = Regression(40, row => row[0] - row[1], noise: 1);
        OutOfFoldPredictions left = OutOfFold.Predict(new LinearRegression(), data, new LeaveOneOut().Split(data), FitContext.Default);

        // The residual of a row that was left out is its residual in the whole fit over 1 - leverage.
        LinearModel whole = new LinearRegression().Fit(data);
        double[] fitted = new double[40];
        whole.Predict(data.Features, fitted);
        for (int row = 0; row < 40; row++)
        {
            double[] unit = new double[40];
            unit[row] = 1;
            double[] response = new double[40];
            new LinearRegression().Fit(Dataset.ForRegression(data.Features, unit)).Predict(data.Features, response);
            Assert.Equal((data.Target[row] - fitted[row]) / (1 - response[row]), data.Target[row] - left.Predictions.Predicted[row], 1e-9);
        }
    }

    [Fact]
    public void Groups_are_left_out_one_at_a_time_and_repeated_predictions_are_averaged()
    {
        Dataset data = Regression(30, row => row[0], noise: 1).WithGroups([.. Enumerable.Range(0, 30).Select(row => row / 6)]);
        IReadOnlyList<Split> splits = new LeaveOneOut { ByGroup = true }.Split(data);
        Assert.Equal(5, splits.Count);
        Assert.All(splits, split => Assert.Single(split.Test.Select(row => data.Groups[row]).Distinct()));
        Assert.Contains("Folds need two rows or more, and there is one", Assert.Throws<ModelyardException>(() => new LeaveOneOut().Split(data.Rows([0]))).Message, StringComparison.Ordinal);

        IReadOnlyList<Split> twice = new RepeatedKFold { Repeats = 2, Folds = 3 }.Split(data);
        OutOfFoldPredictions both = OutOfFold.Predict(new Ridge(), data, twice, FitContext.Default);
        double first = both.Folds.Take(3).Single(fold => fold.Rows.Contains(7)) is var one ? one.Predictions.Predicted[Array.IndexOf(one.Rows, 7)] : 0;
        double second = both.Folds.Skip(3).Single(fold => fold.Rows.Contains(7)) is var other ? other.Predictions.Predicted[Array.IndexOf(other.Rows, 7)] : 0;
        Assert.Equal((first + second) / 2, both.Predictions.Predicted[7], 1e-12);

        OutOfFoldPredictions later = OutOfFold.Predict(new Ridge(), data, new TimeSeriesSplit { Folds = 2 }.Split(data), FitContext.Default);
        Assert.Equal(Enumerable.Range(10, 20), later.Rows);
    }

    private static Dataset Regression(int rows, Func<double[], double> truth, double noise, ulong seed = 1)
    {
        var random = new RandomStream(seed);
        var features = new Matrix(rows, 2);
        double[] target = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            features[row, 0] = random.NextGaussian();
            features[row, 1] = random.NextGaussian();
            target[row] = truth([features[row, 0], features[row, 1]]) + (noise * random.NextGaussian());
        }

        return Dataset.ForRegression(features, target);
    }

    private static Dataset Classification(int rows, Func<double[], int> truth, double noise, ulong seed = 1)
    {
        Dataset drawn = Regression(rows, row => truth(row), noise, seed);
        return Dataset.ForClassification(drawn.Features, Array.ConvertAll(drawn.Target.ToArray(), value => value > 0.5 ? 1 : 0), ["no", "yes"]);
    }

    private sealed class BrokenMetric : IMetric
    {
        public string Name => "broken";

        public string Title => "Broken";

        public TaskKind Task => TaskKind.Regression;

        public bool HigherIsBetter => true;

        public bool ScoresLabels => false;

        public double Score(Predictions predictions) => throw new InvalidOperationException("No.");
    }

    /// <summary>Notes how many rows, and rows of the second class, each fit learns from.</summary>
    private sealed class Spy(List<(int Rows, int Positive)> seen, IEstimator estimator) : IEstimator
    {
        public TaskKind Task => estimator.Task;

        public LearnerTraits Traits => estimator.Traits;

        public IPredictiveModel FitModel(Dataset data, FitContext context)
        {
            seen.Add((data.RowCount, data.Labels.ToArray().Count(label => label == 1)));
            return estimator.FitModel(data, context);
        }
    }

    /// <summary>Notes the first row, which is its own feature, that each fit learns from.</summary>
    private sealed class TimeSpy(List<double> learned) : IEstimator
    {
        public TaskKind Task => TaskKind.Regression;

        public LearnerTraits Traits => new Ridge().Traits;

        public IPredictiveModel FitModel(Dataset data, FitContext context)
        {
            learned.Add(data.Features[0, 0]);
            return new Ridge().Fit(data, context);
        }
    }
}
