namespace Modelyard.Metrics;

/// <summary>Computes scores of how well a number ranks the positive rows before the others.</summary>
/// <remarks>Definitions are those of scikit-learn; rows of equal score are ranked together.</remarks>
public static class RankingScores
{
    /// <summary>Computes the area under the ROC curve: the chance that a positive row scores higher than another, ties counting one half.</summary>
    /// <param name="labels">The true class of each row.</param>
    /// <param name="positive">The class that is positive; all others are negative.</param>
    /// <param name="scores">The score of each row, higher for the positive ones.</param>
    /// <param name="weights">The weights, or empty.</param>
    /// <returns>A number from 0 to 1; NaN if either side is absent or a score is NaN.</returns>
    /// <remarks>Source: Hanley and McNeil (1982), The Meaning and Use of the Area under a ROC Curve, Radiology 143.</remarks>
    public static double RocAuc(ReadOnlySpan<int> labels, int positive, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default)
    {
        CheckShapes(labels, scores, weights);
        return RankedScores.Of(scores) is { } ranked ? RocAuc(ranked, labels, positive, weights) : double.NaN;
    }

    /// <summary>Computes the average precision: the mean of the precision at each threshold, weighted by the gain in recall.</summary>
    /// <param name="labels">The true class of each row.</param>
    /// <param name="positive">The class that is positive; all others are negative.</param>
    /// <param name="scores">The score of each row, higher for the positive ones.</param>
    /// <param name="weights">The weights, or empty.</param>
    /// <returns>A number from 0 to 1; 0 without positive rows, NaN if a score is NaN.</returns>
    public static double AveragePrecision(ReadOnlySpan<int> labels, int positive, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default)
    {
        CheckShapes(labels, scores, weights);
        return RankedScores.Of(scores) is { } ranked ? AveragePrecision(ranked, labels, positive, weights) : double.NaN;
    }

    internal static double RocAuc(RankedScores ranked, ReadOnlySpan<int> labels, int positive, ReadOnlySpan<double> weights)
    {
        double hits = 0, falseAlarms = 0, area = 0;
        ReadOnlySpan<int> order = ranked.Order;
        int start = 0;
        foreach (int end in ranked.Ends)
        {
            double gained = 0, lost = 0;
            for (int i = start; i < end; i++)
            {
                int row = order[i];
                double weight = weights.IsEmpty ? 1 : weights[row];
                double own = labels[row] == positive ? weight : 0;
                gained += own;
                lost += weight - own;
            }

            area += lost * (hits + (gained / 2));
            hits += gained;
            falseAlarms += lost;
            start = end;
        }

        return hits > 0 && falseAlarms > 0 ? area / (hits * falseAlarms) : double.NaN;
    }

    internal static double AveragePrecision(RankedScores ranked, ReadOnlySpan<int> labels, int positive, ReadOnlySpan<double> weights)
    {
        double hits = 0, total = 0, sum = 0;
        ReadOnlySpan<int> order = ranked.Order;
        int start = 0;
        foreach (int end in ranked.Ends)
        {
            double gained = 0;
            for (int i = start; i < end; i++)
            {
                int row = order[i];
                double weight = weights.IsEmpty ? 1 : weights[row];
                gained += labels[row] == positive ? weight : 0;
                total += weight;
            }

            hits += gained;
            sum += gained > 0 ? gained * (hits / total) : 0;
            start = end;
        }

        return hits > 0 ? sum / hits : 0;
    }

    private static void CheckShapes(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights)
    {
        if (scores.Length != labels.Length || (!weights.IsEmpty && weights.Length != labels.Length))
        {
            throw new ArgumentException($"There are '{labels.Length}' labels, '{scores.Length}' scores and '{weights.Length}' weights; they must be as many.", nameof(scores));
        }
    }
}
