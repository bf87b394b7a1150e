using Modelyard.Charts.Drawing;

namespace Modelyard.Charts;

/// <summary>Represents parallel coordinates: axes beneath each other, and lines that cross them all.</summary>
/// <remarks>The axes lie flat, so that the name of each stands beside it whole, however many there are. Source: Inselberg (1985), The Plane with Parallel Coordinates, The Visual Computer 1.</remarks>
public sealed record ParallelChart : Chart
{
    private const double RowHeight = 52;
    private const double LineHeight = 15;
    private const double MostNames = 230;
    private const double LeastAxis = 350;
    private const double Inset = 14;
    private const double Tick = 4;

    /// <summary>Gets the axes, from top to bottom.</summary>
    public IReadOnlyList<ParallelAxis> Axes { get; init; } = [];

    /// <summary>Gets the lines, the most important first.</summary>
    public IReadOnlyList<ParallelLine> Lines { get; init; } = [];

    private protected override void Draw(SvgCanvas canvas)
    {
        ChartTheme theme = canvas.Theme;
        ParallelLine[] highlighted = [.. Lines.Where(line => line.IsHighlighted)];
        IReadOnlyList<string>[] names = [.. Axes.Select(axis => TextMeasure.Wrap(axis.Name, MostNames, theme.FontSize, mostLines: 2))];
        double left = Inset + names.Select(lines => lines.Max(line => TextMeasure.Width(line, theme.FontSize)))
            .Concat(Axes.Select(axis => TextMeasure.Width(axis.Note, theme.SmallSize)))
            .DefaultIfEmpty(0)
            .Max();
        canvas.Width = Math.Max(canvas.Width, left + LeastAxis + Inset);
        double top = Legend.Draw(canvas, [.. highlighted.Select((line, i) => new LegendEntry(line.Name, theme.SeriesColor(i)))], 0);
        canvas.Height = top + (RowHeight * Math.Max(Axes.Count, 1)) + 4;
        if (Axes.Count == 0)
        {
            canvas.Text(canvas.Width / 2, (top + canvas.Height) / 2, "No data", new TextStyle(theme.Muted, TextAnchor.Middle));
            return;
        }

        double right = canvas.Width - Inset;
        for (int i = 0; i < Axes.Count; i++)
        {
            DrawAxis(canvas, Axes[i], names[i], Middle(top, i), left, right);
        }

        foreach (ParallelLine line in Lines.Where(line => !line.IsHighlighted))
        {
            DrawLine(canvas, line, theme.Rule, 1, top, left, right);
        }

        // The first of those that stand out is drawn last, in front of the others.
        for (int i = highlighted.Length - 1; i >= 0; i--)
        {
            DrawLine(canvas, highlighted[i], theme.SeriesColor(i), 2.2, top, left, right);
        }

        for (int i = 0; i < Axes.Count; i++)
        {
            DrawMarks(canvas, Axes[i], Middle(top, i), left, right);
        }
    }

    private protected override string Describe() => $"Axes: {string.Join(", ", Axes.Select(axis => axis.Note.Length > 0 ? $"{axis.Name} ({axis.Note})" : axis.Name))}.";

    private static double Middle(double top, int axis) => top + (RowHeight * axis) + (RowHeight * 0.4);

    private static void DrawAxis(SvgCanvas canvas, ParallelAxis axis, IReadOnlyList<string> name, double y, double left, double right)
    {
        ChartTheme theme = canvas.Theme;
        canvas.Line(left, y, right, y, theme.Muted, 1.2);
        double first = y + (theme.FontSize * 0.36) - (axis.Note.Length > 0 || name.Count > 1 ? LineHeight / 2 : 0);
        for (int line = 0; line < name.Count; line++)
        {
            canvas.Text(left - Inset, first + (LineHeight * line), name[line], new TextStyle(theme.Ink, TextAnchor.End), line == name.Count - 1 && name[line].EndsWith('…') ? axis.Name : null);
        }

        canvas.Text(left - Inset, first + (LineHeight * name.Count), axis.Note, new TextStyle(theme.Muted, TextAnchor.End, theme.SmallSize));
    }

    private static void DrawMarks(SvgCanvas canvas, ParallelAxis axis, double y, double left, double right)
    {
        ChartTheme theme = canvas.Theme;
        double size = theme.SmallSize;
        double room = (right - left) / Math.Max(axis.Marks.Count, 1);
        foreach (ParallelMark mark in axis.Marks.Where(mark => double.IsFinite(mark.Share)))
        {
            double x = left + (mark.Share * (right - left)), half = Math.Min(TextMeasure.Width(mark.Text, size), room) / 2;
            canvas.Line(x, y - Tick, x, y + Tick, theme.Muted, 1.2);
            canvas.Text(Math.Clamp(x, left + half - Inset, Math.Max(left, right - half + Inset)), y + Tick + size + 2, mark.Text, new TextStyle(theme.Muted, TextAnchor.Middle, size, Halo: true, MaximumWidth: room));
        }
    }

    private static void DrawLine(SvgCanvas canvas, ParallelLine line, string color, double width, double top, double left, double right)
    {
        double X(int axis) => left + (line.Shares[axis] * (right - left));
        for (int axis = 0; axis < line.Shares.Count; axis++)
        {
            if (!double.IsFinite(line.Shares[axis]))
            {
                continue;
            }

            if (axis > 0 && double.IsFinite(line.Shares[axis - 1]))
            {
                canvas.Line(X(axis - 1), Middle(top, axis - 1), X(axis), Middle(top, axis), color, width);
            }

            if (line.IsHighlighted)
            {
                canvas.Circle(X(axis), Middle(top, axis), 3.5, color, title: line.Name);
            }
        }
    }
}
