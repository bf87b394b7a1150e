using Modelyard.Charts.Drawing;
using Modelyard.Charts.Scales;

namespace Modelyard.Charts;

/// <summary>Represents steps as forces on one line: those that raise a value push from the left, those that lower it from the right, and they meet at the value.</summary>
public sealed record ForceChart : Chart
{
    private const double BarHeight = 26;

    /// <summary>Gets the value before the steps.</summary>
    public required double Start { get; init; }

    /// <summary>Gets the name of the value before the steps.</summary>
    public string StartLabel { get; init; } = "start";

    /// <summary>Gets the steps; those that weigh most stand nearest to the value where all meet.</summary>
    public IReadOnlyList<WaterfallItem> Items { get; init; } = [];

    /// <summary>Gets the axis of the values.</summary>
    public Axis Axis { get; init; } = new();

    /// <summary>Gets how a value is written.</summary>
    public Func<double, string> ValueText { get; init; } = NumberText.Score;

    private protected override void Draw(SvgCanvas canvas)
    {
        ChartTheme theme = canvas.Theme;
        double size = theme.SmallSize, left = 12, right = canvas.Width - 12, top = (2 * size) + 10, bottom = top + BarHeight + size + 12;
        canvas.Height = bottom + size + 10 + (Axis.Label.Length > 0 ? size + 6 : 0);
        WaterfallItem[] up = [.. Items.Where(item => item.Change > 0 && double.IsFinite(item.Change)).OrderByDescending(item => item.Change)];
        WaterfallItem[] down = [.. Items.Where(item => item.Change < 0 && double.IsFinite(item.Change)).OrderBy(item => item.Change)];
        double end = End();
        var range = new DataRange();
        range.AddX(Start);
        range.AddX(end);
        range.AddX(end - up.Sum(item => item.Change));
        range.AddX(end - down.Sum(item => item.Change));
        (IContinuousScale scale, IReadOnlyList<AxisTick> ticks) = PlotArea.FitHorizontal(Axis with { RoundsEnds = false }, range, left, right, size);
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

        DrawSide(canvas, up, scale, end, top, theme.Accent);
        DrawSide(canvas, down, scale, end, top, theme.Alarm);
        double meeting = scale.Map(end), begin = scale.Map(Start);
        canvas.Line(begin, top - 4, begin, top + BarHeight + 4, theme.Rule, 1.4, "3 2");
        canvas.Text(begin, size + 1, StartLabel + " " + ValueText(Start), new TextStyle(theme.Muted, Anchor(begin, canvas.Width), size));
        canvas.Line(meeting, top - 4, meeting, top + BarHeight + 4, theme.Ink, 2.4);
        canvas.Text(meeting, (2 * size) + 4, ValueText(end), new TextStyle(theme.Ink, Anchor(meeting, canvas.Width), size, Bold: true));
    }

    private protected override string Describe() =>
        $"{StartLabel} {ValueText(Start)}; {string.Join("; ", Items.OrderByDescending(item => Math.Abs(item.Change)).Take(12).Select(item => $"{item.Label} {Written(item)}"))}; together {ValueText(End())}.";

    private static TextAnchor Anchor(double x, double width) => x < width / 4 ? TextAnchor.Start : x > width * 3 / 4 ? TextAnchor.End : TextAnchor.Middle;

    private double End() => Start + Items.Sum(item => double.IsFinite(item.Change) ? item.Change : 0);

    private string Written(WaterfallItem item) => (item.Change > 0 ? "+" : "") + (item.Text ?? ValueText(item.Change));

    private void DrawSide(SvgCanvas canvas, WaterfallItem[] items, IContinuousScale scale, double end, double top, string color)
    {
        double at = end, size = canvas.Theme.SmallSize;
        for (int i = 0; i < items.Length; i++)
        {
            double from = scale.Map(at), to = scale.Map(at - items[i].Change), width = Math.Abs(to - from);
            canvas.Rectangle(
                Math.Min(from, to), top, Math.Max(width - 1, 0.6), BarHeight, color, i % 2 == 0 ? 0.85 : 0.6, title: $"{items[i].Label}: {Written(items[i])}");
            if (width > TextMeasure.Width(items[i].Label, size) + 6)
            {
                canvas.Text((from + to) / 2, top + BarHeight + size + 4, items[i].Label, new TextStyle(canvas.Theme.Ink, TextAnchor.Middle, size, MaximumWidth: width));
            }

            at -= items[i].Change;
        }
    }
}
