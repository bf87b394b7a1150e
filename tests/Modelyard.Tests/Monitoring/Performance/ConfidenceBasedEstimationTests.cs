using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Monitoring;
using Modelyard.Numerics;

namespace Modelyard.Tests.Monitoring;

public sealed class ConfidenceBasedEstimationTests
{
    private static readonly FitContext Context = ShiftedClasses.Context;

    private static readonly Lazy<ConfidenceBasedModel> Known = new(() => new ConfidenceBasedEstimation().Fit(ShiftedClasses.Model, ShiftedClasses.Rows(1500, 1), Context));

    [Fact]
    public void What_is_seen_lies_in_the_intervals_as_often_as_stated_when_the_inputs_move()
    {
        const int Runs = 30;
        var inside = new Dictionary<string, int>();
        for (int run = 0; run < Runs; run++)
        {
            Dataset reference = ShiftedClasses.Rows(600, (ulong)(100 + run)), window = ShiftedClasses.Rows(200, (ulong)(10_000 + run), shift: 0.7);
            ConfidenceBasedModel model = new ConfidenceBasedEstimation { Replicates = 200 }.Fit(ShiftedClasses.Model, reference, Context with { Seed = (ulong)run });
            PerformanceEstimate estimate = model.Estimate(ShiftedClasses.Model, window, Context with { Seed = (ulong)run });
            Predictions seen = Predictions.Of(ShiftedClasses.Model, window);
            foreach (MetricEstimate one in estimate.Metrics)
            {
                double score = one.Metric.Score(seen);
                inside[one.Metric.Name] = inside.GetValueOrDefault(one.Metric.Name) + (score >= one.Low && score <= one.High ? 1 : 0);
            }
        }

        // Of 30 intervals that hold with 95 %, fewer than 25 do so in one case of 300.
        Assert.All(inside, one => Assert.True(one.Value >= 25, $"{one.Key} was inside {one.Value} times of {Runs}."));
        Assert.True(inside.Values.Sum() >= 0.93 * Runs * inside.Count, $"{inside.Values.Sum()} of {Runs * inside.Count} were inside.");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void The_accuracy_of_probabilities_that_hold_is_the_mean_of_the_greatest(int classes)
    {
        string[] labels = [.. Enumerable.Range(0, classes).Select(k => $"c{k}")];
        (Matrix chances, int[] truth) = ShiftedClasses.Calibrated(6000, 3, classes);
        ConfidenceBasedModel model = new ConfidenceBasedEstimation { Replicates = 50 }.Fit(Predictions.OfProbabilities(truth, chances, labels), null, Context);
        (Matrix window, _) = ShiftedClasses.Calibrated(2000, 4, classes, spread: 0.7);
        double expected = Enumerable.Range(0, 2000).Average(row => VectorKernels.Max(window.Row(row)));

        MetricEstimate accuracy = model.Estimate(PredictionWindow.OfProbabilities(window, labels), Context)["accuracy"];

        Assert.Equal(expected, accuracy.Value, 0.012);
        Assert.True(accuracy.Reference - expected > 0.1);
        Assert.False(model.Calibration.IsNeeded);
    }

    [Fact]
    public void Chances_of_many_classes_are_right_in_the_mean_however_dull_the_probabilities_are()
    {
        const int Classes = 8;
        string[] labels = [.. Enumerable.Range(0, Classes).Select(k => $"c{k}")];
        (Matrix chances, int[] truth) = ShiftedClasses.Calibrated(3000, 30, Classes);
        for (int row = 0; row < chances.Rows; row++)
        {
            Span<double> own = chances.Row(row);
            for (int k = 0; k < Classes; k++)
            {
                own[k] = Math.Pow(own[k], 0.3);
            }

            VectorKernels.Scale(1 / VectorKernels.Sum(own), own);
        }

        Predictions dull = Predictions.OfProbabilities(truth, chances, labels);
        ConfidenceBasedModel model = new ConfidenceBasedEstimation { Replicates = 50 }.Fit(dull, null, Context);
        PerformanceEstimate estimate = model.Estimate(PredictionWindow.Of(dull), Context);

        foreach (string name in new[] { "accuracy", "f1", "log-loss", "roc-auc" })
        {
            Assert.Equal(estimate[name].Reference, estimate[name].Value, 0.008);
        }

        Assert.True(model.Calibration.ErrorBefore > 0.2 && model.Calibration.ErrorAfter < 0.03);
    }

    [Fact]
    public void Probabilities_that_are_too_sure_of_themselves_are_not_believed()
    {
        Predictions reference = Sure(4000, 5), window = Sure(1000, 6);
        ConfidenceBasedModel model = new ConfidenceBasedEstimation().Fit(reference, null, Context);
        PerformanceEstimate estimate = model.Estimate(PredictionWindow.Of(window), Context);

        Assert.True(model.Calibration.IsNeeded);
        Assert.True(model.Calibration.ErrorAfter < 0.3 * model.Calibration.ErrorBefore);
        double believed = Enumerable.Range(0, 1000).Average(row => VectorKernels.Max(window.Probabilities!.Row(row)));
        foreach (string name in new[] { "accuracy", "log-loss", "brier", "roc-auc", "f1" })
        {
            MetricEstimate one = estimate[name];
            Assert.InRange(one.Metric.Score(window), one.Low, one.High);
        }

        Assert.True(believed - estimate["accuracy"].Value > 0.05);
    }

    [Fact]
    public void Concept_drift_is_not_seen_without_labels_and_found_with_some()
    {
        Dataset drifted = ShiftedClasses.Rows(300, 7, drift: true), same = ShiftedClasses.Rows(300, 8);

        EstimateCheck missed = Known.Value.Check(Predictions.Of(ShiftedClasses.Model, drifted), drifted, Context), held = Known.Value.Check(Predictions.Of(ShiftedClasses.Model, same), same, Context);

        Assert.True(missed.Estimate.IsReliable);
        Assert.True(missed.Missed);
        Assert.Contains("concept drift is likely", missed.Summary, StringComparison.Ordinal);
        Assert.False(held.Missed);
        Assert.InRange(held.PValue, 0.01, 1);
    }

    [Fact]
    public void Rows_where_the_reference_has_none_withhold_the_intervals()
    {
        PerformanceEstimate estimate = Known.Value.Estimate(ShiftedClasses.Model, ShiftedClasses.Rows(200, 9, shift: 6), Context);

        Assert.False(estimate.IsReliable);
        Assert.True(estimate.OutsideShare > 0.9);
        Assert.All(estimate.Metrics, one => Assert.True(double.IsNaN(one.Low) && one.Withheld is not null));
        Assert.Contains(estimate.Warnings, warning => warning.Contains("not to be relied on", StringComparison.Ordinal));
    }

    [Fact]
    public void Levels_that_the_reference_does_not_have_are_counted()
    {
        var schema = new FeatureSchema(new Feature("x"), new Feature("plan", FeatureKind.Categorical) { Levels = ["a", "b", "c"] });
        Dataset WithPlan(Dataset rows, params int[] levels)
        {
            var features = new Matrix(rows.RowCount, 2);
            for (int row = 0; row < features.Rows; row++)
            {
                (features[row, 0], features[row, 1]) = (rows.Features[row, 0], levels[row % levels.Length]);
            }

            return Dataset.ForClassification(features, rows.Labels.ToArray(), rows.Classes, schema);
        }

        Dataset reference = ShiftedClasses.Rows(500, 10), window = ShiftedClasses.Rows(200, 11);
        ConfidenceBasedModel model = new ConfidenceBasedEstimation { Replicates = 50 }.Fit(Predictions.Of(ShiftedClasses.Model, reference), WithPlan(reference, 0, 1), Context);

        PerformanceEstimate estimate = model.Estimate(PredictionWindow.Of(Predictions.Of(ShiftedClasses.Model, window), WithPlan(window, 0, 1, 2, -1)), Context);

        Assert.Equal(0.5, estimate.OutsideShare, 0.02);
        Assert.False(estimate.IsReliable);
    }

    [Fact]
    public void Of_a_tiny_window_nothing_is_said()
    {
        PerformanceEstimate estimate = Known.Value.Estimate(ShiftedClasses.Model, ShiftedClasses.Rows(29, 12), Context);

        Assert.All(estimate.Metrics, one => Assert.True(double.IsNaN(one.Value)));
        Assert.Equal("The window has 29 rows, and 30 are needed.", Assert.Single(estimate.Warnings));
    }

    [Fact]
    public void Metrics_of_a_class_with_few_expected_rows_are_withheld_and_the_others_given()
    {
        (Matrix chances, int[] labels) = Rare(3000, 13);
        (Matrix window, _) = Rare(100, 14);
        PerformanceEstimate estimate = new ConfidenceBasedEstimation().Fit(Predictions.OfProbabilities(labels, chances, ShiftedClasses.Two), null, Context)
            .Estimate(PredictionWindow.OfProbabilities(window, ShiftedClasses.Two), Context);

        Assert.Contains("of the class 'yes'", estimate["recall"].Withheld, StringComparison.Ordinal);
        Assert.True(double.IsNaN(estimate["roc-auc"].Value));
        Assert.InRange(estimate["accuracy"].Value, 0.95, 1);
        Assert.Null(estimate["log-loss"].Withheld);
    }

    [Fact]
    public void The_expected_confusion_matrix_holds_each_row_once_and_its_costs_are_those_of_the_metric()
    {
        (Matrix chances, int[] labels) = ShiftedClasses.Calibrated(1000, 15, 3);
        (Matrix window, _) = ShiftedClasses.Calibrated(400, 16, 3);
        var costs = CostMatrix.Parse("a:b=5, b:a=2, c:a=-1", ShiftedClasses.Three);
        PerformanceEstimate estimate = new ConfidenceBasedEstimation { Metrics = [costs.ToMetric()], Replicates = 50 }.Fit(Predictions.OfProbabilities(labels, chances, ShiftedClasses.Three), null, Context)
            .Estimate(PredictionWindow.OfProbabilities(window, ShiftedClasses.Three), Context);
        int[] predicted = Predictions.OfProbabilities(new int[400], window, ShiftedClasses.Three).PredictedLabels.ToArray();

        Assert.Equal(400, estimate.Confusion!.Total, 1e-9);
        Assert.All(Enumerable.Range(0, 3), k => Assert.Equal(predicted.Count(label => label == k), estimate.Confusion.Predicted[k], 1e-9));
        Assert.Equal(costs.Total(estimate.Confusion) / 400, estimate["cost"].Value, 1e-12);
        Assert.Equal(estimate.Confusion.Recall(1), estimate.Classes[1].Recall.Value, 1e-12);
        Assert.InRange(estimate.Classes[2].F1.Value, estimate.Classes[2].F1.Low, estimate.Classes[2].F1.High);
    }

    [Fact]
    public void Estimates_are_the_same_bits_for_any_number_of_threads_and_of_merged_windows()
    {
        Dataset first = ShiftedClasses.Rows(120, 17, shift: 0.4), second = ShiftedClasses.Rows(90, 18, shift: 0.4);
        PredictionWindow parts = PredictionWindow.Of(ShiftedClasses.Model, first).Merge(PredictionWindow.Of(ShiftedClasses.Model, second));
        Dataset whole = Dataset.WithoutTarget(parts.Inputs!.Features);

        PerformanceEstimate one = Known.Value.Estimate(parts, Context with { Parallelism = 1 }), many = Known.Value.Estimate(ShiftedClasses.Model, whole, Context with { Parallelism = 4 });

        Assert.Equal(210, one.Rows);
        Assert.Equal(one.Metrics.Select(metric => (metric.Value, metric.Low, metric.High)), many.Metrics.Select(metric => (metric.Value, metric.Low, metric.High)));
    }

    [Fact]
    public void Without_inputs_it_says_that_it_does_not_see_them()
    {
        Predictions reference = Predictions.Of(ShiftedClasses.Model, ShiftedClasses.Rows(500, 19));
        PerformanceEstimate estimate = new ConfidenceBasedEstimation { Replicates = 50 }.Fit(reference, null, Context).Estimate(PredictionWindow.Of(reference), Context);

        Assert.Contains(estimate.Warnings, warning => warning.StartsWith("The inputs are not known", StringComparison.Ordinal));
        Assert.Equal(estimate["accuracy"].Reference, estimate["accuracy"].Value, 0.02);
    }

    [Fact]
    public void A_reference_that_cannot_teach_anything_is_refused()
    {
        Dataset rows = ShiftedClasses.Rows(300, 20);
        var settings = new ConfidenceBasedEstimation();
        Predictions good = Predictions.Of(ShiftedClasses.Model, rows), few = Predictions.Of(ShiftedClasses.Model, ShiftedClasses.Rows(99, 21));

        Refused("'99' rows", () => settings.Fit(few, null, Context));
        Refused("of the class 'yes'", () => settings.Fit(Predictions.OfProbabilities([.. Enumerable.Repeat(1, 300)], good.Probabilities!, ShiftedClasses.Two), null, Context));
        Refused("must hold the probabilities", () => settings.Fit(Predictions.OfLabels(good.Labels.ToArray(), good.PredictedLabels.ToArray(), ShiftedClasses.Two), null, Context));
        Refused("'99' rows of inputs", () => settings.Fit(good, ShiftedClasses.Rows(99, 21), Context));
        Matrix holed = good.Probabilities!.Copy();
        holed[7, 1] = double.NaN;
        Refused("row '7' of the reference is 'NaN'", () => settings.Fit(Predictions.OfProbabilities(good.Labels.ToArray(), holed, ShiftedClasses.Two), null, Context));
        Refused("in the same order", () => settings.Fit(ShiftedClasses.Model, Dataset.ForClassification(rows.Features, rows.Labels.ToArray(), ["yes", "no"]), Context));
        Refused("The confidence is '1'", () => (settings with { Confidence = 1 }).Fit(good, null, Context));
        Refused("'10' replicates", () => (settings with { Replicates = 10 }).Fit(good, null, Context));
    }

    [Fact]
    public void A_window_of_another_model_is_refused()
    {
        PredictionWindow window = PredictionWindow.Of(ShiftedClasses.Model, ShiftedClasses.Rows(50, 22));
        Matrix probabilities = window.Predictions.Probabilities!;

        Refused("The reference has inputs and the window has none", () => Known.Value.Estimate(PredictionWindow.OfProbabilities(probabilities, ShiftedClasses.Two), Context));
        Refused("must be of one model", () => Known.Value.Estimate(PredictionWindow.OfProbabilities(probabilities, ["other", "labels"]), Context));
        Refused("names, kinds and levels", () => Known.Value.Estimate(PredictionWindow.OfProbabilities(probabilities, ShiftedClasses.Two, Dataset.WithoutTarget(new Matrix(50, 2))), Context));
        Refused("'3' rows of inputs and '50' predictions", () => PredictionWindow.OfProbabilities(probabilities, ShiftedClasses.Two, Dataset.WithoutTarget(new Matrix(3, 3))));
        Refused("'recal' was not estimated", () => _ = Known.Value.Estimate(window, Context)["recal"]);
    }

    private static void Refused(string expected, Action action) => Assert.Contains(expected, Assert.Throws<ModelyardException>(action).Message, StringComparison.Ordinal);

    /// <summary>Makes probabilities whose log-odds are twice those that hold.</summary>
    private static Predictions Sure(int rows, ulong seed)
    {
        (Matrix chances, int[] labels) = ShiftedClasses.Calibrated(rows, seed, 2, spread: 0.7);
        for (int row = 0; row < rows; row++)
        {
            double odds = Math.Pow(chances[row, 1] / chances[row, 0], 2);
            (chances[row, 0], chances[row, 1]) = (1 / (1 + odds), odds / (1 + odds));
        }

        return Predictions.OfProbabilities(labels, chances, ShiftedClasses.Two);
    }

    private static (Matrix Chances, int[] Labels) Rare(int rows, ulong seed)
    {
        var random = new RandomStream(seed);
        var chances = new Matrix(rows, 2);
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            chances[row, 1] = 0.04 * random.NextDouble();
            chances[row, 0] = 1 - chances[row, 1];
            labels[row] = random.NextDouble() < chances[row, 1] ? 1 : 0;
        }

        return (chances, labels);
    }
}
