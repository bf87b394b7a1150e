namespace Modelyard.Metrics;

/// <summary>Represents, for each different score from the highest down, the weight of the positive and of the other rows at or above it.</summary>
internal sealed class ThresholdCounts
{
    private ThresholdCounts(int count)
    {
        Thresholds = new double[count];
        Hits = new double[count];
        FalseAlarms = new double[count];
    }

    internal int Count => Thresholds.Length;

    internal double[] Thresholds { get; }

    internal double[] Hits { get; }

    internal double[] FalseAlarms { get; }

    internal double Positives => Count == 0 ? 0 : Hits[^1];

    internal double Negatives => Count == 0 ? 0 : FalseAlarms[^1];

    /// <summary>Counts; null if a probability is NaN.</summary>
    internal static ThresholdCounts? Of(Predictions predictions, int positive)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Probabilities is not { } probabilities)
        {
            throw new ModelyardException("A curve needs probabilities and only classes or numbers were predicted.");
        }

        if ((uint)positive >= (uint)probabilities.Columns)
        {
            throw new ArgumentOutOfRangeException(nameof(positive), positive, $"The class '{positive}' must be from 0 to {probabilities.Columns - 1}.");
        }

        double[] scores = new double[predictions.Count];
        probabilities.CopyColumnTo(positive, scores);
        if (RankedScores.Of(scores) is not { } ranked)
        {
            return null;
        }

        var counts = new ThresholdCounts(ranked.Ends.Length);
        double hits = 0, falseAlarms = 0;
        int start = 0;
        for (int run = 0; run < counts.Count; run++)
        {
            foreach (int row in ranked.Order[start..ranked.Ends[run]])
            {
                double weight = predictions.Weights.IsEmpty ? 1 : predictions.Weights[row];
                if (predictions.Labels[row] == positive)
                {
                    hits += weight;
                }
                else
                {
                    falseAlarms += weight;
                }
            }

            counts.Thresholds[run] = scores[ranked.Order[start]];
            counts.Hits[run] = hits;
            counts.FalseAlarms[run] = falseAlarms;
            start = ranked.Ends[run];
        }

        return counts;
    }
}
