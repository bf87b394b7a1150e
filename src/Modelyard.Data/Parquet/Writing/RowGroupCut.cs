using Modelyard.Frames;

namespace Modelyard.Data.Parquet.Writing;

/// <summary>Finds which rows make a row group: as many as the options say, or fewer if they hold many bytes.</summary>
internal static class RowGroupCut
{
    /// <summary>Finds the row groups of a table that are full.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="at">The first row; receives the one after the last row group.</param>
    /// <param name="options">How large a row group may be.</param>
    public static List<(int First, int Count)> Full(Frame frame, ref int at, ParquetWriteOptions options)
    {
        var groups = new List<(int, int)>();
        while (at < frame.RowCount)
        {
            int count = Fitting(frame, at, options.RowGroupRows, options.RowGroupBytes, isFirst: true);
            if (count < options.RowGroupRows && at + count == frame.RowCount)
            {
                break;
            }

            groups.Add((at, count));
            at += count;
        }

        return groups;
    }

    /// <summary>Finds how many rows from one on fit.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="first">The first row.</param>
    /// <param name="maxRows">The greatest number of rows.</param>
    /// <param name="maxBytes">The greatest number of bytes.</param>
    /// <param name="isFirst">Whether one row fits always.</param>
    public static int Fitting(Frame frame, int first, int maxRows, long maxBytes, bool isFirst)
    {
        int low = isFirst ? 1 : 0, high = Math.Min(maxRows, frame.RowCount - first);
        if (high <= low || CellBytes.Of(frame, first, high) <= maxBytes)
        {
            return high;
        }

        while (low + 1 < high)
        {
            int middle = low + ((high - low) / 2);
            (low, high) = CellBytes.Of(frame, first, middle) <= maxBytes ? (middle, high) : (low, middle);
        }

        return low;
    }
}
