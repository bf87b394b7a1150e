using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Monitoring;
using Modelyard.Numerics;

namespace Modelyard.Tests.Monitoring;

public sealed class DirectLossEstimationTests
{
    private static readonly FitContext Context = ShiftedClasses.Context;

    private static readonly Lazy<DirectLossModel> Known = new(() => new DirectLossEstimation().Fit(ShiftedNumbers.Model, ShiftedNumbers.Rows(1500, 1), Context));

    [Fact]
    public void Errors_that_are_seen_lie_in_the_intervals_as_often_as_stated_when_noisier_inputs_come()
    {
        const int Runs = 20;
        var inside = new Dictionary<string, int>();
        for (int run = 0; run < Runs; run++)
        {
            Dataset reference = ShiftedNumbers.Rows(600, (ulong)(100 + run)), window = ShiftedNumbers.Rows(200, (ulong)(10_000 + run), shift: 0.7);
            PerformanceEstimate estimate = new DirectLossEstimation { Replicates = 200 }.Fit(ShiftedNumbers.Model, reference, Context with { Seed = (ulong)run })
                .Estimate(ShiftedNumbers.Model, window, Context with { Seed = (ulong)run });
            Predictions seen = Predictions.Of(ShiftedNumbers.Model, window);
            foreach (MetricEstimate one in estimate.Metrics)
            {
                double score = one.Metric.Score(seen);
                inside[one.Metric.Name] = inside.GetValueOrDefault(one.Metric.Name) + (score >= one.Low && score <= one.High ? 1 : 0);
            }
        }

        // Of 20 intervals that hold with 95 %, fewer than 16 do so in one case of 300.
        Assert.All(inside, one => Assert.True(one.Value >= 16, $"{one.Key} was inside {one.Value} times of {Runs}."));
    }

    [Theory]
    [InlineData(1.5, 0, 30, 0.6)]
    [InlineData(2.5, 30, 40, 0.8)]
    [InlineData(6, 50, 80, 0.8)]
    public void Where_a_few_rows_make_up_the_mean_error_no_interval_is_given(double tail, int least, int most, double held)
    {
        // Errors of Pareto's law: that of 1.5 has no variance, that of 2.5 none of its squares, that of 6 is tame. Of 40 mean and 40 squared errors so many intervals are given, and of those such a share holds.
        const int Runs = 40;
        int given = 0, inside = 0;
        for (int run = 0; run < Runs; run++)
        {
            Predictions reference = Long(500, (ulong)run, tail), window = Long(200, (ulong)(1000 + run), tail);
            PerformanceEstimate estimate = new DirectLossEstimation { Replicates = 100 }.Fit(reference, null, Context).Estimate(PredictionWindow.OfNumbers([.. window.Predicted.ToArray()]), Context);
            foreach (MetricEstimate one in new[] { estimate["mae"], estimate["rmse"] }.Where(one => !double.IsNaN(one.Low)))
            {
                double seen = one.Metric.Score(window);
                given++;
                inside += seen >= one.Low && seen <= one.High ? 1 : 0;
            }

            Assert.Equal(estimate.Metrics.Any(one => double.IsNaN(one.Low)), estimate.Warnings.Any(warning => warning.StartsWith("A few great errors make up the mean of the reference", StringComparison.Ordinal)));
        }

        Assert.InRange(given, least, most);
        Assert.InRange(inside, held * given, given);
    }

    [Fact]
    public void A_rise_of_the_errors_is_seen_before_the_truth_comes()
    {
        Dataset window = ShiftedNumbers.Rows(1000, 2, shift: 1);
        double seen = MetricCatalogue.Find("mae", TaskKind.Regression).Score(Predictions.Of(ShiftedNumbers.Model, window));

        MetricEstimate estimate = Known.Value.Estimate(ShiftedNumbers.Model, window, Context)["mae"];

        Assert.InRange(seen, estimate.Low, estimate.High);
        Assert.True(estimate.Low > estimate.Reference, $"{estimate.Low} of {estimate.Reference}");
    }

    [Fact]
    public void A_mean_that_a_few_great_errors_make_up_is_withheld()
    {
        // One error in 300 is a thousand times the others: the next window has five of them, or none.
        Dataset reference = ShiftedNumbers.Rows(1500, 5), window = ShiftedNumbers.Rows(600, 6);
        Predictions known = Predictions.Of(ShiftedNumbers.Model, reference);
        Predictions tailed = Predictions.OfNumbers([.. known.Target.ToArray().Select((one, row) => row % 300 == 0 ? known.Predicted[row] + 1000 : one)], known.Predicted.ToArray());

        PerformanceEstimate estimate = new DirectLossEstimation { Replicates = 50 }.Fit(tailed, reference, Context).Estimate(ShiftedNumbers.Model, window, Context);

        Assert.True(double.IsNaN(estimate["rmse"].Low));
        Assert.Contains("A few great errors make up the mean", estimate["rmse"].Withheld, StringComparison.Ordinal);
        Assert.Contains(estimate.Warnings, warning => warning.Contains("RMSE", StringComparison.Ordinal));
        Assert.True(double.IsFinite(Known.Value.Estimate(ShiftedNumbers.Model, window, Context)["rmse"].Low));
    }

    [Fact]
    public void Estimates_grow_as_the_unit_shrinks()
    {
        Dataset reference = ShiftedNumbers.Rows(300, 3), window = ShiftedNumbers.Rows(100, 4);
        PerformanceEstimate Scaled(double factor)
        {
            Predictions known = Predictions.Of(ShiftedNumbers.Model, reference), asked = Predictions.Of(ShiftedNumbers.Model, window);
            Predictions scaled = Predictions.OfNumbers([.. known.Target.ToArray().Select(one => factor * one)], [.. known.Predicted.ToArray().Select(one => factor * one)]);
            return new DirectLossEstimation { Replicates = 50 }.Fit(scaled, reference, Context).Estimate(PredictionWindow.OfNumbers([.. asked.Predicted.ToArray().Select(one => factor * one)], window), Context);
        }

        // By a power of two nothing is rounded differently.
        PerformanceEstimate one = Scaled(1), many = Scaled(1024);
        Assert.Equal(1024 * one["mae"].Value, many["mae"].Value, 1e-6);
        Assert.Equal(1024 * one["rmse"].High, many["rmse"].High, 1e-6);
        Assert.Equal(one["mape"].Value, many["mape"].Value, 1e-9);
        Assert.Equal(one["rmse"].Value * one["rmse"].Value, one["mse"].Value, 1e-9);
    }

    [Fact]
    public void A_model_without_errors_is_expected_to_make_none()
    {
        Dataset rows = ShiftedNumbers.Rows(200, 5);
        Predictions exact = Predictions.OfNumbers(rows.Target.ToArray(), rows.Target.ToArray());

        PerformanceEstimate estimate = new DirectLossEstimation { Replicates = 50 }.Fit(exact, rows, Context).Estimate(PredictionWindow.Of(exact, rows), Context);

        Assert.All(estimate.Metrics, one => Assert.Equal((0, 0, 0), (one.Value, one.Low, one.High)));
    }

    [Fact]
    public void Losses_of_a_classifier_can_be_estimated_too()
    {
        DirectLossModel model = new DirectLossEstimation().Fit(ShiftedClasses.Model, ShiftedClasses.Rows(1500, 6), Context);
        Dataset window = ShiftedClasses.Rows(600, 7, shift: 0.7);
        Predictions seen = Predictions.Of(ShiftedClasses.Model, window);

        PerformanceEstimate estimate = model.Estimate(ShiftedClasses.Model, window, Context);

        Assert.Equal(["log-loss", "brier", "accuracy"], estimate.Metrics.Select(one => one.Metric.Name));
        Assert.All(estimate.Metrics, one => Assert.InRange(one.Metric.Score(seen), one.Low, one.High));
    }

    [Fact]
    public void Noise_that_grew_without_a_change_of_the_inputs_is_found_once_labels_come()
    {
        Dataset noisy = ShiftedNumbers.Rows(200, 8, noise: 2), same = ShiftedNumbers.Rows(200, 9);

        EstimateCheck missed = Known.Value.Check(Predictions.Of(ShiftedNumbers.Model, noisy), noisy, Context), held = Known.Value.Check(Predictions.Of(ShiftedNumbers.Model, same), same, Context);

        Assert.True(missed.Missed);
        Assert.False(held.Missed);
    }

    [Fact]
    public void Rows_outside_of_the_reference_withhold_the_intervals()
    {
        PerformanceEstimate estimate = Known.Value.Estimate(ShiftedNumbers.Model, ShiftedNumbers.Rows(100, 10, shift: 8), Context);

        Assert.False(estimate.IsReliable);
        Assert.All(estimate.Metrics, one => Assert.True(double.IsNaN(one.High)));
        Assert.Contains("no interval could be given", Known.Value.Check(Predictions.Of(ShiftedNumbers.Model, ShiftedNumbers.Rows(100, 10, shift: 8)), ShiftedNumbers.Rows(100, 10, shift: 8), Context).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_values_and_constant_inputs_are_taken_as_they_are()
    {
        Dataset Holed(Dataset rows)
        {
            for (int row = 0; row < rows.RowCount; row++)
            {
                rows.Features[row, 1] = row % 3 == 0 ? double.NaN : rows.Features[row, 1];
                rows.Features[row, 2] = 7;
            }

            return rows;
        }

        Dataset reference = ShiftedNumbers.Rows(400, 11), window = ShiftedNumbers.Rows(100, 12);
        Predictions known = Predictions.Of(ShiftedNumbers.Model, reference), asked = Predictions.Of(ShiftedNumbers.Model, window);

        PerformanceEstimate estimate = new DirectLossEstimation().Fit(known, Holed(reference), Context).Estimate(PredictionWindow.Of(asked, Holed(window)), Context);

        Assert.True(estimate.IsReliable);
        Assert.InRange(estimate["mae"].Metric.Score(asked), estimate["mae"].Low, estimate["mae"].High);
    }

    [Fact]
    public void A_reference_that_cannot_teach_anything_is_refused()
    {
        Predictions few = Predictions.OfNumbers(new double[99], new double[99]), holed = Predictions.OfNumbers(new double[100], [.. new double[99], double.NaN]);

        Assert.Contains("'99' rows", Assert.Throws<ModelyardException>(() => new DirectLossEstimation().Fit(few, null, Context)).Message, StringComparison.Ordinal);
        Assert.Contains("row '99' of the reference is 'NaN'", Assert.Throws<ModelyardException>(() => new DirectLossEstimation().Fit(holed, null, Context)).Message, StringComparison.Ordinal);
    }

    private static Predictions Long(int rows, ulong seed, double tail)
    {
        var random = new RandomStream(31, seed);
        double[] predicted = new double[rows], target = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            predicted[row] = 100 + random.NextGaussian();
            target[row] = predicted[row] + ((random.NextDouble() < 0.5 ? -1 : 1) * (Math.Pow(1 - random.NextDouble(), -1 / tail) - 1));
        }

        return Predictions.OfNumbers(target, predicted);
    }
}
