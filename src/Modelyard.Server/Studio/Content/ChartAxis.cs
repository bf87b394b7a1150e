namespace Modelyard.Server.Studio.Content;

/// <summary>Represents an axis of a chart.</summary>
/// <param name="Label">What stands along it.</param>
/// <param name="Kind">What its values are.</param>
public sealed record ChartAxis(string Label, AxisKind Kind)
{
    /// <summary>Gets the positions that all series share; empty for an axis of values.</summary>
    public IReadOnlyList<double> Positions { get; init; } = [];

    /// <summary>Gets the names of the positions, for an axis of names.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Gets a value indicating whether it is logarithmic.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Gets the least value that is shown; null for the least there is.</summary>
    public double? Minimum { get; init; }

    /// <summary>Gets the greatest value that is shown; null for the greatest there is.</summary>
    public double? Maximum { get; init; }
}
