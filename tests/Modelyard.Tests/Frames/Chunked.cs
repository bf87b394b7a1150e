using System.Collections;
using Modelyard.Frames;

namespace Modelyard.Tests.Frames;

/// <summary>Cuts a table into chunks whose categories have the levels of the chunk only, as a reader's have.</summary>
internal sealed class Chunked(Frame table, int rows) : IFrameChunks
{
    public IReadOnlyDictionary<string, ColumnKind> Kinds { get; } =
        new OrderedDictionary<string, ColumnKind>(table.Columns.Select(column => KeyValuePair.Create(column.Name, column.Kind)));

    public static Chunked Of(Frame table, int rows) => new(table, rows);

    public IEnumerator<Frame> GetEnumerator()
    {
        for (int first = 0; first < table.RowCount; first += rows)
        {
            Frame chunk = table.Take([.. Enumerable.Range(first, Math.Min(rows, table.RowCount - first))]);
            yield return Frame.Of(chunk.Columns.Select(column => column is CategoryColumn category ? CategoryColumn.From(column.Name, Enumerable.Range(0, column.Length).Select(row => category[row])) : column));
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
