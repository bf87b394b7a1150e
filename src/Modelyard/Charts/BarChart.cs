using Modelyard.Charts.Drawing;
using Modelyard.Charts.Scales;

namespace Modelyard.Charts;

/// <summary>Represents horizontal bars or dots with intervals, one row an item, such as importances or a leaderboard.</summary>
public sealed record BarChart : Chart
{
    private const double RowHeight = 24;
    private const double LineHeight = 15;
    private const int MostLines = 3;

    // Of the width, what names take at most before they are broken into lines.
    private const double MostLabels = 0.38;

    /// <summary>Gets the rows, from top to bottom.</summary>
    public IReadOnlyList<BarItem> Items { get; init; } = [];

    /// <summary>Gets the axis of the values.</summary>
    public Axis Axis { get; init; } = new();

    /// <summary>Gets what stands for a value.</summary>
    public BarMark Mark { get; init; }

    /// <summary>Gets the lines that values are compared with, vertical ones.</summary>
    public IReadOnlyList<ReferenceLine> References { get; init; } = [];

    /// <summary>Gets how the value at the right of a row is written; null writes none.</summary>
    public Func<double, string>? ValueText { get; init; } = NumberText.Score;

    private protected override void Draw(SvgCanvas canvas)
    {
        ChartTheme theme = canvas.Theme;
        double size = theme.SmallSize;
        IReadOnlyList<string>[] labels = [.. Items.Select(item => TextMeasure.Wrap(item.Label, canvas.Width * MostLabels, theme.FontSize, MostLines, item.IsHighlighted))];
        double rowHeight = RowHeight + (LineHeight * (labels.Select(lines => lines.Count).DefaultIfEmpty(1).Max() - 1));
        double plotTop = References.Any(line => line.Label.Length > 0) ? size + 8 : 4;
        double plotBottom = plotTop + (rowHeight * Math.Max(Items.Count, 2));
        canvas.Height = plotBottom + size + 10 + (Axis.Label.Length > 0 ? size + 6 : 0);
        double labelWidth = Items.Zip(labels, (item, lines) => lines.Max(line => TextMeasure.Width(line, theme.FontSize, item.IsHighlighted))).DefaultIfEmpty(40).Max();
        double valueWidth = ValueText is { } write
            ? Items.Select(item => TextMeasure.Width(item.Text ?? write(item.Value), size, item.IsHighlighted)).DefaultIfEmpty(0).Max() + 10
            : 8;
        double left = labelWidth + 10;
        double right = canvas.Width - valueWidth - 4;
        Axis axis = Mark == BarMark.Bar ? Axis with { IncludesZero = true, Spacing = AxisSpacing.Linear } : Axis;
        (IContinuousScale scale, IReadOnlyList<AxisTick> ticks) = PlotArea.FitHorizontal(axis, Range(), left, right, size);
        foreach (AxisTick tick in ticks)
        {
            double x = scale.Map(tick.Value);
            canvas.Line(x, plotTop, x, plotBottom, theme.Grid);
            canvas.Text(x, plotBottom + size + 5, tick.Label, new TextStyle(theme.Muted, TextAnchor.Middle, size));
        }

        if (Axis.Label.Length > 0)
        {
            canvas.Text(right, plotBottom + (2 * size) + 11, Axis.Label + " →", new TextStyle(theme.Muted, TextAnchor.End, size, MaximumWidth: right));
        }

        if (Items.Count == 0)
        {
            canvas.Text(canvas.Width / 2, (plotTop + plotBottom) / 2, "No data", new TextStyle(theme.Muted, TextAnchor.Middle));
            return;
        }

        var rows = new CategoryScale(Items.Count, plotTop, plotBottom, 0.36);
        for (int i = 0; i < Items.Count; i++)
        {
            DrawRow(canvas, Items[i], labels[i], scale, rows, i, left);
        }

        foreach (ReferenceLine line in References)
        {
            DrawReference(canvas, line, scale, plotTop, plotBottom, left, right);
        }

        if (Mark == BarMark.Bar)
        {
            double zero = scale.Map(0);
            canvas.Line(zero, plotTop, zero, plotBottom, theme.Rule);
        }
    }

    private protected override string Describe() => string.Join(
        "; ",
        Items.Take(12).Select(item => double.IsFinite(item.Low) && double.IsFinite(item.High)
            ? $"{item.Label} {NumberText.Score(item.Value)} [{NumberText.Score(item.Low)}, {NumberText.Score(item.High)}]"
            : $"{item.Label} {NumberText.Score(item.Value)}"))
        + (Items.Count > 12 ? $"; and {Items.Count - 12} more." : ".");

    private DataRange Range()
    {
        var range = new DataRange();
        foreach (BarItem item in Items)
        {
            range.AddX(item.Value);
            range.AddX(item.Low);
            range.AddX(item.High);
        }

        foreach (ReferenceLine line in References)
        {
            range.AddX(line.X);
        }

        return range;
    }

    private static void DrawReference(SvgCanvas canvas, ReferenceLine line, IContinuousScale scale, double top, double bottom, double left, double right)
    {
        double x = scale.Map(line.X);
        if (!(x >= left - 0.5 && x <= right + 0.5))
        {
            return;
        }

        ChartTheme theme = canvas.Theme;
        canvas.Line(x, top - 2, x, bottom, theme.Ink, 1.2, "4 3");

        // Above the plot, within the picture at both sides.
        double half = Math.Min(TextMeasure.Width(line.Label, theme.SmallSize), canvas.Width) / 2;
        canvas.Text(Math.Max(half, Math.Min(x, canvas.Width - half)), top - 6, line.Label, new TextStyle(theme.Muted, TextAnchor.Middle, theme.SmallSize, MaximumWidth: canvas.Width));
    }

    private void DrawRow(SvgCanvas canvas, BarItem item, IReadOnlyList<string> label, IContinuousScale scale, CategoryScale rows, int row, double left)
    {
        ChartTheme theme = canvas.Theme;
        double middle = rows.Middle(row);
        bool muted = !item.IsHighlighted && Items.Any(other => other.IsHighlighted);
        for (int line = 0; line < label.Count; line++)
        {
            canvas.Text(
                left - 10,
                middle + (theme.FontSize * 0.36) + (LineHeight * (line - ((label.Count - 1) / 2.0))),
                label[line],
                new TextStyle(theme.Ink, TextAnchor.End, Bold: item.IsHighlighted),
                line == label.Count - 1 && label[line].EndsWith('…') ? item.Label : null);
        }

        if (!double.IsFinite(item.Value))
        {
            return;
        }

        double x = scale.Map(item.Value);
        string color = muted ? theme.Rule : theme.Accent;
        if (Mark == BarMark.Bar)
        {
            double zero = scale.Map(0);
            canvas.Rectangle(
                Math.Min(zero, x),
                rows.BandStart(row),
                Math.Abs(x - zero),
                rows.BandWidth,
                item.Value < 0 ? theme.Alarm : color,
                muted ? 0.6 : 0.85,
                title: $"{item.Label}: {NumberText.Score(item.Value)}");
        }

        if (double.IsFinite(item.Low) && double.IsFinite(item.High))
        {
            string whisker = Mark == BarMark.Bar ? theme.Ink : color;
            (double low, double high) = (scale.Map(item.Low), scale.Map(item.High));
            canvas.Line(low, middle, high, middle, whisker, 1.6);
            canvas.Line(low, middle - 3.5, low, middle + 3.5, whisker, 1.6);
            canvas.Line(high, middle - 3.5, high, middle + 3.5, whisker, 1.6);
        }

        if (Mark == BarMark.Dot)
        {
            canvas.Circle(x, middle, 4.5, color, title: $"{item.Label}: {NumberText.Score(item.Value)}");
        }

        if (ValueText is { } write)
        {
            canvas.Text(
                canvas.Width,
                middle + (theme.SmallSize * 0.36),
                item.Text ?? write(item.Value),
                new TextStyle(muted ? theme.Muted : theme.Ink, TextAnchor.End, theme.SmallSize, item.IsHighlighted));
        }
    }
}
