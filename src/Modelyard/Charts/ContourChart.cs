using System.Text;
using Modelyard.Charts.Drawing;

namespace Modelyard.Charts;

/// <summary>Represents a function of two variables by lines of equal height, with paths over it: a cost and the ways down to its minimum.</summary>
/// <remarks>Each level is shaded over those behind it, so that what is low, or what is high, is dark.</remarks>
public sealed record ContourChart : Chart
{
    private const int LevelCount = 14;
    private const int MostDots = 400;
    private const double Spread = 3;

    // The shares of the length of a line at which its height may stand.
    private static readonly double[] s_alongLine = [0.5, 0.35, 0.65, 0.2, 0.8];

    /// <summary>Gets the horizontal axis.</summary>
    public Axis XAxis { get; init; } = new() { RoundsEnds = false };

    /// <summary>Gets the vertical axis.</summary>
    public Axis YAxis { get; init; } = new() { RoundsEnds = false };

    /// <summary>Gets the horizontal positions of the grid, ascending.</summary>
    public IReadOnlyList<double> X { get; init; } = [];

    /// <summary>Gets the vertical positions of the grid, ascending.</summary>
    public IReadOnlyList<double> Y { get; init; } = [];

    /// <summary>Gets the heights, one row for each vertical position; what is not finite counts as infinitely far from what is dark.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Heights { get; init; } = [];

    /// <summary>Gets a value indicating whether what is high is dark, such as a score that is better the higher it is.</summary>
    public bool HighIsDark { get; init; }

    /// <summary>Gets the heights at which lines are drawn; empty chooses them, closer together near the end that is dark.</summary>
    public IReadOnlyList<double> Levels { get; init; } = [];

    /// <summary>Gets a value indicating whether the heights of the lines are written on them.</summary>
    public bool WritesLevels { get; init; }

    /// <summary>Gets the paths, the most important first; those with dots mark each of their points.</summary>
    public IReadOnlyList<LineSeries> Paths { get; init; } = [];

    /// <summary>Gets the points that are pointed out.</summary>
    public IReadOnlyList<ChartPoint> Points { get; init; } = [];

    /// <summary>Gets the height relative to the width; null takes the theme's height.</summary>
    public double? Aspect { get; init; }

    private protected override void Draw(SvgCanvas canvas)
    {
        canvas.Height = Aspect is { } aspect ? canvas.Width * aspect : canvas.Height;
        var range = new DataRange();
        foreach (double x in X)
        {
            range.AddX(x);
        }

        foreach (double y in Y)
        {
            range.AddY(y);
        }

        LegendEntry[] entries = [.. Paths.Select((path, i) => new LegendEntry(path.Name, canvas.Theme.SeriesColor(i + 1))).Where(entry => entry.Name.Length > 0)];
        PlotArea area = PlotArea.Draw(canvas, XAxis, YAxis, range, entries);
        double[] levels = Levels.Count > 0 ? [.. Levels.Order()] : Choose();
        if (range.IsEmpty || levels.Length == 0)
        {
            area.DrawEmpty();
            return;
        }

        area.OpenWindow(0);
        (double Level, List<List<(double X, double Y)>> Lines)[] traced = DrawLevels(canvas, area, levels);
        canvas.CloseWindow();
        area.OpenWindow();
        for (int i = Paths.Count - 1; i >= 0; i--)
        {
            DrawPath(canvas, area, Paths[i], canvas.Theme.SeriesColor(i + 1));
        }

        canvas.CloseWindow();

        // Points are named first, as they have few places to be named at and a line has many.
        ReferenceMarks.Draw(canvas, area, Points, canvas.Theme.Ink, false);
        if (WritesLevels)
        {
            WriteLevels(canvas, area, traced);
        }
    }

    private protected override string Describe() =>
        $"Lines of equal height over {XAxis.Label} and {YAxis.Label}{(Paths.Count > 0 ? $", and the paths {string.Join(", ", Paths.Select(path => path.Name))}" : "")}.";

    private (double Level, List<List<(double X, double Y)>> Lines)[] DrawLevels(SvgCanvas canvas, PlotArea area, double[] levels)
    {
        double sign = HighIsDark ? -1 : 1;
        IReadOnlyList<double>[] depths = [.. Heights.Select(row => (IReadOnlyList<double>)[.. row.Select(height => sign * height)])];
        var areas = new ContourLines(X, Y, depths, closed: true);
        var lines = new ContourLines(X, Y, depths, closed: false);
        foreach (double level in HighIsDark ? levels : levels.Reverse())
        {
            canvas.Path(Write(area, areas.At(sign * level)), null, fill: canvas.Theme.Accent, opacity: 0.055);
        }

        (double Level, List<List<(double X, double Y)>> Lines)[] traced = Array.ConvertAll(levels, level => (level, lines.At(sign * level)));
        foreach ((double level, List<List<(double X, double Y)>> of) in traced)
        {
            canvas.Path(Write(area, of), canvas.Theme.Accent, 0.8, opacity: 0.4, title: NumberText.Value(level));
        }

        return traced;
    }

    /// <summary>Writes the height of each level on its longest line, as near to the middle as it covers nothing.</summary>
    private static void WriteLevels(SvgCanvas canvas, PlotArea area, (double Level, List<List<(double X, double Y)>> Lines)[] traced)
    {
        double size = canvas.Theme.SmallSize;
        foreach ((double level, List<List<(double X, double Y)>> lines) in traced)
        {
            if (lines.MaxBy(one => one.Count) is not { Count: > 1 } line)
            {
                continue;
            }

            string text = NumberText.Compact(level);
            double half = TextMeasure.Width(text, size) / 2;
            LabelPlace[] places = [.. s_alongLine.Select(share => line[(int)(share * (line.Count - 1))]).Select(point => new LabelPlace(
                Math.Clamp(area.MapX(point.X), area.Left + half + 2, Math.Max(area.Left + half + 2, area.Right - half - 2)),
                Math.Clamp(area.MapY(point.Y), area.Top + size, Math.Max(area.Top + size, area.Bottom - size)) + (size * 0.36),
                TextAnchor.Middle))];
            if (area.Labels.TryTake(text, size, places) is { } place)
            {
                canvas.Text(place.X, place.Baseline, text, new TextStyle(canvas.Theme.Ink, TextAnchor.Middle, size, Halo: true));
            }
        }
    }

    private static StringBuilder Write(PlotArea area, List<List<(double X, double Y)>> lines)
    {
        var path = new StringBuilder();
        foreach (List<(double X, double Y)> line in lines)
        {
            for (int i = 0; i < line.Count; i++)
            {
                LinePath.Command(path, i == 0 ? 'M' : 'L', area.MapX(line[i].X), area.MapY(line[i].Y));
            }
        }

        return path;
    }

    private static void DrawPath(SvgCanvas canvas, PlotArea area, LineSeries path, string color)
    {
        var points = new List<(double X, double Y)>();
        for (int i = 0; i < Math.Min(path.X.Count, path.Y.Count); i++)
        {
            if (double.IsFinite(path.X[i]) && double.IsFinite(path.Y[i]))
            {
                points.Add((area.MapX(path.X[i]), area.MapY(path.Y[i])));
            }
        }

        if (points.Count == 0)
        {
            return;
        }

        canvas.Path(LinePath.Write(points, LineShape.Straight), color, 1.6, opacity: 0.9, title: path.Name.Length > 0 ? path.Name : null);
        if (path.Dots && points.Count <= MostDots)
        {
            canvas.Dots(points, 1.9, color, 1);
        }

        canvas.Circle(points[0].X, points[0].Y, 4, canvas.Theme.Paper, stroke: canvas.Theme.Ink);
        canvas.Circle(points[^1].X, points[^1].Y, 3.6, color, stroke: canvas.Theme.Paper);
    }

    /// <summary>Chooses levels whose distance grows away from the dark end, as that of a valley's rings would shrink.</summary>
    private double[] Choose()
    {
        double least = double.PositiveInfinity, greatest = double.NegativeInfinity;
        foreach (double height in Heights.SelectMany(row => row).Where(double.IsFinite))
        {
            least = Math.Min(least, height);
            greatest = Math.Max(greatest, height);
        }

        if (!(least < greatest))
        {
            return [];
        }

        IEnumerable<double> steps = Enumerable.Range(1, LevelCount).Select(i => (greatest - least) * Math.Pow(i / (LevelCount + 1.0), Spread));
        return [.. HighIsDark ? steps.Select(step => greatest - step).Reverse() : steps.Select(step => least + step)];
    }
}
