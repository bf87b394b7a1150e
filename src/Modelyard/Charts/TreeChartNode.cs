namespace Modelyard.Charts;

/// <summary>Represents a node of a <see cref="TreeChart"/> with all that is below it.</summary>
/// <param name="Text">The question that the node asks, or, of a leaf, its answer.</param>
public sealed record TreeChartNode(string Text)
{
    /// <summary>Gets a second, quieter line: how much passes through the node.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Gets the share of all that passes through the node, from 0 to 1, which is the width of the line that leads to it.</summary>
    public double Share { get; init; } = 1;

    /// <summary>Gets the number of the colour of a leaf among those of the theme's series.</summary>
    public int Color { get; init; }

    /// <summary>Gets how strongly a leaf is coloured, from 0 to 1.</summary>
    public double Strength { get; init; }

    /// <summary>Gets the answer to the question above that leads to this node.</summary>
    public string Branch { get; init; } = "";

    /// <summary>Gets the nodes below, from left to right; none of a leaf.</summary>
    public IReadOnlyList<TreeChartNode> Children { get; init; } = [];
}
