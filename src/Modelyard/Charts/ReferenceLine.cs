namespace Modelyard.Charts;

/// <summary>Represents a dashed line that data is compared with.</summary>
public sealed record ReferenceLine
{
    private ReferenceLine()
    {
    }

    /// <summary>Gets the horizontal position of a vertical line; NaN for others.</summary>
    public double X { get; private init; } = double.NaN;

    /// <summary>Gets the height of a level line; NaN for others.</summary>
    public double Y { get; private init; } = double.NaN;

    /// <summary>Gets a value indicating whether the line is where both axes have the same value.</summary>
    public bool IsDiagonal { get; private init; }

    /// <summary>Gets the text beside the line.</summary>
    public string Label { get; private init; } = "";

    /// <summary>Creates a vertical line.</summary>
    /// <param name="x">The horizontal position.</param>
    /// <param name="label">The text beside the line.</param>
    /// <returns>The line.</returns>
    public static ReferenceLine Vertical(double x, string label = "") => new() { X = x, Label = label };

    /// <summary>Creates a level line.</summary>
    /// <param name="y">The height.</param>
    /// <param name="label">The text above the line.</param>
    /// <returns>The line.</returns>
    public static ReferenceLine Level(double y, string label = "") => new() { Y = y, Label = label };

    /// <summary>Creates the line on which both axes have the same value.</summary>
    /// <param name="label">The text beside the line.</param>
    /// <returns>The line.</returns>
    public static ReferenceLine Diagonal(string label = "") => new() { IsDiagonal = true, Label = label };
}
