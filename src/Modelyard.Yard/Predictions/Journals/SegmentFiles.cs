using Modelyard.Data;
using Modelyard.Frames;

namespace Modelyard.Lifecycle.Predictions.Journals;

/// <summary>Reads the segments of a log chunk by chunk, journals and tables alike.</summary>
internal static class SegmentFiles
{
    // What the columns of a log hold is known; of inputs that are texts the file decides.
    private static readonly Dictionary<string, ColumnKind> s_kinds = new(StringComparer.Ordinal)
    {
        [PredictionColumns.Request] = ColumnKind.Text,
        [PredictionColumns.Key] = ColumnKind.Text,
        [PredictionColumns.Version] = ColumnKind.Category,
        [PredictionColumns.Prediction] = ColumnKind.Category,
        [PredictionColumns.Label] = ColumnKind.Text,
    };

    /// <summary>Gets how tables are read.</summary>
    internal static ParquetReadOptions Options { get; } = new() { DegreeOfParallelism = 1, Kinds = s_kinds };

    /// <summary>Decides of tables together which of their columns are texts and which categories: what is text in one is so in all.</summary>
    internal static ParquetReadOptions OptionsOf(IReadOnlyList<string> tables)
    {
        var kinds = new Dictionary<string, ColumnKind>(s_kinds, StringComparer.Ordinal);
        foreach ((string name, ColumnKind kind) in tables.SelectMany(table => ParquetReader.ReadChunks(table, Options).Kinds).Where(column => column.Value is ColumnKind.Text or ColumnKind.Category))
        {
            kinds[name] = kind == ColumnKind.Text ? kind : kinds.GetValueOrDefault(name, kind);
        }

        return Options with { Kinds = kinds };
    }

    /// <summary>Reads a segment.</summary>
    /// <param name="kind">What it holds.</param>
    /// <param name="path">The path.</param>
    /// <param name="conditions">What rows of tables must hold; parts that cannot are not read. Of journals all rows are read.</param>
    /// <returns>The chunks, none of them empty.</returns>
    /// <exception cref="IOException">The segment is not there any more.</exception>
    internal static IEnumerable<Frame> Chunks(SegmentKind kind, string path, params ColumnCondition[] conditions) =>
        path.EndsWith(SegmentFolder.Table, StringComparison.Ordinal) ? Rows(path, Options with { Conditions = conditions }) : Journal(kind, path);

    private static IEnumerable<Frame> Rows(string table, ParquetReadOptions options)
    {
        using IEnumerator<Frame> chunks = Present(table, () => ParquetReader.ReadChunks(table, options).GetEnumerator());
        while (Present(table, chunks.MoveNext))
        {
            yield return chunks.Current;
        }
    }

    /// <summary>Tells a table that is not there any more, as it was put together with others, from one that is damaged.</summary>
    private static T Present<T>(string table, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FrameFormatException fault) when (!File.Exists(table))
        {
            throw new FileNotFoundException(fault.Message, table, fault);
        }
    }

    private static IEnumerable<Frame> Journal(SegmentKind kind, string path)
    {
        using var reader = new SegmentReader(kind, path);
        foreach (Frame chunk in reader.Chunks())
        {
            yield return chunk;
        }
    }
}
