namespace Modelyard.Charts;

/// <summary>Represents a box of a <see cref="DiagramChart"/>: a title above lines.</summary>
/// <param name="Title">The title, by which links find the box; different from those of the other boxes.</param>
public sealed record DiagramBox(string Title)
{
    /// <summary>Gets the lines below the title.</summary>
    public IReadOnlyList<DiagramLine> Lines { get; init; } = [];

    /// <summary>Gets the number of the title's colour among those of the theme's series.</summary>
    public int Color { get; init; }
}
