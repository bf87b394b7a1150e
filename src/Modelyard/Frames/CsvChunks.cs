using System.Collections;
using Modelyard.Frames.Csv;
using Modelyard.Frames.Lineage;
using Modelyard.Numerics;

namespace Modelyard.Frames;

/// <summary>Represents a file of delimited text that is read chunk by chunk.</summary>
/// <remarks>Each enumeration opens the file and reads it from the first row; the chunks are the same every time, for any number of threads. Levels of a category are those of the chunk.</remarks>
public sealed class CsvChunks : IFrameChunks
{
    internal const int DefaultRows = 65_536;

    // Of long rows fewer make a chunk, so that their length does not decide how much memory one takes.
    private const long MostBytes = 4 << 20;

    private readonly CsvReadOptions _options;
    private readonly IReadOnlyList<ColumnPlan> _plans;
    private readonly double _rowLength;

    internal CsvChunks(string path, CsvReadOptions options, int chunkRows, CsvLayout layout, CsvSurvey survey)
    {
        Path = path;
        ChunkRows = chunkRows;
        Delimiter = (char)layout.Dialect.Delimiter;
        RowCount = survey.Rows;
        _options = options;
        _plans = survey.Plans;
        _rowLength = survey.RowLength;
        Kinds = new OrderedDictionary<string, ColumnKind>(_plans.Select(plan => KeyValuePair.Create(plan.Name, plan.Kind)), StringComparer.Ordinal);
    }

    /// <summary>Gets the path of the file.</summary>
    public string Path { get; }

    /// <summary>Gets the character between fields.</summary>
    public char Delimiter { get; }

    /// <summary>Gets the greatest number of rows of a chunk.</summary>
    public int ChunkRows { get; }

    /// <summary>Gets the number of rows of the file; null if the kinds were given and no pass has counted.</summary>
    public long? RowCount { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, ColumnKind> Kinds { get; }

    /// <summary>Reads the file from the first row.</summary>
    /// <returns>The chunks, none of them empty.</returns>
    /// <exception cref="FrameFormatException">The file cannot be opened, is not a table, or has changed since its kinds were inferred.</exception>
    public IEnumerator<Frame> GetEnumerator()
    {
        using ByteSource source = ByteSource.Open(Path);
        CsvLayout layout = CsvHead.Read(source, _options);
        long window = (long)Math.Clamp(_rowLength * ChunkRows, 1, MostBytes);
        var tokens = new MissingTokens(_options.MissingTokens);
        LineageStep step = LineageSource.Of(source).Reading(Kinds.Keys, RowCount);
        foreach (CsvPass pass in CsvWindows.Read(source, layout, _plans, _options, tokens, window, keepsSinks: false))
        {
            int parts = (pass.Rows + ChunkRows - 1) / ChunkRows;
            if (parts == 1)
            {
                yield return Tell(Build(pass), pass, tokens).WithLineage(step);
                continue;
            }

            // A window has about as many rows as a chunk may have; if it has more, it becomes several of nearly one size.
            Frame frame = Build(pass);
            for (int part = 0; part < parts; part++)
            {
                int first = (int)((long)pass.Rows * part / parts), end = (int)((long)pass.Rows * (part + 1) / parts);
                Frame chunk = frame.Take([.. Enumerable.Range(first, end - first)]).WithLineage(step);
                yield return part == 0 ? Tell(chunk, pass, tokens) : chunk;
            }
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Notes in a chunk which texts were taken for missing cells: those of its window, of which it is the first part or the whole.</summary>
    private Frame Tell(Frame chunk, CsvPass pass, MissingTokens tokens)
    {
        for (int i = 0; i < pass.Sinks.Count && _options.HasUsualTokens; i++)
        {
            chunk.Columns[i].TakenForMissing = pass.Sinks[i].TakenBy(tokens);
        }

        return chunk;
    }

    private Frame Build(CsvPass pass)
    {
        var columns = new Column[pass.Sinks.Count];
        ParallelLoop.For(columns.Length, _options.DegreeOfParallelism ?? Environment.ProcessorCount, i =>
        {
            _ = pass.Sinks[i].Decide(pass.Rows);
            columns[i] = pass.Sinks[i].Build(pass.Rows);
        });
        return Frame.Of(columns);
    }
}
