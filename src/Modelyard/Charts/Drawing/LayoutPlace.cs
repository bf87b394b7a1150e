namespace Modelyard.Charts.Drawing;

/// <summary>Represents where a box, or a point that a link passes, stands in a <see cref="LayeredLayout"/>.</summary>
/// <param name="column">The number of the column, from the left.</param>
/// <param name="height">The height, 0 for a point.</param>
internal sealed class LayoutPlace(int column, double height)
{
    public int Column { get; } = column;

    public double Height { get; } = height;

    public int Rank { get; set; }

    public double Top { get; set; }

    public double Middle => Top + (Height / 2);

    public List<LayoutPlace> Left { get; } = [];

    public List<LayoutPlace> Right { get; } = [];
}
