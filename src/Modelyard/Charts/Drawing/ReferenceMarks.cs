namespace Modelyard.Charts.Drawing;

/// <summary>Draws reference lines and points that are pointed out, with labels that stay inside the frame.</summary>
internal static class ReferenceMarks
{
    private const string Dash = "4 3";

    public static void Draw(SvgCanvas canvas, PlotArea area, IEnumerable<ReferenceLine> lines)
    {
        foreach (ReferenceLine line in lines)
        {
            if (line.IsDiagonal)
            {
                Diagonal(canvas, area, line);
            }
            else if (double.IsFinite(line.X))
            {
                Vertical(canvas, area, line);
            }
            else if (double.IsFinite(line.Y))
            {
                Level(canvas, area, line);
            }
        }
    }

    public static void Draw(SvgCanvas canvas, PlotArea area, IEnumerable<ChartPoint> points, string color, bool above)
    {
        foreach (ChartPoint point in points)
        {
            double x = area.MapX(point.X);
            double y = area.MapY(point.Y);
            if (!double.IsFinite(x) || !double.IsFinite(y))
            {
                continue;
            }

            canvas.Circle(x, y, 4.5, canvas.Theme.Paper, stroke: color, title: point.Label);
            double size = canvas.Theme.SmallSize;
            double width = TextMeasure.Width(point.Label, size);
            bool fitsRight = x + 10 + width <= area.Right;
            bool up = (above && y - 20 > area.Top) || y + 14 > area.Bottom - 4;
            double baseline = up ? y - 7 : y + 14;
            canvas.Text(
                fitsRight ? x + 9 : x - 9,
                baseline,
                point.Label,
                new TextStyle(canvas.Theme.Ink, fitsRight ? TextAnchor.Start : TextAnchor.End, size, Halo: true));
        }
    }

    private static TextStyle Label(SvgCanvas canvas, TextAnchor anchor, double room) =>
        new(canvas.Theme.Muted, anchor, canvas.Theme.SmallSize - 0.5, Halo: true, MaximumWidth: room);

    private static void Diagonal(SvgCanvas canvas, PlotArea area, ReferenceLine line)
    {
        double low = Math.Max(area.X.Minimum, area.Y.Minimum);
        double high = Math.Min(area.X.Maximum, area.Y.Maximum);
        if (low >= high)
        {
            return;
        }

        canvas.Line(area.MapX(low), area.MapY(low), area.MapX(high), area.MapY(high), canvas.Theme.Rule, 1.2, Dash);
        if (line.Label.Length > 0)
        {
            double at = low + (0.72 * (high - low));
            double x = area.MapX(at) + 6;
            canvas.Text(x, area.MapY(at) + 16, line.Label, Label(canvas, TextAnchor.Start, area.Right - x));
        }
    }

    private static void Vertical(SvgCanvas canvas, PlotArea area, ReferenceLine line)
    {
        double x = area.MapX(line.X);
        if (x < area.Left - 0.5 || x > area.Right + 0.5)
        {
            return;
        }

        canvas.Line(x, area.Top, x, area.Bottom, canvas.Theme.Rule, 1.2, Dash);
        bool right = x < (area.Left + area.Right) / 2;
        double room = right ? area.Right - x - 5 : x - 5 - area.Left;
        canvas.Text(right ? x + 5 : x - 5, area.Top + 9, line.Label, Label(canvas, right ? TextAnchor.Start : TextAnchor.End, room));
    }

    private static void Level(SvgCanvas canvas, PlotArea area, ReferenceLine line)
    {
        double y = area.MapY(line.Y);
        if (y < area.Top - 0.5 || y > area.Bottom + 0.5)
        {
            return;
        }

        canvas.Line(area.Left, y, area.Right, y, canvas.Theme.Rule, 1.2, Dash);
        double baseline = y - 5 < area.Top + 8 ? y + 13 : y - 5;
        canvas.Text(area.Left + 4, baseline, line.Label, Label(canvas, TextAnchor.Start, area.Right - area.Left - 4));
    }
}
