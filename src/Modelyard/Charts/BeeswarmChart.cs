using Modelyard.Charts.Drawing;
using Modelyard.Charts.Scales;

namespace Modelyard.Charts;

/// <summary>Represents groups of dots along one axis, piled up where many lie together, and shaded by a second quantity.</summary>
public sealed record BeeswarmChart : Chart
{
    private const double RowHeight = 30;
    private const double Radius = 2;
    private const int MostDots = 1000;

    /// <summary>Gets the groups, from top to bottom.</summary>
    public IReadOnlyList<BeeswarmItem> Items { get; init; } = [];

    /// <summary>Gets the axis of the values.</summary>
    public Axis Axis { get; init; } = new();

    /// <summary>Gets the name of dots of a shade near 0.</summary>
    public string LowLabel { get; init; } = "low";

    /// <summary>Gets the name of dots of a shade near 1.</summary>
    public string HighLabel { get; init; } = "high";

    /// <summary>Gets the name of dots without a shade.</summary>
    public string UnshadedLabel { get; init; } = "other";

    private protected override void Draw(SvgCanvas canvas)
    {
        ChartTheme theme = canvas.Theme;
        double size = theme.SmallSize;
        double top = Legend.Draw(canvas, [new(LowLabel, theme.Accent), new(HighLabel, theme.Alarm), .. HasUnshaded ? new LegendEntry[] { new(UnshadedLabel, theme.Rule) } : []], 0) + 4;
        double bottom = top + (RowHeight * Math.Max(Items.Count, 2));
        canvas.Height = bottom + size + 10 + (Axis.Label.Length > 0 ? size + 6 : 0);
        double left = Math.Min(Items.Select(item => TextMeasure.Width(item.Label, theme.FontSize)).DefaultIfEmpty(40).Max(), canvas.Width * 0.38) + 10;
        double right = canvas.Width - 14;
        var range = new DataRange();
        foreach (double value in Items.SelectMany(item => item.Values))
        {
            range.AddX(value);
        }

        (IContinuousScale scale, IReadOnlyList<AxisTick> ticks) = PlotArea.FitHorizontal(Axis with { IncludesZero = true, RoundsEnds = false }, range, left, right, size);
        foreach (AxisTick tick in ticks)
        {
            double x = scale.Map(tick.Value);
            canvas.Line(x, top, x, bottom, theme.Grid);
            canvas.Text(x, bottom + size + 5, tick.Label, new TextStyle(theme.Muted, TextAnchor.Middle, size));
        }

        if (Axis.Label.Length > 0)
        {
            canvas.Text(right, bottom + (2 * size) + 11, Axis.Label + " →", new TextStyle(theme.Muted, TextAnchor.End, size, MaximumWidth: right));
        }

        if (!Items.Any(item => item.Values.Any(double.IsFinite)))
        {
            canvas.Text(canvas.Width / 2, (top + bottom) / 2, "No data", new TextStyle(theme.Muted, TextAnchor.Middle));
            return;
        }

        canvas.Line(scale.Map(0), top, scale.Map(0), bottom, theme.Rule);
        var rows = new CategoryScale(Items.Count, top, bottom, 0.1);
        for (int i = 0; i < Items.Count; i++)
        {
            canvas.Text(left - 10, rows.Middle(i) + (theme.FontSize * 0.36), Items[i].Label, new TextStyle(theme.Ink, TextAnchor.End, MaximumWidth: left - 10));
            DrawDots(canvas, Items[i], scale, rows.Middle(i), rows.BandWidth / 2);
        }
    }

    private protected override string Describe() => string.Join("; ", Items.Take(12).Select(item =>
        $"{item.Label}: {NumberText.Value(item.Values.Where(double.IsFinite).DefaultIfEmpty(0).Min())} to {NumberText.Value(item.Values.Where(double.IsFinite).DefaultIfEmpty(0).Max())}")) + ".";

    private bool HasUnshaded => Items.Any(item => Enumerable.Range(0, item.Values.Count).Any(i => double.IsFinite(item.Values[i]) && double.IsNaN(ShadeOf(item, i))));

    private static double ShadeOf(BeeswarmItem item, int i) => i < item.Shades.Count ? item.Shades[i] : double.NaN;

    private static void DrawDots(SvgCanvas canvas, BeeswarmItem item, IContinuousScale scale, double middle, double half)
    {
        // Dots that fall on the same step of the axis are piled up, alternating above and below; a pile that does not fit is pressed together.
        int stride = Math.Max(1, (item.Values.Count + MostDots - 1) / MostDots);
        var piles = Enumerable.Range(0, item.Values.Count)
            .Where(i => i % stride == 0 && double.IsFinite(item.Values[i]))
            .GroupBy(i => (int)Math.Round(scale.Map(item.Values[i]) / Radius))
            .ToList();
        (string Color, double Opacity)[] looks = [(canvas.Theme.Accent, 0.85), (canvas.Theme.Accent, 0.45), (canvas.Theme.Rule, 0.6), (canvas.Theme.Alarm, 0.45), (canvas.Theme.Alarm, 0.85)];
        var dots = new List<(double X, double Y)>[looks.Length];
        foreach (IGrouping<int, int> pile in piles)
        {
            int[] members = [.. pile.OrderBy(i => double.IsNaN(Shade(i)) ? 0.5 : Shade(i))];
            double step = Math.Min(1.6 * Radius, 2 * half / members.Length);
            for (int place = 0; place < members.Length; place++)
            {
                double shade = Shade(members[place]), height = (place + 1) / 2 * step * (place % 2 == 0 ? 1 : -1);
                int look = double.IsNaN(shade) ? looks.Length / 2 : Math.Clamp((int)(shade * looks.Length), 0, looks.Length - 1);
                (dots[look] ??= []).Add((scale.Map(item.Values[members[place]]), middle + height));
            }
        }

        for (int look = 0; look < looks.Length; look++)
        {
            if (dots[look] is { } points)
            {
                canvas.Dots(points, Radius, looks[look].Color, looks[look].Opacity);
            }
        }

        double Shade(int i) => ShadeOf(item, i);
    }
}
