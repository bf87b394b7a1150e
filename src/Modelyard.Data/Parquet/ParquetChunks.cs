using System.Collections;
using Modelyard.Data.Parquet;
using Modelyard.Data.Parquet.Decoding;
using Modelyard.Frames;
using Modelyard.Frames.Csv;
using Modelyard.Frames.Lineage;
using Modelyard.Numerics;

namespace Modelyard.Data;

/// <summary>Represents a Parquet file that is read chunk by chunk.</summary>
/// <remarks>Each enumeration opens the file and reads it from the first row; the chunks are the same every time, for any number of threads. Levels of a category are those of the chunk.</remarks>
public sealed class ParquetChunks : IFrameChunks
{
    private readonly ParquetReadOptions _options;

    private ParquetChunks(string path, ParquetReadOptions options, int chunkRows, IReadOnlyDictionary<string, ColumnKind> kinds, IReadOnlyList<FrameProblem> notes)
    {
        Path = path;
        ChunkRows = chunkRows;
        Kinds = kinds;
        Notes = notes;
        _options = options;
    }

    /// <summary>Gets the path of the file.</summary>
    public string Path { get; }

    /// <summary>Gets the greatest number of rows of a chunk.</summary>
    public int ChunkRows { get; }

    /// <summary>Gets the columns that are read otherwise than they are stored.</summary>
    public IReadOnlyList<FrameProblem> Notes { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, ColumnKind> Kinds { get; }

    /// <summary>Reads the file from the first row.</summary>
    /// <returns>The chunks, none of them empty.</returns>
    /// <exception cref="FrameFormatException">The file cannot be opened, or is not Parquet.</exception>
    public IEnumerator<Frame> GetEnumerator()
    {
        using ITableScan scan = TableScans.Open(Path, _options);
        LineageStep step = LineageSource.OfFile(Path).Reading(Kinds.Keys, null);
        foreach (Frame frame in scan.ReadChunks([.. Kinds.Keys], Kinds, ChunkRows))
        {
            int parts = (frame.RowCount + ChunkRows - 1) / ChunkRows;
            for (int part = 0; part < parts; part++)
            {
                int first = (int)((long)frame.RowCount * part / parts), end = (int)((long)frame.RowCount * (part + 1) / parts);
                yield return (parts == 1 ? frame : frame.Take([.. Enumerable.Range(first, end - first)])).WithLineage(step);
            }
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Opens a file, and decides between text and category.</summary>
    internal static ParquetChunks Open(string path, ParquetReadOptions options, int chunkRows)
    {
        using ITableScan scan = TableScans.Open(path, options);
        string[] open = [.. scan.Columns.Where(column => column.Kind == ColumnKind.Category && !options.Kinds.ContainsKey(column.Name)).Select(column => column.Name)];
        TextSurvey[] surveys = [.. open.Select(_ => new TextSurvey())];
        if (scan is FlatScan && options.Conditions.Count == 0)
        {
            // Each by itself, so that one that proves to be text is not read on.
            ParallelLoop.For(open.Length, options.Degree, i => Survey(scan, [open[i]], [surveys[i]]));
        }
        else if (open.Length > 0)
        {
            Survey(scan, open, surveys);
        }

        var kinds = new OrderedDictionary<string, ColumnKind>(StringComparer.Ordinal);
        foreach ((string name, ColumnKind kind) in scan.Columns)
        {
            int at = Array.IndexOf(open, name);
            kinds[name] = at >= 0 ? (TextRule.IsCategory(surveys[at].Levels, (int)Math.Min(surveys[at].Present, int.MaxValue)) ? ColumnKind.Category : ColumnKind.Text)
                : kind == ColumnKind.Category ? options.Kinds[name] : kind;
        }

        return new ParquetChunks(path, options, chunkRows, kinds, scan.Notes);
    }
    /// <summary>Counts the different texts of columns until all prove to have too many for a category.</summary>
    private static void Survey(ITableScan scan, string[] names, TextSurvey[] surveys)
    {
        // Kinds are left to the chunks: many different texts as levels of a category would take several times their memory.
        foreach (Frame frame in scan.ReadChunks(names, new Dictionary<string, ColumnKind>(StringComparer.Ordinal), CsvChunks.DefaultRows))
        {
            for (int i = 0; i < names.Length; i++)
            {
                surveys[i].Add(frame.Columns[i]);
            }

            if (!Array.Exists(surveys, survey => survey.IsCounting))
            {
                return;
            }
        }
    }
}
