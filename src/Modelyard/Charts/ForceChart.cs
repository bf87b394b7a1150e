using Modelyard.Charts.Drawing;
using Modelyard.Charts.Scales;

namespace Modelyard.Charts;

/// <summary>Represents steps as forces on one line: those that raise a value push from the left, those that lower it from the right, and they meet at the value.</summary>
public sealed record ForceChart : Chart
{
    private const double BarHeight = 26;
    private const int MostLabelRows = 4;
    private const double LabelGap = 8;

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
        double size = theme.SmallSize, left = 12, right = canvas.Width - 12, top = (2 * size) + 10;
        WaterfallItem[] up = [.. Items.Where(item => item.Change > 0 && double.IsFinite(item.Change)).OrderByDescending(item => item.Change)];
        WaterfallItem[] down = [.. Items.Where(item => item.Change < 0 && double.IsFinite(item.Change)).OrderBy(item => item.Change)];
        double end = End();
        var range = new DataRange();
        range.AddX(Start);
        range.AddX(end);
        range.AddX(end - up.Sum(item => item.Change));
        range.AddX(end - down.Sum(item => item.Change));
        (IContinuousScale scale, IReadOnlyList<AxisTick> ticks) = PlotArea.FitHorizontal(Axis with { RoundsEnds = false }, range, left, right, size);
        List<ForceLabel> labels = Labels([.. Pieces(up, scale, end), .. Pieces(down, scale, end)], left, right, size);
        double bottom = top + BarHeight + ((labels.Select(label => label.Row + 1).DefaultIfEmpty(0).Max()) * (size + 5)) + 12;
        canvas.Height = bottom + size + 10 + (Axis.Label.Length > 0 ? size + 6 : 0);
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

        DrawSide(canvas, Pieces(up, scale, end), top, theme.Accent);
        DrawSide(canvas, Pieces(down, scale, end), top, theme.Alarm);
        foreach (ForceLabel label in labels)
        {
            double baseline = top + BarHeight + ((label.Row + 1) * (size + 5)) - 1;
            if (label.Row > 0)
            {
                canvas.Line(label.At, top + BarHeight + 1, label.At, baseline - size, theme.Rule);
            }

            canvas.Text(label.Left, baseline, label.Text, new TextStyle(theme.Ink, TextAnchor.Start, size));
        }

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

    /// <summary>Places steps side by side, beginning where all meet.</summary>
    private static List<ForcePiece> Pieces(WaterfallItem[] items, IContinuousScale scale, double end)
    {
        var pieces = new List<ForcePiece>();
        double at = end;
        foreach (WaterfallItem item in items)
        {
            double from = scale.Map(at), to = scale.Map(at - item.Change);
            pieces.Add(new ForcePiece(item, Math.Min(from, to), Math.Max(from, to)));
            at -= item.Change;
        }

        return pieces;
    }

    /// <summary>Places names below their pieces, those of the widest first, each in the first row where it has room; what has none goes without.</summary>
    private static List<ForceLabel> Labels(List<ForcePiece> pieces, double left, double right, double size)
    {
        const double LeastPiece = 3;
        var placed = new List<ForceLabel>();
        foreach (ForcePiece piece in pieces.Where(piece => piece.Right - piece.Left >= LeastPiece).OrderByDescending(piece => piece.Right - piece.Left))
        {
            double width = TextMeasure.Width(piece.Item.Label, size), at = (piece.Left + piece.Right) / 2, start = Math.Clamp(at - (width / 2), left, Math.Max(left, right - width));
            for (int row = 0; row < MostLabelRows && start + width <= right; row++)
            {
                // A line from a lower row must not run through a name above it, nor its own through others.
                if (placed.TrueForAll(other => IsFree(other, row, at, start, start + width)))
                {
                    placed.Add(new ForceLabel(piece.Item.Label, at, start, start + width, row));
                    break;
                }
            }
        }

        return placed;
    }

    private static bool IsFree(ForceLabel other, int row, double at, double left, double right) =>
        other.Row == row ? right + LabelGap < other.Left || left - LabelGap > other.Right
        : other.Row < row ? at < other.Left - (LabelGap / 2) || at > other.Right + (LabelGap / 2)
        : other.At < left - (LabelGap / 2) || other.At > right + (LabelGap / 2);

    private void DrawSide(SvgCanvas canvas, List<ForcePiece> pieces, double top, string color)
    {
        for (int i = 0; i < pieces.Count; i++)
        {
            ForcePiece piece = pieces[i];
            canvas.Rectangle(piece.Left, top, Math.Max(piece.Right - piece.Left - 1, 0.6), BarHeight, color, i % 2 == 0 ? 0.85 : 0.6, title: $"{piece.Item.Label}: {Written(piece.Item)}");
        }
    }

    private readonly record struct ForcePiece(WaterfallItem Item, double Left, double Right);

    private readonly record struct ForceLabel(string Text, double At, double Left, double Right, int Row);
}
