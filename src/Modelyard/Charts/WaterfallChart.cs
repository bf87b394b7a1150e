using Modelyard.Charts.Drawing;
using Modelyard.Charts.Scales;

namespace Modelyard.Charts;

/// <summary>Represents how steps lead from one value to another, one row a step.</summary>
public sealed record WaterfallChart : Chart
{
    private const double RowHeight = 24;

    /// <summary>Gets the value before the first step.</summary>
    public required double Start { get; init; }

    /// <summary>Gets the name of the value before the first step.</summary>
    public string StartLabel { get; init; } = "start";

    /// <summary>Gets the name of the value after the last step.</summary>
    public string EndLabel { get; init; } = "end";

    /// <summary>Gets the steps, from top to bottom.</summary>
    public IReadOnlyList<WaterfallItem> Items { get; init; } = [];

    /// <summary>Gets the axis of the values.</summary>
    public Axis Axis { get; init; } = new();

    /// <summary>Gets how a change is written.</summary>
    public Func<double, string> ValueText { get; init; } = NumberText.Score;

    private protected override void Draw(SvgCanvas canvas)
    {
        ChartTheme theme = canvas.Theme;
        double size = theme.SmallSize, top = 4, bottom = top + (RowHeight * (Items.Count + 2));
        canvas.Height = bottom + size + 10 + (Axis.Label.Length > 0 ? size + 6 : 0);
        string[] labels = [StartLabel, .. Items.Select(item => item.Label), EndLabel];
        double left = Math.Min(labels.Select((label, place) => TextMeasure.Width(label, theme.FontSize, place == 0 || place == labels.Length - 1)).Max(), canvas.Width * 0.42) + 10;
        double valueWidth = Items.Select(item => TextMeasure.Width(Written(item), size)).Append(TextMeasure.Width(ValueText(Start), size, bold: true)).Append(TextMeasure.Width(ValueText(End()), size, bold: true)).Max() + 10;
        double right = canvas.Width - valueWidth - 4;
        var range = new DataRange();
        double sum = Start;
        range.AddX(sum);
        foreach (WaterfallItem item in Items)
        {
            range.AddX(sum += Finite(item.Change));
        }

        (IContinuousScale scale, IReadOnlyList<AxisTick> ticks) = PlotArea.FitHorizontal(Axis, range, left, right, size);
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

        var rows = new CategoryScale(labels.Length, top, bottom, 0.36);
        DrawSum(canvas, rows, 0, StartLabel, Start, scale, left);
        sum = Start;
        for (int i = 0; i < Items.Count; i++)
        {
            DrawStep(canvas, rows, i + 1, Items[i], sum, scale, left);
            sum += Finite(Items[i].Change);
        }

        DrawSum(canvas, rows, labels.Length - 1, EndLabel, sum, scale, left);
    }

    private protected override string Describe() =>
        $"{StartLabel} {ValueText(Start)}; {string.Join("; ", Items.Take(12).Select(item => $"{item.Label} {Written(item)}"))}{(Items.Count > 12 ? $"; and {Items.Count - 12} more" : "")}; {EndLabel} {ValueText(End())}.";

    private static double Finite(double change) => double.IsFinite(change) ? change : 0;

    private static void DrawLabel(SvgCanvas canvas, CategoryScale rows, int row, string label, double left, bool bold) => canvas.Text(
        left - 10, rows.Middle(row) + (canvas.Theme.FontSize * 0.36), label, new TextStyle(canvas.Theme.Ink, TextAnchor.End, Bold: bold, MaximumWidth: left - 10));

    private double End() => Start + Items.Sum(item => Finite(item.Change));

    private string Written(WaterfallItem item) => (item.Change > 0 ? "+" : "") + (item.Text ?? ValueText(item.Change));

    private void DrawSum(SvgCanvas canvas, CategoryScale rows, int row, string label, double value, IContinuousScale scale, double left)
    {
        ChartTheme theme = canvas.Theme;
        DrawLabel(canvas, rows, row, label, left, bold: true);
        double x = scale.Map(value);
        canvas.Line(x, rows.BandStart(row), x, rows.BandStart(row) + rows.BandWidth, theme.Ink, 3);
        canvas.Text(canvas.Width, rows.Middle(row) + (theme.SmallSize * 0.36), ValueText(value), new TextStyle(theme.Ink, TextAnchor.End, theme.SmallSize, Bold: true));
    }

    private void DrawStep(SvgCanvas canvas, CategoryScale rows, int row, WaterfallItem item, double before, IContinuousScale scale, double left)
    {
        ChartTheme theme = canvas.Theme;
        double change = Finite(item.Change), from = scale.Map(before), to = scale.Map(before + change);
        DrawLabel(canvas, rows, row, item.Label, left, bold: false);
        canvas.Line(from, rows.Middle(row - 1), from, rows.Middle(row), theme.Rule, 1, "2 2");
        canvas.Rectangle(
            Math.Min(from, to), rows.BandStart(row), Math.Max(Math.Abs(to - from), 0.8), rows.BandWidth, change < 0 ? theme.Alarm : theme.Accent, 0.85, title: $"{item.Label}: {Written(item)}");
        canvas.Text(canvas.Width, rows.Middle(row) + (theme.SmallSize * 0.36), Written(item), new TextStyle(theme.Ink, TextAnchor.End, theme.SmallSize));
    }
}
