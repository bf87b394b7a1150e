namespace Modelyard.Frames;

/// <summary>Represents how numbers are cut into intervals.</summary>
public sealed record CutOptions
{
    /// <summary>Gets the names of the intervals, as many as there are; texts such as <c>(0, 10]</c> if null.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Gets a value indicating whether an interval holds its right edge; otherwise it holds its left one.</summary>
    public bool Right { get; init; } = true;

    /// <summary>Gets a value indicating whether the first interval holds its left edge too.</summary>
    public bool IncludeLowest { get; init; }

    /// <summary>Gets the number of significant decimals of the edges in the texts; more are shown where edges would look the same.</summary>
    public int Precision { get; init; } = 3;

    /// <summary>Gets a value indicating whether equal edges become one, so that there are fewer intervals; otherwise they are an error.</summary>
    public bool DropDuplicates { get; init; }
}
