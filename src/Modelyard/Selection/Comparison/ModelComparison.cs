using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Selection;

/// <summary>Compares two fitted models on the same rows, which neither has learned from.</summary>
/// <remarks>
/// Accuracy is compared by McNemar's exact test and the ROC area of two classes by DeLong's; all else by a bootstrap of the paired rows, whose p-value is twice the share
/// of replicates on the wrong side of zero. P-values are adjusted for the number of metrics by Holm's method.
/// </remarks>
public static class ModelComparison
{
    /// <summary>Compares predictions.</summary>
    /// <param name="first">The predictions of the first model, as a rule the one in use.</param>
    /// <param name="second">The predictions of the second, of the same rows in the same order.</param>
    /// <param name="metrics">The metrics, one or more.</param>
    /// <param name="context">The seed, the number of threads, and cancellation.</param>
    /// <param name="margin">By how much the second model may be worse and still count as no worse, in the unit of each metric; null to test no such thing.</param>
    /// <param name="replicates">The number of bootstrap replicates, at least 1.</param>
    /// <param name="confidence">The chance that an interval holds the truth, between 0 and 1.</param>
    /// <returns>One comparison for each metric, in order.</returns>
    /// <exception cref="ModelyardException">The predictions are not of the same rows.</exception>
    public static IReadOnlyList<MetricComparison> Run(
        Predictions first, Predictions second, IReadOnlyList<IMetric> metrics, FitContext context, double? margin = null, int replicates = 2000, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentNullException.ThrowIfNull(context);
        Check(first, second, margin);
        IReadOnlyList<(ScoreInterval Second, ScoreInterval First, ScoreInterval Difference, double[] Differences)> paired = Bootstrap.Paired(metrics, second, first, context, replicates, confidence);
        TestOutcome[] outcomes = [.. metrics.Select((metric, i) => Test(metric, first, second, paired[i].Difference, paired[i].Differences, confidence))];
        IReadOnlyList<double> adjusted = MultipleTests.Holm(Array.ConvertAll(outcomes, outcome => outcome.PValue));
        return [.. metrics.Select((metric, i) =>
        {
            double gain = (metric.HigherIsBetter ? 1 : -1) * outcomes[i].Difference;
            double noWorse = margin is { } least ? Normal.Cumulative(-(gain + least) / paired[i].Difference.StandardError) : double.NaN;
            return new MetricComparison(metric, paired[i].First, paired[i].Second, outcomes[i], adjusted[i], noWorse);
        })];
    }

    private static void Check(Predictions first, Predictions second, double? margin)
    {
        bool isSame = first.Task == second.Task && first.Classes.SequenceEqual(second.Classes, StringComparer.Ordinal)
            && (first.Task == TaskKind.Classification ? first.Labels.SequenceEqual(second.Labels) : first.Target.SequenceEqual(second.Target));
        if (!isSame)
        {
            throw new ModelyardException("The two models were not asked for the same rows and targets; both must predict the same column of the same table, with the same classes.");
        }

        if (first.Count < 2)
        {
            throw new ModelyardException($"A comparison needs two rows or more, and there {(first.Count == 1 ? "is one" : "are none")}; it becomes telling with hundreds.");
        }

        if (margin is < 0 or double.NaN)
        {
            throw new ModelyardException($"The margin is '{margin}' and must be 0 or greater: by how much the second model may be worse.");
        }
    }

    private static TestOutcome Test(IMetric metric, Predictions first, Predictions second, ScoreInterval interval, double[] replicates, double confidence)
    {
        bool isWeighted = !first.Weights.IsEmpty;
        if (metric.Name == "accuracy" && !isWeighted)
        {
            return McNemarTest.Compare(second, first);
        }

        if (metric.Name == "roc-auc" && !isWeighted && first.Probabilities is { Columns: 2 } own && second.Probabilities is { Columns: 2 } other)
        {
            return DeLongTest.Compare(first.Labels, 1, Positive(other), Positive(own), confidence);
        }

        int below = replicates.Count(difference => difference <= 0), above = replicates.Count(difference => difference >= 0);
        int beyond = Math.Min(below, above);
        double chance = replicates.Length == 0 ? double.NaN : Math.Min(1, 2.0 * (beyond + 1) / (replicates.Length + 1));
        return new TestOutcome("paired bootstrap", interval.Value, interval.Value == 0 ? 0 : interval.Value / interval.StandardError, chance, interval.Low, interval.High) { IsUpperBound = replicates.Length > 0 && beyond == 0 };
    }

    private static double[] Positive(Matrix probabilities)
    {
        double[] column = new double[probabilities.Rows];
        probabilities.CopyColumnTo(1, column);
        return column;
    }
}
