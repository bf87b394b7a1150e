namespace Modelyard.Charts;

/// <summary>Represents one line of a line chart.</summary>
public sealed record LineSeries
{
    /// <summary>Gets the name in the legend; a line without a name has no entry.</summary>
    public string Name { get; init; } = "";

    /// <summary>Gets the horizontal positions.</summary>
    public required IReadOnlyList<double> X { get; init; }

    /// <summary>Gets the heights, one for each position; one that is not finite breaks the line.</summary>
    public required IReadOnlyList<double> Y { get; init; }

    /// <summary>Gets the lower ends of the intervals about the line, one for each position; empty for none.</summary>
    public IReadOnlyList<double> Low { get; init; } = [];

    /// <summary>Gets the upper ends of the intervals about the line, one for each position; empty for none.</summary>
    public IReadOnlyList<double> High { get; init; } = [];

    /// <summary>Gets how the line goes from point to point.</summary>
    public LineShape Shape { get; init; }

    /// <summary>Gets a value indicating whether the line stays in the background: thin, grey, with its name only on hovering.</summary>
    public bool Muted { get; init; }

    /// <summary>Gets a value indicating whether the line is dashed.</summary>
    public bool Dashed { get; init; }

    /// <summary>Gets a value indicating whether the points are marked.</summary>
    public bool Dots { get; init; }

    /// <summary>Gets a value indicating whether only the points are drawn and no line between them.</summary>
    public bool DotsOnly { get; init; }
}
