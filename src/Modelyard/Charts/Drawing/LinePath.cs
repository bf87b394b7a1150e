using System.Text;

namespace Modelyard.Charts.Drawing;

/// <summary>Writes lines as path data with no more points than the eye can tell apart.</summary>
/// <remarks>
/// Of the points that fall on one column of pixels only the first, the lowest, the highest and the last are kept, which
/// draws the same pixels. Source: Jugel, Jerzak, Hackenbroich and Markl (2014), M4: A Visualization-Oriented Time Series
/// Data Aggregation, PVLDB 7(10).
/// </remarks>
internal static class LinePath
{
    /// <summary>Writes a line with the detail of columns of the given width; a point that is not finite breaks it.</summary>
    public static StringBuilder Write(IReadOnlyList<(double X, double Y)> points, LineShape shape, double columnWidth = 1)
    {
        var path = new StringBuilder();
        bool open = false;
        (double X, double Y) last = default;
        foreach ((double x, double y) in Thin(points, columnWidth))
        {
            if (!double.IsFinite(x) || !double.IsFinite(y))
            {
                open = false;
                continue;
            }

            if (!open)
            {
                Command(path, 'M', x, y);
            }
            else if (shape == LineShape.StepAfter && y != last.Y)
            {
                Command(path, 'L', x, last.Y);
                Command(path, 'L', x, y);
            }
            else if (shape == LineShape.StepBefore && x != last.X)
            {
                Command(path, 'L', last.X, y);
                Command(path, 'L', x, y);
            }
            else
            {
                Command(path, 'L', x, y);
            }

            open = true;
            last = (x, y);
        }

        return path;
    }

    /// <summary>Writes the area between two lines over the same positions, with one point a column of pixels.</summary>
    public static StringBuilder Area(IReadOnlyList<(double X, double Y)> upper, IReadOnlyList<(double X, double Y)> lower)
    {
        var path = new StringBuilder();
        int count = Math.Min(upper.Count, lower.Count);
        var edge = new List<(double X, double Top, double Bottom)>();
        for (int i = 0; i < count; i++)
        {
            if (!IsFinite(upper[i]) || !IsFinite(lower[i]))
            {
                Close(path, edge);
                continue;
            }

            double top = Math.Min(upper[i].Y, lower[i].Y);
            double bottom = Math.Max(upper[i].Y, lower[i].Y);
            if (edge.Count > 0 && Math.Floor(edge[^1].X) == Math.Floor(upper[i].X))
            {
                edge[^1] = (edge[^1].X, Math.Min(edge[^1].Top, top), Math.Max(edge[^1].Bottom, bottom));
            }
            else
            {
                edge.Add((upper[i].X, top, bottom));
            }
        }

        Close(path, edge);
        return path;
    }

    public static void Command(StringBuilder path, char command, double x, double y)
    {
        path.Append(command);
        SvgCanvas.AppendNumber(path, x);
        path.Append(' ');
        SvgCanvas.AppendNumber(path, y);
    }

    public static List<(double X, double Y)> Thin(IReadOnlyList<(double X, double Y)> points, double columnWidth = 1)
    {
        var kept = new List<(double X, double Y)>(Math.Min(points.Count, 4096));
        int start = 0;
        while (start < points.Count)
        {
            int end = start + 1;
            int low = start;
            int high = start;
            while (end < points.Count && IsFinite(points[start]) && IsFinite(points[end]) && Column(points[end]) == Column(points[start]))
            {
                low = points[end].Y < points[low].Y ? end : low;
                high = points[end].Y > points[high].Y ? end : high;
                end++;
            }

            int previous = -1;
            foreach (int index in (ReadOnlySpan<int>)[start, Math.Min(low, high), Math.Max(low, high), end - 1])
            {
                if (index != previous)
                {
                    kept.Add(points[index]);
                    previous = index;
                }
            }

            start = end;
        }

        return kept;

        double Column((double X, double Y) point) => Math.Floor(point.X / columnWidth);
    }

    private static void Close(StringBuilder path, List<(double X, double Top, double Bottom)> edge)
    {
        for (int i = 0; i < edge.Count; i++)
        {
            Command(path, i == 0 ? 'M' : 'L', edge[i].X, edge[i].Top);
        }

        for (int i = edge.Count - 1; i >= 0; i--)
        {
            Command(path, 'L', edge[i].X, edge[i].Bottom);
        }

        path.Append(edge.Count > 0 ? "Z" : "");
        edge.Clear();
    }

    private static bool IsFinite((double X, double Y) point) => double.IsFinite(point.X) && double.IsFinite(point.Y);
}
