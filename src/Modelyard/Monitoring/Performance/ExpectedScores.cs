using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Monitoring;

/// <summary>Computes the metrics of a window from the chances of its classes, and from labels that are drawn by them.</summary>
internal sealed class ExpectedScores
{
    private readonly Predictions _window;
    private readonly IReadOnlyList<IMetric> _metrics;

    internal ExpectedScores(Predictions window, IReadOnlyList<IMetric> metrics) => (_window, _metrics) = (window, metrics);

    /// <summary>Counts the expected rows by true and predicted class.</summary>
    internal ConfusionMatrix Count(Matrix chances)
    {
        var counts = new Matrix(chances.Columns, chances.Columns);
        for (int row = 0; row < chances.Rows; row++)
        {
            for (int k = 0; k < chances.Columns; k++)
            {
                counts[k, _window.PredictedLabels[row]] += chances[row, k];
            }
        }

        return new ConfusionMatrix(counts, _window.Classes);
    }

    /// <summary>Computes each metric with every row once for each class, weighing as its chance.</summary>
    internal double[] OfChances(Matrix chances)
    {
        ConfusionMatrix counts = Count(chances);
        Predictions? expected = null;
        return [.. _metrics.Select(metric => OfCounts(metric, counts) ?? metric.Score(expected ??= _window.Expected(chances)))];
    }

    /// <summary>Computes each metric with the labels that a replicate draws.</summary>
    internal double[] OfDraw(Matrix chances, RandomStream random)
    {
        int[] labels = new int[chances.Rows];
        for (int row = 0; row < labels.Length; row++)
        {
            double left = random.NextDouble();
            int label = 0;
            for (; label < chances.Columns - 1 && (left -= chances[row, label]) >= 0; label++)
            {
            }

            labels[row] = label;
        }

        Predictions drawn = _window.WithLabels(labels);
        ConfusionMatrix counts = ConfusionMatrix.Of(drawn);
        return [.. _metrics.Select(metric => OfCounts(metric, counts) ?? metric.Score(drawn))];
    }

    private static double? OfCounts(IMetric metric, ConfusionMatrix counts) => metric is MetricDefinition { OfCounts: { } score } ? score(counts) : null;
}
