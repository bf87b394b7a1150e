using System.Text;
using Modelyard.Charts.Drawing;

namespace Modelyard.Charts;

/// <summary>Represents parallel coordinates: axes beneath each other, and lines that cross them all.</summary>
/// <remarks>
/// The axes lie flat, so that the name of each stands beside it whole, however many there are. A line without a value on an axis crosses it at a place of
/// its own before the axis begins, so that it never breaks off. Source: Inselberg (1985), The Plane with Parallel Coordinates, The Visual Computer 1.
/// </remarks>
public sealed record ParallelChart : Chart
{
    private const double RowHeight = 52;
    private const double LineHeight = 15;
    private const double MostNames = 230;
    private const double LeastAxis = 350;
    private const double MostAxis = 560;
    private const double Inset = 14;
    private const double Apart = 8;
    private const double Tick = 4;
    private const double MissingRoom = 34;
    private const string Missing = "n/a";

    // How far apart those that stand out run where they have no values, so that each is seen.
    private const double BesideMissing = 4;

    /// <summary>Gets the axes, from top to bottom.</summary>
    public IReadOnlyList<ParallelAxis> Axes { get; init; } = [];

    /// <summary>Gets the lines, the most important first.</summary>
    public IReadOnlyList<ParallelLine> Lines { get; init; } = [];

    private protected override void Draw(SvgCanvas canvas)
    {
        ChartTheme theme = canvas.Theme;
        ParallelLine[] highlighted = [.. Lines.Where(line => line.IsHighlighted)];
        IReadOnlyList<string>[] names = [.. Axes.Select(axis => TextMeasure.Wrap(axis.Name, MostNames, theme.FontSize, mostLines: 2))];
        double ofNames = names.Select(lines => lines.Max(line => TextMeasure.Width(line, theme.FontSize)))
            .Concat(Axes.Select(axis => TextMeasure.Width(axis.Note, theme.SmallSize)))
            .DefaultIfEmpty(0)
            .Max();
        double half = Axes.SelectMany(axis => axis.Marks).Where(mark => mark.Share is 0 or 1).Select(mark => TextMeasure.Width(mark.Text, theme.SmallSize) / 2).DefaultIfEmpty(0).Max();
        double ends = Math.Clamp(half, Inset, MostNames / 2), missing = ofNames + Apart + ends;
        double left = missing + (Lines.Any(line => line.Shares.Any(share => !double.IsFinite(share))) ? MissingRoom : 0);
        double wished = Axes.Select(axis => axis.Marks.Count * (axis.Marks.Select(mark => TextMeasure.Width(mark.Text, theme.SmallSize)).DefaultIfEmpty(0).Max() + Apart)).DefaultIfEmpty(0).Max();
        canvas.Width = Math.Max(canvas.Width, left + Math.Clamp(wished, LeastAxis, MostAxis) + ends);
        double top = Legend.Draw(canvas, [.. highlighted.Select((line, i) => new LegendEntry(line.Name, theme.SeriesColor(i)))], 0);
        canvas.Height = top + (RowHeight * Math.Max(Axes.Count, 1)) + 4;
        if (Axes.Count == 0)
        {
            canvas.Text(canvas.Width / 2, (top + canvas.Height) / 2, "No data", new TextStyle(theme.Muted, TextAnchor.Middle));
            return;
        }

        var places = new Places(top, missing, left, canvas.Width - ends);
        for (int i = 0; i < Axes.Count; i++)
        {
            DrawAxis(canvas, Axes[i], names[i], places.Middle(i), ofNames, places);
        }

        foreach (ParallelLine line in Lines.Where(line => !line.IsHighlighted))
        {
            DrawLine(canvas, line, theme.Rule, places);
        }

        // The first of those that stand out is drawn last, in front of the others.
        for (int i = highlighted.Length - 1; i >= 0; i--)
        {
            DrawLine(canvas, highlighted[i], theme.SeriesColor(i), places with { Missing = missing + (BesideMissing * (i - ((highlighted.Length - 1) / 2.0))) });
        }

        for (int i = 0; i < Axes.Count; i++)
        {
            DrawMarks(canvas, Axes[i], places.Middle(i), places);
            if (Lines.Any(line => !double.IsFinite(line.Shares[i])))
            {
                DrawMark(canvas, missing, places.Middle(i), Missing);
            }
        }
    }

    private protected override string Describe() => $"Axes: {string.Join(", ", Axes.Select(axis => axis.Note.Length > 0 ? $"{axis.Name} ({axis.Note})" : axis.Name))}.";

    private static void DrawAxis(SvgCanvas canvas, ParallelAxis axis, IReadOnlyList<string> name, double y, double end, Places places)
    {
        ChartTheme theme = canvas.Theme;
        canvas.Line(places.Left, y, places.Right, y, theme.Muted, 1.2);
        double first = y + (theme.FontSize * 0.36) - (axis.Note.Length > 0 || name.Count > 1 ? LineHeight / 2 : 0);
        for (int line = 0; line < name.Count; line++)
        {
            canvas.Text(end, first + (LineHeight * line), name[line], new TextStyle(theme.Ink, TextAnchor.End), line == name.Count - 1 && name[line].EndsWith('…') ? axis.Name : null);
        }

        canvas.Text(end, first + (LineHeight * name.Count), axis.Note, new TextStyle(theme.Muted, TextAnchor.End, theme.SmallSize));
    }

    /// <summary>Writes the values at an axis; where they have no room side by side, every other one stands lower.</summary>
    private static void DrawMarks(SvgCanvas canvas, ParallelAxis axis, double y, Places places)
    {
        double size = canvas.Theme.SmallSize, room = (places.Right - places.Left) / Math.Max(axis.Marks.Count, 1);
        ParallelMark[] marks = [.. axis.Marks.Where(mark => double.IsFinite(mark.Share))];
        bool isStaggered = Array.Exists(marks, mark => TextMeasure.Width(mark.Text, size) > room);
        for (int i = 0; i < marks.Length; i++)
        {
            DrawMark(canvas, places.X(marks[i].Share), y, marks[i].Text, isStaggered && i % 2 == 1 ? size + 1 : 0, isStaggered ? (2 * room) - Apart : room);
        }
    }

    private static void DrawMark(SvgCanvas canvas, double x, double y, string text, double lower = 0, double room = double.PositiveInfinity)
    {
        double size = canvas.Theme.SmallSize, half = Math.Min(TextMeasure.Width(text, size), room) / 2;
        canvas.Line(x, y - Tick, x, y + Tick, canvas.Theme.Muted, 1.2);
        canvas.Text(Math.Min(x, canvas.Width - half), y + Tick + size + 2 + lower, text, new TextStyle(canvas.Theme.Muted, TextAnchor.Middle, size, Halo: true, MaximumWidth: room));
    }

    private static void DrawLine(SvgCanvas canvas, ParallelLine line, string color, Places places)
    {
        (double X, double Y)[] points = [.. line.Shares.Select((share, axis) => (places.X(share), places.Middle(axis)))];
        var path = new StringBuilder();
        for (int axis = 0; axis < points.Length; axis++)
        {
            LinePath.Command(path, axis == 0 ? 'M' : 'L', points[axis].X, points[axis].Y);
        }

        canvas.Path(path, color, line.IsHighlighted ? 2.2 : 1, opacity: line.IsHighlighted ? 1 : 0.7, title: line.Name);
        foreach ((double x, double y) in line.IsHighlighted ? points : [])
        {
            canvas.Circle(x, y, 3.5, color, title: line.Name);
        }
    }

    /// <summary>Represents where the axes lie: the ends of each, and the place before it for what has no value there.</summary>
    private readonly record struct Places(double Top, double Missing, double Left, double Right)
    {
        public double Middle(int axis) => Top + (RowHeight * axis) + (RowHeight * 0.4);

        public double X(double share) => double.IsFinite(share) ? Left + (share * (Right - Left)) : Missing;
    }
}
