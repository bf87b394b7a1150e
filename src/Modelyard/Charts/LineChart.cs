using Modelyard.Charts.Drawing;

namespace Modelyard.Charts;

/// <summary>Represents one or more lines over two numeric axes, such as a ROC curve or a learning curve.</summary>
public sealed record LineChart : Chart
{
    private const string Dash = "6 4";

    // Where the colours are used up they come again, each time with other strokes.
    private static readonly string?[] s_strokes = [null, "2 3", "10 3 2 3"];
    private const double MutedDetail = 3;
    private const double RugHeight = 6;

    /// <summary>Gets the horizontal axis.</summary>
    public Axis X { get; init; } = new();

    /// <summary>Gets the vertical axis.</summary>
    public Axis Y { get; init; } = new();

    /// <summary>Gets the lines, the most important first.</summary>
    public IReadOnlyList<LineSeries> Series { get; init; } = [];

    /// <summary>Gets the lines that data is compared with.</summary>
    public IReadOnlyList<ReferenceLine> References { get; init; } = [];

    /// <summary>Gets the points that are pointed out.</summary>
    public IReadOnlyList<ChartPoint> Points { get; init; } = [];

    /// <summary>Gets the positions of short strokes along the horizontal axis, such as the deciles of the data beneath a curve.</summary>
    public IReadOnlyList<double> Rug { get; init; } = [];

    /// <summary>Gets the height relative to the width; null takes the theme's height.</summary>
    public double? Aspect { get; init; }

    private protected override void Draw(SvgCanvas canvas)
    {
        canvas.Height = Aspect is { } aspect ? canvas.Width * aspect : canvas.Height;
        var range = new DataRange();
        foreach (LineSeries line in Series)
        {
            AddRange(range, line);
        }

        PlotArea area = PlotArea.Draw(canvas, X, Y, range, Entries(canvas.Theme), verticalGrid: false);
        if (range.IsEmpty)
        {
            area.DrawEmpty();
            return;
        }

        area.OpenWindow();
        ReferenceMarks.Draw(canvas, area, References);
        foreach (LineSeries line in Series.Where(line => line.Muted))
        {
            canvas.Path(LinePath.Write(Mapped(area, line.X, line.Y), line.Shape, MutedDetail), canvas.Theme.Rule, 1, opacity: 0.55, title: line.Name);
        }

        // The first line is drawn last, so that it lies on top.
        var drawn = Series.Where(line => !line.Muted).ToList();
        for (int i = drawn.Count - 1; i >= 0; i--)
        {
            DrawLine(canvas, area, drawn[i], canvas.Theme.SeriesColor(i), Stroke(canvas.Theme, drawn[i], i));
        }

        canvas.CloseWindow();
        foreach (double x in Rug.Select(area.MapX).Where(x => x >= area.Left - 0.5 && x <= area.Right + 0.5))
        {
            canvas.Line(x, area.Bottom - RugHeight, x, area.Bottom, canvas.Theme.Muted, 1.2);
        }

        foreach (LineSeries line in Points.Count > 0 ? drawn.Where(line => !line.DotsOnly) : [])
        {
            area.Labels.Keep(LinePath.Thin(Mapped(area, line.X, line.Y)));
        }

        // The room beside a line is above it where it falls and below it where it rises.
        bool falls = drawn.Count > 0 && drawn[0].Y is { Count: > 1 } heights && heights[^1] < heights[0];
        ReferenceMarks.Draw(canvas, area, Points, canvas.Theme.Accent, falls);
    }

    private protected override string Describe() =>
        $"Lines: {string.Join(", ", Series.Where(line => !line.Muted && line.Name.Length > 0).Select(line => line.Name))}. "
        + $"Horizontal: {X.Label}. Vertical: {Y.Label}.";

    private static void AddRange(DataRange range, LineSeries line)
    {
        int count = Math.Min(line.X.Count, line.Y.Count);
        for (int i = 0; i < count; i++)
        {
            range.Add(line.X[i], line.Y[i]);
            if (i < line.Low.Count && i < line.High.Count)
            {
                range.Add(line.X[i], line.Low[i]);
                range.Add(line.X[i], line.High[i]);
            }
        }
    }

    private static void DrawLine(SvgCanvas canvas, PlotArea area, LineSeries line, string color, string? dash)
    {
        if (line.Low.Count > 0 && line.High.Count > 0)
        {
            var band = LinePath.Area(Mapped(area, line.X, line.High), Mapped(area, line.X, line.Low));
            canvas.Path(band, null, fill: color, opacity: 0.15);
        }

        var points = Mapped(area, line.X, line.Y);
        if (!line.DotsOnly)
        {
            canvas.Path(LinePath.Write(points, line.Shape), color, 2, dash: dash, title: line.Name.Length > 0 ? line.Name : null);
        }

        if (line.Dots || line.DotsOnly)
        {
            canvas.Dots(LinePath.Thin(points).Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y)), line.DotsOnly ? 2.5 : 3, color, line.DotsOnly ? 0.6 : 1);
        }
    }

    private static List<(double X, double Y)> Mapped(PlotArea area, IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        int count = Math.Min(x.Count, y.Count);
        var points = new List<(double X, double Y)>(count);
        for (int i = 0; i < count; i++)
        {
            points.Add((area.MapX(x[i]), area.MapY(y[i])));
        }

        return points;
    }

    private static string? Stroke(ChartTheme theme, LineSeries line, int place) => line.Dashed ? Dash : s_strokes[place / Math.Max(1, theme.Series.Count) % s_strokes.Length];

    private List<LegendEntry> Entries(ChartTheme theme)
    {
        var entries = new List<LegendEntry>();
        int index = 0;
        foreach (LineSeries line in Series.Where(line => !line.Muted))
        {
            if (line.Name.Length > 0)
            {
                entries.Add(new LegendEntry(line.Name, theme.SeriesColor(index), line.DotsOnly, Stroke(theme, line, index)));
            }

            index++;
        }

        return entries;
    }
}
