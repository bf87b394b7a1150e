namespace Modelyard.Charts;

/// <summary>Represents one line across all axes of parallel coordinates.</summary>
/// <param name="Name">What it stands for.</param>
/// <param name="Shares">Where it crosses each axis, from 0 to 1; NaN where it has no value.</param>
public sealed record ParallelLine(string Name, IReadOnlyList<double> Shares)
{
    /// <summary>Gets a value indicating whether the line stands out and is named.</summary>
    public bool IsHighlighted { get; init; }
}
