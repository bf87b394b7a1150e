namespace Modelyard.Charts.Drawing;

/// <summary>Sets the names of series in rows above a chart.</summary>
internal static class Legend
{
    private const double KeyWidth = 16;
    private const double Gap = 14;

    /// <summary>Draws the entries and returns the height they took.</summary>
    public static double Draw(SvgCanvas canvas, IReadOnlyList<LegendEntry> entries, double left)
    {
        if (entries.Count == 0)
        {
            return 0;
        }

        double size = canvas.Theme.SmallSize;
        double rowHeight = size + 7;
        double x = left;
        double y = 0;
        double widest = canvas.Width - left - KeyWidth - 6;
        foreach (LegendEntry entry in entries)
        {
            double textWidth = Math.Min(TextMeasure.Width(entry.Name, size), widest);
            if (x > left && x + KeyWidth + 4 + textWidth > canvas.Width)
            {
                x = left;
                y += rowHeight;
            }

            double middle = y + (rowHeight / 2);
            if (entry.Square)
            {
                canvas.Rectangle(x + 3, middle - 5, 10, 10, entry.Color, entry.Opacity, 2);
            }
            else
            {
                canvas.Line(x, middle, x + KeyWidth, middle, entry.Color, 2.5, entry.Dash);
            }

            canvas.Text(x + KeyWidth + 4, middle + (size * 0.36), entry.Name, new TextStyle(canvas.Theme.Ink, Size: size, MaximumWidth: widest));
            x += KeyWidth + 4 + textWidth + Gap;
        }

        return y + rowHeight + 2;
    }
}
