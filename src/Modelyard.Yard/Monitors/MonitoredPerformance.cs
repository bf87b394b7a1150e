using Modelyard.Monitoring;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents how a model did, window by window and slice by slice, as far as labels are known.</summary>
/// <param name="Windows">The windows, the oldest first.</param>
/// <param name="All">The metrics of all their labelled rows together; empty if there are none.</param>
/// <param name="Slices">The metrics of each slice, such as <c>contract=month</c>, by its name.</param>
/// <param name="Worse">The slices in which errors are concentrated.</param>
public sealed record MonitoredPerformance(
    IReadOnlyList<LabelledWindow> Windows, IReadOnlyList<RealisedMetric> All, IReadOnlyDictionary<string, (long Rows, IReadOnlyList<RealisedMetric> Metrics)> Slices, IReadOnlyList<SliceLoss> Worse);
