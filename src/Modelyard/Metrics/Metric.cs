using Modelyard.Learning;

namespace Modelyard.Metrics;

/// <summary>Represents a metric as its names, its sense, and the function that computes it.</summary>
internal sealed class Metric(string name, string title, TaskKind task, bool higherIsBetter, bool scoresLabels, Func<Predictions, double> score) : IMetric
{
    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public string Title { get; } = title;

    /// <inheritdoc/>
    public TaskKind Task { get; } = task;

    /// <inheritdoc/>
    public bool HigherIsBetter { get; } = higherIsBetter;

    /// <inheritdoc/>
    public bool ScoresLabels { get; } = scoresLabels;

    /// <inheritdoc/>
    public double Score(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        return predictions.Task == Task
            ? score(predictions)
            : throw new ModelyardException($"The metric '{Name}' is for {Task} and the predictions are of {predictions.Task}.");
    }
}
