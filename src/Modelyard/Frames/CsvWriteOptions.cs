namespace Modelyard.Frames;

/// <summary>Represents how a table is written as delimited text.</summary>
public sealed record CsvWriteOptions
{
    /// <summary>Gets the character between fields.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Gets a value indicating whether the first row names the columns.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>Gets the text of a missing cell, which is not quoted.</summary>
    public string MissingText { get; init; } = string.Empty;

    /// <summary>Gets the greatest number of threads; null uses one for each processor. The bytes do not depend on it.</summary>
    public int? DegreeOfParallelism { get; init; }
}
