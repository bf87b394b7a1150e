namespace Modelyard.Charts;

/// <summary>Represents a line from one box of a <see cref="DiagramChart"/> to another.</summary>
/// <param name="From">The title of the box where it starts, which stands further left if it can.</param>
/// <param name="To">The title of the box where it ends.</param>
public sealed record DiagramLink(string From, string To)
{
    /// <summary>Gets the zero-based line of the first box beside which the link starts; null for its title.</summary>
    public int? FromLine { get; init; }

    /// <summary>Gets the zero-based line of the second box beside which the link ends; null for its title.</summary>
    public int? ToLine { get; init; }

    /// <summary>Gets the mark at the start.</summary>
    public DiagramEnd Start { get; init; } = DiagramEnd.Plain;

    /// <summary>Gets the mark at the end.</summary>
    public DiagramEnd End { get; init; } = DiagramEnd.Arrow;
}
