namespace Modelyard.Lifecycle;

/// <summary>Represents one value in which compared runs differ.</summary>
/// <param name="Kind">What it is: <c>hyperparameter</c>, <c>metric</c> or <c>data</c>.</param>
/// <param name="Name">The name of the value.</param>
/// <param name="Values">The value of each run, in the order in which they were named; null where a run has none.</param>
public sealed record RunDifference(string Kind, string Name, IReadOnlyList<string?> Values);
