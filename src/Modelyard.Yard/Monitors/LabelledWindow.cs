using Modelyard.Monitoring;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents how a model did in one window, as far as its labels are known.</summary>
/// <param name="Start">The beginning, in UTC.</param>
/// <param name="End">The end, which does not belong to it.</param>
/// <param name="Rows">The number of predictions.</param>
/// <param name="Labelled">How many of them have labels that can be read.</param>
/// <param name="Metrics">The metrics of those with labels; empty if there are none.</param>
/// <param name="Changes">How they differ from those of all windows before; empty for the first with labels.</param>
public sealed record LabelledWindow(DateTime Start, DateTime End, long Rows, long Labelled, IReadOnlyList<RealisedMetric> Metrics, IReadOnlyList<MetricChange> Changes);
