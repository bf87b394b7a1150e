using System.Globalization;

namespace Modelyard.Frames.Windows;

/// <summary>Represents for each row the rows of its window, from the first to before the end. Neither ever goes back.</summary>
/// <param name="First">The first row of each window.</param>
/// <param name="End">The row after the last.</param>
internal sealed record WindowBounds(int[] First, int[] End)
{
    /// <summary>Finds windows of a number of rows.</summary>
    public static WindowBounds OfRows(int length, int size, RollingOptions options)
    {
        int[] first = new int[length], end = new int[length];
        int ahead = options.Center ? (size - 1) / 2 : 0;
        for (int row = 0; row < length; row++)
        {
            long last = (long)row + ahead + 1, start = last - size;
            start -= options.Closed is WindowClosed.Left or WindowClosed.Both ? 1 : 0;
            last -= options.Closed is WindowClosed.Left or WindowClosed.Neither ? 1 : 0;
            first[row] = (int)Math.Clamp(start, 0, length);
            end[row] = (int)Math.Clamp(last, 0, length);
        }

        return new WindowBounds(first, end);
    }

    /// <summary>Finds windows of a span of time.</summary>
    /// <param name="times">The times of the rows, which must not fall.</param>
    /// <param name="span">The span.</param>
    /// <param name="options">Which rows belong to a window.</param>
    public static WindowBounds OfTimes(TimestampColumn times, TimeSpan span, RollingOptions options)
    {
        RequireOrder(times);
        ReadOnlySpan<long> ticks = times.Ticks;
        int[] first = new int[ticks.Length], end = new int[ticks.Length];
        bool left = options.Closed is WindowClosed.Left or WindowClosed.Both, right = options.Closed is WindowClosed.Right or WindowClosed.Both;
        long half = span.Ticks / 2;
        int from = 0, to = 0;
        for (int row = 0; row < ticks.Length; row++)
        {
            long start = ticks[row] - (options.Center ? half : span.Ticks), last = options.Center ? ticks[row] + half : ticks[row];
            while (from < row && (left ? ticks[from] < start : ticks[from] <= start))
            {
                from++;
            }

            if (options.Center)
            {
                while (to < ticks.Length && (right ? ticks[to] <= last : ticks[to] < last))
                {
                    to++;
                }
            }
            else
            {
                // A row sees those above it of the same time, and not those below, which have not happened yet.
                to = right ? row + 1 : row;
            }

            first[row] = from;
            end[row] = Math.Max(from, to);
        }

        return new WindowBounds(first, end);
    }

    private static void RequireOrder(TimestampColumn times)
    {
        if (times.MissingCount > 0)
        {
            throw new ModelyardException($"The times '{times.Name}' have '{times.MissingCount}' missing cells, and each row of a window needs one; drop those rows first.");
        }

        ReadOnlySpan<long> ticks = times.Ticks;
        for (int row = 1; row < ticks.Length; row++)
        {
            if (ticks[row] < ticks[row - 1])
            {
                throw new ModelyardException(string.Create(
                    CultureInfo.InvariantCulture, $"The times '{times.Name}' must rise, and data row {row + 1} is '{times.FormatCell(row)}' after '{times.FormatCell(row - 1)}'; sort the table by them first."));
            }
        }
    }
}
