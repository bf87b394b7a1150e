using Modelyard.Charts.Drawing;
using Modelyard.Charts.Scales;

namespace Modelyard.Charts;

/// <summary>Represents the quantiles of groups as boxes lying beneath each other.</summary>
public sealed record BoxChart : Chart
{
    private const double RowHeight = 28;
    private const double LineHeight = 15;
    private const int MostLines = 3;

    // The share of the width that labels may take.
    private const double MostLabels = 0.38;

    /// <summary>Gets the groups, from top to bottom.</summary>
    public IReadOnlyList<BoxItem> Items { get; init; } = [];

    /// <summary>Gets the axis of the values.</summary>
    public Axis Axis { get; init; } = new();

    private protected override void Draw(SvgCanvas canvas)
    {
        ChartTheme theme = canvas.Theme;
        double size = theme.SmallSize;
        IReadOnlyList<string>[] labels = [.. Items.Select(item => TextMeasure.Wrap(item.Label, canvas.Width * MostLabels, theme.FontSize, MostLines))];
        double bottom = 4 + ((RowHeight + (LineHeight * (labels.Select(lines => lines.Count).DefaultIfEmpty(1).Max() - 1))) * Math.Max(Items.Count, 2));
        canvas.Height = bottom + size + 10 + (Axis.Label.Length > 0 ? size + 6 : 0);
        double left = labels.Select(lines => lines.Max(line => TextMeasure.Width(line, theme.FontSize))).DefaultIfEmpty(40).Max() + 10;
        double right = canvas.Width - 20;
        var range = new DataRange();
        foreach (BoxItem item in Items.Where(IsSound))
        {
            range.AddX(item.Low);
            range.AddX(item.High);
        }

        (IContinuousScale scale, IReadOnlyList<AxisTick> ticks) = PlotArea.FitHorizontal(Axis, range, left, right, size);
        foreach (AxisTick tick in ticks)
        {
            double x = scale.Map(tick.Value);
            canvas.Line(x, 4, x, bottom, theme.Grid);
            canvas.Text(x, bottom + size + 5, tick.Label, new TextStyle(theme.Muted, TextAnchor.Middle, size));
        }

        if (Axis.Label.Length > 0)
        {
            canvas.Text(right, bottom + (2 * size) + 11, Axis.Label + " →", new TextStyle(theme.Muted, TextAnchor.End, size, MaximumWidth: right));
        }

        if (!Items.Any(IsSound))
        {
            canvas.Text(canvas.Width / 2, (4 + bottom) / 2, "No data", new TextStyle(theme.Muted, TextAnchor.Middle));
        }

        var rows = new CategoryScale(Items.Count, 4, bottom, 0.4);
        for (int i = 0; i < Items.Count; i++)
        {
            DrawRow(canvas, Items[i], labels[i], scale, rows, i, left);
        }
    }

    private protected override string Describe() =>
        string.Join("; ", Items.Take(12).Select(item => $"{item.Label}: median {NumberText.Value(item.Median)}, middle half {NumberText.Value(item.LowerQuartile)} to {NumberText.Value(item.UpperQuartile)}")) + ".";

    private static bool IsSound(BoxItem item) =>
        double.IsFinite(item.Low) && double.IsFinite(item.LowerQuartile) && double.IsFinite(item.Median)
        && double.IsFinite(item.UpperQuartile) && double.IsFinite(item.High);

    private static void DrawRow(SvgCanvas canvas, BoxItem item, IReadOnlyList<string> label, IContinuousScale scale, CategoryScale rows, int row, double left)
    {
        ChartTheme theme = canvas.Theme;
        double middle = rows.Middle(row);
        double first = middle + (theme.FontSize * 0.36) - ((label.Count - 1) * LineHeight / 2);
        for (int line = 0; line < label.Count; line++)
        {
            canvas.Text(left - 10, first + (LineHeight * line), label[line], new TextStyle(theme.Ink, TextAnchor.End), line == label.Count - 1 && label[line].EndsWith('…') ? item.Label : null);
        }

        if (!IsSound(item))
        {
            return;
        }

        double lower = scale.Map(item.LowerQuartile);
        double upper = scale.Map(item.UpperQuartile);
        double median = scale.Map(item.Median);
        canvas.Line(scale.Map(item.Low), middle, lower, middle, theme.Rule, 1.4);
        canvas.Line(upper, middle, scale.Map(item.High), middle, theme.Rule, 1.4);
        canvas.Rectangle(lower, rows.BandStart(row), upper - lower, rows.BandWidth, theme.Accent, 0.3, title: item.Label);
        canvas.Line(median, rows.BandStart(row), median, rows.BandStart(row) + rows.BandWidth, theme.Accent, 2.5);
    }
}
