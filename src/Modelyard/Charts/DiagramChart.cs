using System.Text;
using Modelyard.Charts.Drawing;

namespace Modelyard.Charts;

/// <summary>Represents boxes and the links between them: tables and their keys, or the steps that data went through.</summary>
/// <remarks>Boxes stand in columns, each to the right of those that lead to it; a link against this stream is drawn all the same. The drawing grows with its content.</remarks>
public sealed record DiagramChart : Chart
{
    private const double ColumnGap = 64;
    private const double LeastBox = 90;
    private const double MostBox = 320;
    private const double Padding = 8;
    private const double Mark = 9;

    /// <summary>Gets the boxes.</summary>
    public IReadOnlyList<DiagramBox> Boxes { get; init; } = [];

    /// <summary>Gets the links.</summary>
    /// <remarks>A link to a box that is not there is an error of the caller.</remarks>
    public IReadOnlyList<DiagramLink> Links { get; init; } = [];

    private protected override void Draw(SvgCanvas canvas)
    {
        if (Boxes.Count == 0)
        {
            canvas.Text(canvas.Width / 2, canvas.Height / 2, "No data", new TextStyle(canvas.Theme.Muted, TextAnchor.Middle));
            return;
        }

        double size = canvas.Theme.SmallSize, line = size + 6;
        Dictionary<string, int> numbers = Boxes.Select((box, i) => (box.Title, i)).ToDictionary(StringComparer.Ordinal);
        DiagramLink[] between = [.. Links.Where(link => link.From != link.To)];
        var layout = new LayeredLayout([.. Boxes.Select(box => (box.Lines.Count + 1) * line + Padding)], [.. between.Select(link => (numbers[link.From], numbers[link.To]))]);
        double[] widths = [.. layout.ColumnsOfPlaces.Select((_, column) => Boxes.Where((_, i) => layout.Places[i].Column == column).Select(box => Width(box, size)).DefaultIfEmpty(0).Max())];
        double[] lefts = new double[widths.Length];
        for (int column = 1; column < lefts.Length; column++)
        {
            lefts[column] = lefts[column - 1] + widths[column - 1] + ColumnGap;
        }

        canvas.Width = Math.Max(lefts[^1] + widths[^1] + (2 * Mark) + 2, 120);
        canvas.Height = layout.Places.Max(place => place.Top + place.Height) + 2;
        for (int i = 0; i < between.Length; i++)
        {
            DrawLink(canvas, between[i], layout.Routes[i], lefts, widths, line);
        }

        for (int i = 0; i < Boxes.Count; i++)
        {
            LayoutPlace place = layout.Places[i];
            DrawBox(canvas, Boxes[i], 1 + lefts[place.Column], 1 + place.Top, widths[place.Column], line);
        }

        foreach (DiagramLink link in Links.Where(link => link.From == link.To))
        {
            LayoutPlace place = layout.Places[numbers[link.From]];
            DrawLoop(canvas, link, 1 + lefts[place.Column] + widths[place.Column], 1 + place.Top, line);
        }
    }

    private protected override string Describe() => $"{Boxes.Count} boxes and {Links.Count} links: {string.Join(", ", Links.Take(20).Select(link => $"{link.From} to {link.To}"))}.";

    private static double Width(DiagramBox box, double size) => Math.Clamp(
        (2 * Padding) + box.Lines.Select(line => TextMeasure.Width(line.Text, size, line.IsStrong) + (line.Detail.Length == 0 ? 0 : 14 + TextMeasure.Width(line.Detail, size - 1)))
            .Append(TextMeasure.Width(box.Title, size, bold: true)).Max(),
        LeastBox,
        MostBox);

    private static void DrawBox(SvgCanvas canvas, DiagramBox box, double left, double top, double width, double line)
    {
        ChartTheme theme = canvas.Theme;
        double size = theme.SmallSize, height = ((box.Lines.Count + 1) * line) + Padding;
        canvas.Rectangle(left, top, width, height, theme.Grid, radius: 4, title: box.Title);
        canvas.Rectangle(left, top, width, line + 2, theme.SeriesColor(box.Color), radius: 4);
        canvas.Text(left + Padding, top + size + 4, box.Title, new TextStyle(theme.Paper, Size: size, Bold: true, MaximumWidth: width - (2 * Padding)));
        for (int i = 0; i < box.Lines.Count; i++)
        {
            DiagramLine one = box.Lines[i];
            double foot = top + ((i + 1) * line) + size + 6, quiet = TextMeasure.Width(one.Detail, size - 1);
            canvas.Text(left + Padding, foot, one.Text, new TextStyle(theme.Ink, Size: size, Bold: one.IsStrong, MaximumWidth: width - (2 * Padding) - (quiet > 0 ? quiet + 10 : 0)));
            if (one.Detail.Length > 0)
            {
                canvas.Text(left + width - Padding, foot, one.Detail, new TextStyle(theme.Muted, TextAnchor.End, size - 1, MaximumWidth: width - (2 * Padding)));
            }
        }
    }

    private static void DrawLink(SvgCanvas canvas, DiagramLink link, (LayoutPlace[] Way, bool IsTurned) route, double[] lefts, double[] widths, double line)
    {
        (int? first, int? last) = route.IsTurned ? (link.ToLine, link.FromLine) : (link.FromLine, link.ToLine);
        (DiagramEnd left, DiagramEnd right) = route.IsTurned ? (link.End, link.Start) : (link.Start, link.End);
        var path = new StringBuilder();
        LayoutPlace start = route.Way[0];
        double x = 1 + lefts[start.Column] + widths[start.Column], y = 1 + Beside(start, first, line);
        Point(path, 'M', x, y);
        (double startX, double startY) = (x, y);
        for (int i = 1; i < route.Way.Length; i++)
        {
            LayoutPlace place = route.Way[i];
            double nextX = 1 + lefts[place.Column], nextY = 1 + Beside(place, i == route.Way.Length - 1 ? last : null, line), bend = (nextX - x) / 2;
            Point(path, 'C', x + bend, y);
            Point(path, ' ', nextX - bend, nextY);
            Point(path, ' ', nextX, nextY);
            (x, y) = (nextX, nextY);
            if (place.Height == 0)
            {
                x += widths[place.Column];
                Point(path, 'L', x, y);
            }
        }

        canvas.Path(path, canvas.Theme.Rule, 1.4, title: $"{link.From} to {link.To}");
        DrawEnd(canvas, left, startX, startY, 1);
        DrawEnd(canvas, right, x, y, -1);
    }

    private static void DrawLoop(SvgCanvas canvas, DiagramLink link, double x, double top, double line)
    {
        double y1 = top + Height(link.FromLine, line), y2 = top + Height(link.ToLine, line);
        y2 += y1 == y2 ? line / 2 : 0;
        var path = new StringBuilder();
        Point(path, 'M', x, y1);
        Point(path, 'C', x + (3 * Mark), y1);
        Point(path, ' ', x + (3 * Mark), y2);
        Point(path, ' ', x, y2);
        canvas.Path(path, canvas.Theme.Rule, 1.4, title: $"{link.From} to itself");
        DrawEnd(canvas, link.Start, x, y1, 1);
        DrawEnd(canvas, link.End, x, y2, 1);
    }

    /// <summary>Draws a mark outside a box.</summary>
    /// <param name="canvas">The drawing.</param>
    /// <param name="end">The mark.</param>
    /// <param name="x">Where the link meets the box.</param>
    /// <param name="y">The height of that place.</param>
    /// <param name="outwards">1 if the link leaves the box to the right, -1 to the left.</param>
    private static void DrawEnd(SvgCanvas canvas, DiagramEnd end, double x, double y, int outwards)
    {
        string ink = canvas.Theme.Muted;
        double away = x + (outwards * Mark);
        switch (end)
        {
            case DiagramEnd.Arrow:
                var tip = new StringBuilder();
                Point(tip, 'M', x, y);
                Point(tip, 'L', away, y - 4);
                Point(tip, 'L', away, y + 4);
                canvas.Path(tip.Append('Z'), null, fill: ink);
                break;
            case DiagramEnd.One:
                canvas.Line(away, y - 5, away, y + 5, ink, 1.4);
                break;
            case DiagramEnd.Many:
                canvas.Line(away, y, x, y - 5, ink, 1.4);
                canvas.Line(away, y, x, y, ink, 1.4);
                canvas.Line(away, y, x, y + 5, ink, 1.4);
                break;
            default:
                break;
        }
    }

    private static double Beside(LayoutPlace place, int? row, double line) => place.Height == 0 ? place.Top : place.Top + Height(row, line);

    private static double Height(int? row, double line) => row is { } number ? ((number + 1.5) * line) + 3 : (line / 2) + 1;

    private static void Point(StringBuilder path, char command, double x, double y)
    {
        path.Append(command);
        SvgCanvas.AppendNumber(path, x);
        path.Append(' ');
        SvgCanvas.AppendNumber(path, y);
    }
}
