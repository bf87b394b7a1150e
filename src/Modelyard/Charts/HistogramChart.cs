using System.Text;
using Modelyard.Charts.Drawing;

namespace Modelyard.Charts;

/// <summary>Represents how values are distributed, for one group or several laid over each other.</summary>
public sealed record HistogramChart : Chart
{
    /// <summary>Gets the horizontal axis.</summary>
    public Axis X { get; init; } = new();

    /// <summary>Gets the groups.</summary>
    public IReadOnlyList<HistogramSeries> Series { get; init; } = [];

    /// <summary>Gets a value indicating whether heights are shares of each group, so that small groups show beside large ones.</summary>
    public bool ShowsShares { get; init; }

    /// <summary>Gets the lines that values are compared with.</summary>
    public IReadOnlyList<ReferenceLine> References { get; init; } = [];

    private protected override void Draw(SvgCanvas canvas)
    {
        ChartTheme theme = canvas.Theme;
        var range = new DataRange();
        foreach (HistogramSeries group in Series)
        {
            for (int i = 0; i < Bars(group); i++)
            {
                range.Add(group.Bins.Edges[i], 0);
                range.Add(group.Bins.Edges[i + 1], Height(group, i));
            }
        }

        var names = Series.Select((group, i) => new LegendEntry(group.Name, theme.SeriesColor(i), Square: true)).Where(entry => entry.Name.Length > 0);
        var vertical = new Axis
        {
            Label = ShowsShares ? "share of rows" : "rows",
            Format = ShowsShares ? AxisFormat.Percent : AxisFormat.Count,
            IncludesZero = true,
        };
        PlotArea area = PlotArea.Draw(canvas, X with { RoundsEnds = false }, vertical, range, [.. names]);
        if (range.IsEmpty)
        {
            area.DrawEmpty();
            return;
        }

        area.OpenWindow();
        for (int i = 0; i < Series.Count; i++)
        {
            DrawGroup(canvas, area, Series[i], theme.SeriesColor(i));
        }

        ReferenceMarks.Draw(canvas, area, References);
        canvas.CloseWindow();
    }

    private protected override string Describe() =>
        $"Distribution of {X.Label}: " + string.Join(", ", Series.Select(group => $"{group.Name} {NumberText.Count(group.Bins.Counts.Sum())} rows".TrimStart())) + ".";

    private static int Bars(HistogramSeries group) => Math.Max(0, Math.Min(group.Bins.Counts.Count, group.Bins.Edges.Count - 1));

    private double Height(HistogramSeries group, int bar)
    {
        double count = group.Bins.Counts[bar];
        return ShowsShares ? count / Math.Max(1, group.Bins.Counts.Sum()) : count;
    }

    private void DrawGroup(SvgCanvas canvas, PlotArea area, HistogramSeries group, string color)
    {
        bool alone = Series.Count == 1;
        if (!alone)
        {
            canvas.Path(Outline(area, group), color, 1.5, fill: color, opacity: 0.25, title: group.Name);
            return;
        }

        for (int i = 0; i < Bars(group); i++)
        {
            if (group.Bins.Counts[i] > 0)
            {
                double left = area.MapX(group.Bins.Edges[i]);
                double top = area.MapY(Height(group, i));
                double width = area.MapX(group.Bins.Edges[i + 1]) - left;
                string title = $"{NumberText.Value(group.Bins.Edges[i])} to {NumberText.Value(group.Bins.Edges[i + 1])}: {NumberText.Count(group.Bins.Counts[i])}";
                canvas.Rectangle(left + 0.5, top, Math.Max(width - 1, 0.6), area.Bottom - top, color, 0.85, title: title);
            }
        }
    }

    private StringBuilder Outline(PlotArea area, HistogramSeries group)
    {
        var path = new StringBuilder();
        int bars = Bars(group);
        for (int i = 0; i < bars; i++)
        {
            double left = area.MapX(group.Bins.Edges[i]);
            double right = area.MapX(group.Bins.Edges[i + 1]);
            double top = area.MapY(Height(group, i));
            if (i == 0)
            {
                LinePath.Command(path, 'M', left, area.Bottom);
            }

            LinePath.Command(path, 'L', left, top);
            LinePath.Command(path, 'L', right, top);
        }

        if (bars > 0)
        {
            LinePath.Command(path, 'L', area.MapX(group.Bins.Edges[bars]), area.Bottom);
        }

        return path;
    }
}
