namespace Modelyard.Metrics;

/// <summary>Scores by metrics that may be a user's own.</summary>
internal static class MetricScoring
{
    /// <summary>Computes a score; whatever a metric throws becomes a message that names it.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="predictions">The predictions and the truth.</param>
    /// <returns>The score; NaN where it is not defined.</returns>
    /// <exception cref="ModelyardException">The metric failed.</exception>
    internal static double ScoreOf(this IMetric metric, Predictions predictions)
    {
        try
        {
            return metric.Score(predictions);
        }
        catch (Exception fault) when (fault is not (ModelyardException or OperationCanceledException or OutOfMemoryException))
        {
            throw new ModelyardException($"The metric '{metric.Name}' failed on '{predictions.Count}' rows with {fault.GetType().Name}: {fault.Message}", fault);
        }
    }
}
