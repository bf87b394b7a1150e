using Modelyard.Learning;
using Modelyard.Metrics;

namespace Modelyard.Monitoring;

/// <summary>Represents a kind of error of a row, and the metrics that are functions of its mean.</summary>
/// <param name="Metrics">The metrics, each with what makes it of the mean.</param>
/// <param name="Values">Computes the error of each row, 0 or greater.</param>
internal sealed record RowLoss(IReadOnlyList<(IMetric Metric, Func<double, double> Finish)> Metrics, Func<Predictions, double[]> Values)
{
    /// <summary>Lists the errors that can be estimated of such predictions.</summary>
    internal static IEnumerable<RowLoss> Of(Predictions predictions) => predictions.Task == TaskKind.Regression ? OfNumbers(predictions) : OfClasses();

    private static IEnumerable<RowLoss> OfNumbers(Predictions predictions)
    {
        yield return Numbers(RegressionScores.AbsoluteError, ("mae", mean => mean));
        yield return Numbers(RegressionScores.SquaredError, ("rmse", Math.Sqrt), ("mse", mean => mean));

        // Errors relative to a true 0 are without bounds and tell nothing.
        if (!predictions.Target.Contains(0))
        {
            yield return Numbers(RegressionScores.PercentageError, ("mape", mean => mean));
        }

        if (!predictions.Target.ContainsAnyInRange(double.NegativeInfinity, -1) && !predictions.Predicted.ContainsAnyInRange(double.NegativeInfinity, -1))
        {
            yield return Numbers(RegressionScores.SquaredLogError, ("rmsle", Math.Sqrt), ("msle", mean => mean));
        }
    }

    private static IEnumerable<RowLoss> OfClasses()
    {
        yield return Classes("log-loss", mean => mean, (own, losses) => ProbabilityScores.LogLosses(own.Labels, own.Probabilities!, losses));
        yield return Classes("brier", mean => mean, (own, losses) => ProbabilityScores.BrierLosses(own.Labels, own.Probabilities!, losses));
        yield return Classes("accuracy", mean => 1 - mean, (own, losses) =>
        {
            for (int row = 0; row < losses.Length; row++)
            {
                losses[row] = own.PredictedLabels[row] == own.Labels[row] ? 0 : 1;
            }
        });
    }

    private static RowLoss Numbers(Func<double, double, double> error, params (string Name, Func<double, double> Finish)[] metrics) => new(
        [.. metrics.Select(one => (MetricCatalogue.Find(one.Name, TaskKind.Regression), one.Finish))],
        own =>
        {
            double[] losses = new double[own.Count];
            for (int row = 0; row < losses.Length; row++)
            {
                losses[row] = error(own.Target[row], own.Predicted[row]);
            }

            return losses;
        });

    private static RowLoss Classes(string name, Func<double, double> finish, Action<Predictions, double[]> errors) => new(
        [(MetricCatalogue.Find(name, TaskKind.Classification), finish)],
        own =>
        {
            double[] losses = new double[own.Count];
            errors(own, losses);
            return losses;
        });
}
