namespace Modelyard.Charts.Drawing;

/// <summary>Draws a bar of colours with its ends named, which says what the shades of cells mean.</summary>
internal static class ColorKey
{
    /// <summary>The height that a key takes.</summary>
    internal const double Height = 14;

    private const int Steps = 11;
    private const double BarHeight = 10;
    private const double Apart = 6;

    /// <summary>Computes the width of a key.</summary>
    public static double Width(SvgCanvas canvas, string first, string last, double step) =>
        TextMeasure.Width(first, canvas.Theme.SmallSize) + TextMeasure.Width(last, canvas.Theme.SmallSize) + (2 * Apart) + (Steps * step);

    /// <summary>Draws a key.</summary>
    /// <param name="canvas">The canvas.</param>
    /// <param name="left">Where it begins.</param>
    /// <param name="top">Where its upper edge is.</param>
    /// <param name="first">What the first shade means.</param>
    /// <param name="last">What the last shade means.</param>
    /// <param name="step">The width of a shade.</param>
    /// <param name="shade">Gets the colour and the strength at a share of the way, from 0 to 1.</param>
    public static void Draw(SvgCanvas canvas, double left, double top, string first, string last, double step, Func<double, (string Color, double Strength)> shade)
    {
        double size = canvas.Theme.SmallSize, begin = left + TextMeasure.Width(first, size) + Apart;
        var style = new TextStyle(canvas.Theme.Muted, Size: size);
        canvas.Text(left, top + BarHeight - 1, first, style);
        for (int i = 0; i < Steps; i++)
        {
            (string color, double strength) = shade(i / (Steps - 1.0));
            canvas.Rectangle(begin + (i * step), top, step - 1, BarHeight, strength > 0 ? color : canvas.Theme.Grid, strength > 0 ? Math.Min(strength, 1) * CellGrid.FullOpacity : CellGrid.BlankOpacity);
        }

        canvas.Text(begin + (Steps * step) + Apart - 1, top + BarHeight - 1, last, style);
    }
}
