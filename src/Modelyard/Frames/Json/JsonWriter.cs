using Modelyard.Frames.Json;
using Modelyard.Numerics;

namespace Modelyard.Frames;

/// <summary>Writes tables as JSON in UTF-8: one object a line (NDJSON), or one array of objects.</summary>
/// <remarks>
/// Reading the text back gives the same values: doubles have the fewest digits that do so, and a point or an exponent, by which they are told from integers; infinities are the texts
/// Infinity and -Infinity; timestamps are ISO 8601. A missing cell is null, and so is NaN, which is missing.
/// </remarks>
public static class JsonWriter
{
    private const int BlockRows = 4096;

    /// <summary>Writes a table to a file, which appears under its name only when it is whole; a device or a pipe is written to as it is.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="path">The path of the file; one that is there is replaced.</param>
    /// <param name="options">How it is written; the defaults if null.</param>
    /// <exception cref="IOException">The file cannot be written; the message says why.</exception>
    public static void Write(Frame frame, string path, JsonWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentException.ThrowIfNullOrEmpty(path);
        WholeFile.Write(path, stream => Write(frame, stream, options));
    }

    /// <summary>Writes a table to a stream, which stays open.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="options">How it is written; the defaults if null.</param>
    public static void Write(Frame frame, Stream stream, JsonWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(stream);
        options ??= new JsonWriteOptions();
        long rows = 0;
        WriteRows(frame, stream, options, ref rows);
        WriteEnd(stream, options, rows);
    }

    /// <summary>Writes rows of a table that is written in chunks.</summary>
    /// <param name="frame">The chunk.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="rows">The number of rows that were written.</param>
    internal static void WriteRows(Frame frame, Stream stream, JsonWriteOptions options, ref long rows)
    {
        if (frame.Columns.Count == 0)
        {
            return;
        }

        JsonCells[] cells = [.. frame.Columns.Select((column, i) => new JsonCells(column, i == 0))];
        bool isArray = options.Layout == JsonLayout.Array;
        bool isFirst = rows == 0;

        // Blocks are formatted side by side, and written in their order.
        int degree = Math.Max(1, options.DegreeOfParallelism ?? Environment.ProcessorCount);
        JsonText[] blocks = [.. Enumerable.Range(0, 4 * degree).Select(_ => new JsonText())];
        for (int first = 0; first < frame.RowCount; first += blocks.Length * BlockRows)
        {
            int start = first;
            int count = (int)Math.Min(blocks.Length, ((long)frame.RowCount - start + BlockRows - 1) / BlockRows);
            ParallelLoop.For(count, degree, i =>
            {
                int from = start + (i * BlockRows);
                Format(cells, from, Math.Min(frame.RowCount, from + BlockRows), isArray, isFirst && from == 0, blocks[i]);
            });
            for (int i = 0; i < count; i++)
            {
                stream.Write(blocks[i].Written);
            }
        }

        rows += frame.RowCount;
    }

    /// <summary>Ends a table that was written in chunks.</summary>
    internal static void WriteEnd(Stream stream, JsonWriteOptions options, long rows)
    {
        if (options.Layout == JsonLayout.Array)
        {
            stream.Write(rows == 0 ? "[]\n"u8 : "\n]\n"u8);
        }
    }

    private static void Format(JsonCells[] cells, int first, int end, bool isArray, bool isStart, JsonText to)
    {
        to.Clear();
        for (int row = first; row < end; row++)
        {
            if (isArray)
            {
                to.Add(isStart && row == first ? "[\n"u8 : ",\n"u8);
            }

            foreach (JsonCells column in cells)
            {
                column.Add(row, to);
            }

            to.Add(isArray ? "}"u8 : "}\n"u8);
        }
    }
}
