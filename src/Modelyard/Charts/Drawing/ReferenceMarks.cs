namespace Modelyard.Charts.Drawing;

/// <summary>Draws reference lines and points that are pointed out, with labels that stay inside the frame.</summary>
internal static class ReferenceMarks
{
    private const string Dash = "4 3";
    private const double Radius = 4.5;
    private const double LineHeight = 14;
    private const int MostLines = 3;
    private static readonly double[] s_alongDiagonal = [0.72, 0.5, 0.28];

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
        (double X, double Y, string Label)[] marks = [.. points.Select(point => (area.MapX(point.X), area.MapY(point.Y), point.Label)).Where(mark => double.IsFinite(mark.Item1) && double.IsFinite(mark.Item2))];
        foreach ((double x, double y, string label) in marks)
        {
            canvas.Circle(x, y, Radius, canvas.Theme.Paper, stroke: color, title: label);
            area.Labels.Keep(x, y, Radius);
        }

        double size = canvas.Theme.SmallSize;
        foreach ((double x, double y, string label) in marks)
        {
            LabelPlace place = area.Labels.Take(label, size, Beside(area, x, y, TextMeasure.Width(label, size), above));
            canvas.Text(place.X, place.Baseline, label, new TextStyle(canvas.Theme.Ink, place.Anchor, size, Halo: true));
        }
    }

    /// <summary>Lists places for the label of a point, on its right and on its left, the nearest first.</summary>
    private static LabelPlace[] Beside(PlotArea area, double x, double y, double width, bool above)
    {
        bool fitsRight = x + 10 + width <= area.Right, fitsLeft = x - 10 - width >= area.Left;
        bool up = (above && y - 20 > area.Top) || y + 14 > area.Bottom - 4;
        double[] baselines = [up ? y - 7 : y + 14, up ? y + 14 : y - 7, .. Enumerable.Range(1, MostLines).SelectMany(line => new[] { y + 14 + (LineHeight * line), y - 7 - (LineHeight * line) })];
        return [.. baselines.Where((baseline, place) => place == 0 || (baseline - LineHeight > area.Top && baseline + 4 < area.Bottom)).SelectMany(baseline =>
            new[] { (Fits: fitsRight, new LabelPlace(x + 9, baseline)), (Fits: fitsLeft || !fitsRight, new LabelPlace(x - 9, baseline, TextAnchor.End)) }.Where(one => one.Fits).Select(one => one.Item2))];
    }

    /// <summary>Writes the name of a line at the first of some places that is free.</summary>
    private static void Write(SvgCanvas canvas, PlotArea area, string label, IReadOnlyList<LabelPlace> places)
    {
        if (label.Length == 0)
        {
            return;
        }

        double size = canvas.Theme.SmallSize - 0.5;
        LabelPlace place = area.Labels.Take(label, size, places);
        double room = place.Anchor == TextAnchor.Start ? area.Right - place.X : place.X - area.Left;
        canvas.Text(place.X, place.Baseline, label, new TextStyle(canvas.Theme.Muted, place.Anchor, size, Halo: true, MaximumWidth: room));
    }

    private static void Diagonal(SvgCanvas canvas, PlotArea area, ReferenceLine line)
    {
        double low = Math.Max(area.X.Minimum, area.Y.Minimum);
        double high = Math.Min(area.X.Maximum, area.Y.Maximum);
        if (low >= high)
        {
            return;
        }

        canvas.Line(area.MapX(low), area.MapY(low), area.MapX(high), area.MapY(high), canvas.Theme.Rule, 1.2, Dash);
        Write(canvas, area, line.Label, [.. s_alongDiagonal.Select(share => low + (share * (high - low))).Select(at => new LabelPlace(area.MapX(at) + 6, area.MapY(at) + 16))]);
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
        Write(canvas, area, line.Label, [.. Enumerable.Range(0, MostLines + 1).Select(i => new LabelPlace(right ? x + 5 : x - 5, area.Top + 9 + (LineHeight * i), right ? TextAnchor.Start : TextAnchor.End))]);
    }

    private static void Level(SvgCanvas canvas, PlotArea area, ReferenceLine line)
    {
        double y = area.MapY(line.Y);
        if (y < area.Top - 0.5 || y > area.Bottom + 0.5)
        {
            return;
        }

        canvas.Line(area.Left, y, area.Right, y, canvas.Theme.Rule, 1.2, Dash);
        double above = y - 5, below = y + 13;
        double[] baselines = above < area.Top + 8 ? [below] : below + 4 > area.Bottom ? [above] : [above, below];
        Write(canvas, area, line.Label, [.. baselines.Select(baseline => new LabelPlace(area.Left + 4, baseline)), .. baselines.Select(baseline => new LabelPlace(area.Right - 4, baseline, TextAnchor.End))]);
    }
}
