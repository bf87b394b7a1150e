namespace Modelyard.Lifecycle;

/// <summary>Represents runs side by side.</summary>
/// <param name="Runs">The runs, in the order in which they were named.</param>
/// <param name="Differences">The values in which they differ: data first, then hyperparameters, then metrics, each by name.</param>
public sealed record RunComparison(IReadOnlyList<Run> Runs, IReadOnlyList<RunDifference> Differences);
