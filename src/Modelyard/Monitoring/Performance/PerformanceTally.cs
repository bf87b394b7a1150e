using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Probability;

namespace Modelyard.Monitoring;

/// <summary>Gathers predictions whose truth is known, and tells the metrics of them.</summary>
/// <remarks>
/// No rows are held: tallies of hours, slices and servers are merged, and what comes out does not depend on how. Scores are those of the metrics of the same names; only areas under curves of more than 16,384 different
/// scores are off by a little, which is told. Intervals are Wilson's for shares of rows, DeLong's for the area under the ROC curve, and normal ones with the error of the mean or of the delta method for the others; for the mean of areas of several classes they hold at
/// least as often as stated. An instance is filled by one thread at a time.
/// </remarks>
public abstract class PerformanceTally
{
    private protected PerformanceTally()
    {
    }

    /// <summary>Gets the number of rows.</summary>
    public abstract long Rows { get; }

    /// <summary>Gets the losses by which slices are compared.</summary>
    internal abstract LossMoments Losses { get; }

    /// <summary>Creates a tally of a classification.</summary>
    /// <param name="classes">The labels of the classes.</param>
    /// <param name="hasProbabilities">Whether predictions come with probabilities.</param>
    /// <param name="costs">What answers cost; null if that is not asked for.</param>
    /// <returns>A tally without rows.</returns>
    public static PerformanceTally ForClasses(IReadOnlyList<string> classes, bool hasProbabilities = true, CostMatrix? costs = null) => new ClassTally(classes, hasProbabilities, costs);

    /// <summary>Creates a tally of a regression.</summary>
    /// <returns>A tally without rows.</returns>
    public static PerformanceTally ForNumbers() => new NumberTally();

    /// <summary>Creates a tally of predictions.</summary>
    /// <param name="predictions">The predictions and their truth.</param>
    /// <returns>A tally of their rows.</returns>
    public static PerformanceTally Of(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        PerformanceTally tally = predictions.Task == TaskKind.Regression ? ForNumbers() : ForClasses(predictions.Classes, predictions.Probabilities is not null);
        tally.Add(predictions);
        return tally;
    }

    /// <summary>Creates a tally of the same kind that has seen nothing.</summary>
    /// <returns>A new tally.</returns>
    public abstract PerformanceTally Empty();

    /// <summary>Takes in predictions whose truth has come.</summary>
    /// <param name="predictions">The predictions and their truth, without weights.</param>
    /// <exception cref="ModelyardException">They are of another task or other classes, have weights, or no probabilities where some are expected.</exception>
    public void Add(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        Add(predictions, [.. Enumerable.Range(0, predictions.Count)]);
    }

    /// <summary>Takes in what another tally has seen.</summary>
    /// <param name="other">The other tally, which stays as it is.</param>
    /// <exception cref="ModelyardException">It is of another kind.</exception>
    public abstract void Merge(PerformanceTally other);

    /// <summary>Computes the metrics.</summary>
    /// <param name="confidence">The chance that an interval holds the score of the rows' law, between 0 and 1.</param>
    /// <returns>The metrics with their intervals.</returns>
    /// <exception cref="ModelyardException">The confidence is out of its range.</exception>
    public IReadOnlyList<RealisedMetric> Score(double confidence = 0.95) => confidence is > 0 and < 1
        ? [.. Compute(confidence)]
        : throw new ModelyardException($"The confidence is '{confidence}' and must lie between 0 and 1.");

    /// <summary>Compares the metrics with those of other rows, such as the reference.</summary>
    /// <param name="before">The tally of the other rows.</param>
    /// <returns>The differences of all metrics.</returns>
    /// <exception cref="ModelyardException">It is of another kind.</exception>
    public IReadOnlyList<MetricChange> CompareWith(PerformanceTally before)
    {
        ArgumentNullException.ThrowIfNull(before);
        CheckKind(before);
        IReadOnlyList<RealisedMetric> own = Score(), others = before.Score();
        double[] chances = [.. own.Select((one, i) => Chance(one.Interval, others[i].Interval))];
        IReadOnlyList<double> adjusted = MultipleTests.Holm(chances);
        return [.. own.Select((one, i) => new MetricChange(one, others[i], chances[i], adjusted[i]))];
    }

    /// <summary>Takes in some of the rows of predictions.</summary>
    internal void Add(Predictions predictions, int[] rows)
    {
        if (!predictions.Weights.IsEmpty)
        {
            throw new ModelyardException("The predictions have weights, and a tally counts every row as one. Take the weights away with 'WithWeights(null)'.");
        }

        Take(predictions, rows);
    }

    private protected abstract void Take(Predictions predictions, int[] rows);

    private protected abstract IEnumerable<RealisedMetric> Compute(double confidence);

    private protected abstract void CheckKind(PerformanceTally other);

    /// <summary>Gives a score whose error is normal an interval.</summary>
    private protected static ScoreInterval Around(double value, double error, double confidence, double least, double greatest)
    {
        double half = Normal.Quantile((1 + confidence) / 2) * error;
        return error > 0
            ? new ScoreInterval(Math.Max(least, value - half), Math.Min(greatest, value + half)) { Value = value, StandardError = error }
            : new ScoreInterval(double.NaN, double.NaN) { Value = value };
    }

    private static double Chance(ScoreInterval own, ScoreInterval other)
    {
        double error = Math.Sqrt((own.StandardError * own.StandardError) + (other.StandardError * other.StandardError));
        return error > 0 ? Math.Min(1, 2 * Normal.Cumulative(-Math.Abs(own.Value - other.Value) / error)) : double.NaN;
    }
}
