using Modelyard.Numerics;

namespace Modelyard.Frames.Csv;

/// <summary>Formats tables in blocks of rows side by side, and writes them in their order; one may write many tables with the same memory.</summary>
/// <param name="options">How they are written.</param>
internal sealed class CsvBlocks(CsvWriteOptions options)
{
    private const int MostRows = 4096;
    private const int BlockLength = 256 * 1024;

    private readonly RowFormatter[] _blocks = [.. Enumerable.Range(0, 4 * Degree(options)).Select(_ => new RowFormatter(options))];
    private int _rows = MostRows / 16;

    /// <summary>Writes a table.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="hasHeader">Whether the names of the columns stand first.</param>
    public void Write(Frame frame, Stream stream, bool hasHeader)
    {
        var header = new RowFormatter(options);
        CellFormatter[] cells = [.. frame.Columns.Select(column => new CellFormatter(column, header))];
        if (hasHeader)
        {
            header.AppendNames(frame.Columns);
            stream.Write(header.Written);
        }

        for (int first = 0; first < frame.RowCount;)
        {
            int start = first, rows = _rows;
            int count = (int)Math.Min(_blocks.Length, ((long)frame.RowCount - start + rows - 1) / rows);
            ParallelLoop.For(count, Degree(options), i =>
                _blocks[i].Format(cells, start + (i * rows), (int)Math.Min(frame.RowCount, start + ((i + 1L) * rows))));
            long length = 0;
            for (int i = 0; i < count; i++)
            {
                stream.Write(_blocks[i].Written);
                length += _blocks[i].Written.Length;
            }

            first = (int)Math.Min(frame.RowCount, start + ((long)count * rows));

            // Blocks of long rows hold fewer, so that what they take does not depend on the table.
            _rows = (int)Math.Clamp(BlockLength * (long)(first - start) / Math.Max(1, length), 1, MostRows);
        }
    }

    private static int Degree(CsvWriteOptions options) => Math.Max(1, options.DegreeOfParallelism ?? Environment.ProcessorCount);
}
