using System.Collections;

namespace Modelyard.Frames;

/// <summary>Binds records to tables that are read chunk by chunk.</summary>
public static class RecordChunks
{
    /// <summary>Gives the rows of a stream as records, one after another, without holding more than a chunk of them.</summary>
    /// <typeparam name="T">The type of the records.</typeparam>
    /// <param name="chunks">The stream.</param>
    /// <returns>The records. Each enumeration reads the stream anew.</returns>
    /// <exception cref="FrameRecordException">A chunk does not fit; thrown when it is come to, rows being counted over the whole stream.</exception>
    public static IEnumerable<T> As<T>(this IFrameChunks chunks)
        where T : IFrameRecord<T>
    {
        ArgumentNullException.ThrowIfNull(chunks);
        return Rows<T>(chunks);
    }

    /// <summary>Gives records as a stream of tables.</summary>
    /// <typeparam name="T">The type of the records.</typeparam>
    /// <param name="records">The records, which can be enumerated more than once.</param>
    /// <param name="rows">The number of records of each chunk but the last, at least 1.</param>
    /// <returns>The stream. A chunk whose records do not fit a table throws <see cref="FrameRecordException"/> when it is come to.</returns>
    public static IFrameChunks ToFrameChunks<T>(this IEnumerable<T> records, int rows = 65_536)
        where T : IFrameRecord<T>
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        return new Chunks<T>(records, rows);
    }

    private static IEnumerable<T> Rows<T>(IFrameChunks chunks)
        where T : IFrameRecord<T>
    {
        long first = 0;
        foreach (Frame chunk in chunks)
        {
            foreach (T record in chunk.ToRecords<T>(first))
            {
                yield return record;
            }

            first += chunk.RowCount;
        }
    }

    private sealed class Chunks<T>(IEnumerable<T> records, int rows) : IFrameChunks
        where T : IFrameRecord<T>
    {
        public IReadOnlyDictionary<string, ColumnKind> Kinds { get; } = new OrderedDictionary<string, ColumnKind>(T.Columns.Select(column => KeyValuePair.Create(column.Name, column.Kind)), StringComparer.Ordinal);

        public IEnumerator<Frame> GetEnumerator()
        {
            long first = 0;
            foreach (T[] chunk in records.Chunk(rows))
            {
                yield return Frame.OfRecords<T>(chunk, first);
                first += chunk.Length;
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
