namespace Modelyard.Charts;

/// <summary>Represents one axis of a chart of parallel coordinates.</summary>
/// <param name="Name">The name.</param>
/// <param name="Marks">The values that are written at the axis.</param>
public sealed record ParallelAxis(string Name, IReadOnlyList<ParallelMark> Marks)
{
    /// <summary>Gets what is to be known of the axis, such as that its scale is logarithmic; empty for nothing.</summary>
    public string Note { get; init; } = "";
}
