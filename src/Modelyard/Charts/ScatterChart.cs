using System.Text;
using Modelyard.Charts.Drawing;

namespace Modelyard.Charts;

/// <summary>Represents points over two numeric axes; above 2,000 points it shows how many fall on each small square.</summary>
public sealed record ScatterChart : Chart
{
    internal const int MostDots = 2000;
    private const string Dash = "6 4";

    /// <summary>Gets the horizontal axis.</summary>
    public Axis XAxis { get; init; } = new();

    /// <summary>Gets the vertical axis.</summary>
    public Axis YAxis { get; init; } = new();

    /// <summary>Gets the horizontal positions.</summary>
    public required IReadOnlyList<double> X { get; init; }

    /// <summary>Gets the heights, one for each position; a point with a value that is not finite is left out.</summary>
    public required IReadOnlyList<double> Y { get; init; }

    /// <summary>Gets the lines that the points are compared with.</summary>
    public IReadOnlyList<ReferenceLine> References { get; init; } = [];

    /// <summary>Gets curves that the points are compared with; they do not widen the axes, and one without a name looks like the one before.</summary>
    public IReadOnlyList<LineSeries> Lines { get; init; } = [];

    /// <summary>Gets the points that are pointed out, the most important first; a label that finds no room is told on hovering alone.</summary>
    public IReadOnlyList<ChartPoint> Points { get; init; } = [];

    /// <summary>Gets a value indicating whether the median and the middle 80 % of the points are drawn along the horizontal axis; of fewer than 24 points they are not.</summary>
    public bool ShowsTrend { get; init; }

    /// <summary>Gets a value indicating whether both axes show the same range, so that the diagonal runs from corner to corner.</summary>
    public bool SharesRange { get; init; }

    private protected override void Draw(SvgCanvas canvas)
    {
        var range = new DataRange();
        int count = Math.Min(X.Count, Y.Count);
        for (int i = 0; i < count; i++)
        {
            range.Add(X[i], Y[i]);
        }

        if (SharesRange && !range.IsEmpty)
        {
            (double low, double high) = (Math.Min(range.MinimumX, range.MinimumY), Math.Max(range.MaximumX, range.MaximumY));
            range.Add(low, low);
            range.Add(high, high);
        }

        range.Pad(0.02);
        bool hasTrend = ShowsTrend && count >= QuantileTrend.LeastPoints && !range.IsEmpty;
        List<LegendEntry> legend = hasTrend
            ? [new("median", canvas.Theme.Alarm), new("middle 80 % of the rows", canvas.Theme.Alarm, Square: true, Opacity: 0.3)]
            : [];
        legend.AddRange(Lines.Select((line, place) => (line.Name, Color: LineColor(canvas, place))).Where(line => line.Name.Length > 0).Select(line => new LegendEntry(line.Name, line.Color, false, Dash)));
        PlotArea area = PlotArea.Draw(canvas, XAxis with { RoundsEnds = false }, YAxis with { RoundsEnds = false }, range, legend, verticalGrid: true);
        if (range.IsEmpty)
        {
            area.DrawEmpty();
            return;
        }

        List<(double X, double Y)> points = Mapped(area, count);
        area.OpenWindow();
        if (points.Count > MostDots)
        {
            DrawSquares(canvas, area, points);
        }
        else
        {
            canvas.Dots(points, points.Count > 500 ? 2 : 2.6, canvas.Theme.Accent, points.Count > 500 ? 0.35 : 0.5);
        }

        ReferenceMarks.Draw(canvas, area, References);
        for (int place = 0; place < Lines.Count; place++)
        {
            DrawLine(canvas, area, Lines[place], LineColor(canvas, place));
        }

        if (hasTrend)
        {
            DrawTrend(canvas, points);
        }

        canvas.CloseWindow();
        DrawPoints(canvas, area);
    }

    private protected override string Describe() =>
        $"{NumberText.Count(Math.Min(X.Count, Y.Count))} points. Horizontal: {XAxis.Label}. Vertical: {YAxis.Label}.";

    private static void DrawSquares(SvgCanvas canvas, PlotArea area, List<(double X, double Y)> points)
    {
        const int Levels = 8;
        PointGrid grid = PointGrid.Count(points, area.Left, area.Top, area.Right, area.Bottom);
        var paths = new StringBuilder[Levels];
        double scale = Math.Log(grid.Greatest + 1);
        foreach ((double x, double y, int number) in grid.Cells())
        {
            int level = Math.Clamp((int)(Math.Log(number + 1) / scale * Levels), 1, Levels) - 1;
            StringBuilder path = paths[level] ??= new StringBuilder();
            LinePath.Command(path, 'M', x, y);
            path.Append('h').Append(PointGrid.Cell).Append('v').Append(PointGrid.Cell).Append('h').Append(-PointGrid.Cell).Append('z');
        }

        for (int level = 0; level < Levels; level++)
        {
            if (paths[level] is { } path)
            {
                canvas.Path(path, null, fill: canvas.Theme.Accent, opacity: 0.12 + (0.88 * (level + 1) / Levels));
            }
        }
    }

    /// <summary>Gets the colour of a line, which those behind it without a name share.</summary>
    private string LineColor(SvgCanvas canvas, int place) => canvas.Theme.SeriesColor(Math.Max(1, Lines.Take(place + 1).Count(line => line.Name.Length > 0)));

    private static void DrawLine(SvgCanvas canvas, PlotArea area, LineSeries line, string color)
    {
        List<(double X, double Y)> points = [.. line.X.Zip(line.Y, (x, y) => (area.MapX(x), area.MapY(y)))];
        canvas.Path(LinePath.Write(points, line.Shape), color, 1.4, dash: Dash, title: line.Name.Length > 0 ? line.Name : null);
    }

    private static void DrawTrend(SvgCanvas canvas, List<(double X, double Y)> points)
    {
        QuantileTrend trend = QuantileTrend.Along(points);
        canvas.Path(LinePath.Area(trend.High, trend.Low), null, fill: canvas.Theme.Alarm, opacity: 0.16);
        canvas.Path(LinePath.Write(trend.Median, LineShape.Straight), canvas.Theme.Alarm, 2);
    }

    /// <summary>Draws rings around points, and their labels to the right or left where they lie over no other ring and label.</summary>
    private void DrawPoints(SvgCanvas canvas, PlotArea area)
    {
        const double Radius = 4.5, Apart = 3;
        double size = canvas.Theme.SmallSize;
        (double X, double Y, string Label)[] rings = [.. Points.Select(point => (area.MapX(point.X), area.MapY(point.Y), point.Label)).Where(point => double.IsFinite(point.Item1) && double.IsFinite(point.Item2))];
        foreach ((double x, double y, string label) in rings)
        {
            canvas.Circle(x, y, Radius, "none", stroke: canvas.Theme.Ink, title: label);
            area.Labels.Keep(x, y, Radius);
        }

        foreach ((double x, double y, string label) in rings)
        {
            double width = TextMeasure.Width(label, size), baseline = Math.Clamp(y, area.Top + (size / 2), area.Bottom - (size / 2)) + (size * 0.36);
            IEnumerable<double> sides = new[] { x + Radius + Apart, x - Radius - Apart - width }.Where(left => left >= area.Left && left + width <= area.Right);
            if (area.Labels.TryTake(label, size, sides.Select(left => new LabelPlace(left, baseline))) is { } place)
            {
                canvas.Text(place.X, place.Baseline, label, new TextStyle(canvas.Theme.Ink, Size: size, Halo: true));
            }
        }
    }

    private List<(double X, double Y)> Mapped(PlotArea area, int count)
    {
        var points = new List<(double X, double Y)>(count);
        for (int i = 0; i < count; i++)
        {
            (double x, double y) = (area.MapX(X[i]), area.MapY(Y[i]));
            if (double.IsFinite(x) && double.IsFinite(y))
            {
                points.Add((x, y));
            }
        }

        return points;
    }
}
