namespace Modelyard.Frames;

/// <summary>Represents how a table is written as JSON.</summary>
public sealed record JsonWriteOptions
{
    /// <summary>Gets how the rows stand in the file.</summary>
    public JsonLayout Layout { get; init; } = JsonLayout.Lines;

    /// <summary>Gets the greatest number of threads; null uses one for each processor. The bytes do not depend on it.</summary>
    public int? DegreeOfParallelism { get; init; }
}
