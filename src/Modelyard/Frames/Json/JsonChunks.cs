using System.Collections;
using Modelyard.Frames.Csv;
using Modelyard.Frames.Json;
using Modelyard.Frames.Lineage;

namespace Modelyard.Frames;

/// <summary>Represents a file of JSON, or of what is built like it, that is read chunk by chunk.</summary>
/// <remarks>Each enumeration opens the file and reads it from the first row; the chunks are the same every time, for any number of threads. Levels of a category are those of the chunk.</remarks>
public sealed class JsonChunks : IFrameChunks
{
    // What is held of a window is several times its bytes; of long records fewer make a chunk.
    private const int WindowLength = 4 << 20;
    private const int LeastPart = 64 << 10;

    private readonly JsonReadOptions _options;
    private readonly IReadOnlyList<RecordPlan> _plans;
    private readonly Func<ByteSource, JsonReadOptions, IRecordSource> _open;
    private readonly long _window;

    private JsonChunks(
        string path, JsonReadOptions options, int chunkRows, IReadOnlyList<RecordPlan> plans, RecordSurvey survey, long length, Func<ByteSource, JsonReadOptions, IRecordSource> open)
    {
        Path = path;
        ChunkRows = chunkRows;
        RowCount = survey.Rows;
        Notes = survey.Notes;
        Kinds = new OrderedDictionary<string, ColumnKind>(plans.Select(plan => KeyValuePair.Create(plan.Name, plan.Kind)), StringComparer.Ordinal);
        _plans = plans;
        _open = open;
        _options = options with { Kinds = Kinds, Columns = null };
        _window = (long)Math.Clamp((double)length / Math.Max(1, survey.Rows) * chunkRows, 1, WindowLength);
    }

    /// <summary>Gets the path of the file.</summary>
    public string Path { get; }

    /// <summary>Gets the greatest number of rows of a chunk.</summary>
    public int ChunkRows { get; }

    /// <summary>Gets the number of rows of the file.</summary>
    public long RowCount { get; }

    /// <summary>Gets what was found and passed over, as of a table that is read whole.</summary>
    public IReadOnlyList<FrameProblem> Notes { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, ColumnKind> Kinds { get; }

    /// <summary>Reads the file from the first row.</summary>
    /// <returns>The chunks, none of them empty.</returns>
    /// <exception cref="FrameFormatException">The file cannot be opened, is not a table, or has changed since its kinds were inferred.</exception>
    public IEnumerator<Frame> GetEnumerator()
    {
        using ByteSource bytes = ByteSource.Open(Path);
        IRecordSource source = _open(bytes, _options);
        LineageStep step = LineageSource.Of(bytes).Reading(Kinds.Keys, RowCount);
        foreach (RecordBlock[] blocks in Windows(source, _options, _options.Kinds, _window))
        {
            var survey = new RecordSurvey(Path, _options);
            foreach (RecordBlock block in blocks)
            {
                survey.Add(block);
            }

            survey.Settle(source.Locate);
            if (survey.Rows == 0)
            {
                continue;
            }

            Frame frame = RecordTable.Build(blocks, _plans, _options.Degree);
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

    /// <summary>Surveys a file.</summary>
    internal static JsonChunks Survey(string path, ByteSource bytes, JsonReadOptions options, int chunkRows, Func<ByteSource, JsonReadOptions, IRecordSource> open)
    {
        IRecordSource source = open(bytes, options);
        var survey = new RecordSurvey(path, options);
        var texts = new Dictionary<string, TextSurvey>(StringComparer.Ordinal);
        var refuted = new HashSet<string>(StringComparer.Ordinal);
        foreach (RecordBlock block in Windows(source, options, options.Kinds, WindowLength).SelectMany(blocks => blocks))
        {
            survey.Add(block);
            foreach (RecordCells cells in block.Columns)
            {
                Count(cells, texts, refuted);
            }
        }

        survey.Settle(source.Locate);
        IReadOnlyList<RecordPlan> plans = survey.Decide();
        string[] again = [.. plans.Where(plan => plan.IsOpen && refuted.Contains(plan.Name)).Select(plan => plan.Name)];
        if (again.Length > 0)
        {
            // Columns that held something else in a block: how many texts they hold is still to be counted.
            Array.ForEach(again, name => texts.Remove(name));
            var targets = again.ToDictionary(name => name, _ => ColumnKind.Text, StringComparer.Ordinal);
            foreach (RecordBlock block in Windows(source, options, RecordTable.With(options.Kinds, targets), WindowLength).SelectMany(blocks => blocks))
            {
                foreach (RecordCells cells in again.Select(name => block.ByName.GetValueOrDefault(name)).OfType<RecordCells>())
                {
                    Count(cells, texts, refuted);
                }
            }
        }

        plans = [.. plans.Select(plan => !plan.IsOpen ? plan : plan with { Kind = Kind(texts.GetValueOrDefault(plan.Name)), IsOpen = false })];
        return new JsonChunks(path, options, chunkRows, plans, survey, bytes.Length, open);
    }

    private static ColumnKind Kind(TextSurvey? texts) =>
        texts is not null && TextRule.IsCategory(texts.Levels, (int)Math.Min(texts.Present, int.MaxValue)) ? ColumnKind.Category : ColumnKind.Text;

    private static void Count(RecordCells cells, Dictionary<string, TextSurvey> texts, HashSet<string> refuted)
    {
        if (cells.Storage == CellStorage.Levels)
        {
            if (!texts.TryGetValue(cells.Name, out TextSurvey? survey))
            {
                texts[cells.Name] = survey = new TextSurvey();
            }

            survey.Add(cells.Levels, cells.Count);
        }
        else if (cells.Storage != CellStorage.None)
        {
            refuted.Add(cells.Name);
        }
    }

    /// <summary>Reads a file in windows of about so many bytes, each in parts side by side.</summary>
    private static IEnumerable<RecordBlock[]> Windows(IRecordSource source, JsonReadOptions options, IReadOnlyDictionary<string, ColumnKind> targets, long length)
    {
        int part = options.PartLength ?? (int)Math.Clamp(length / 8, Math.Min(LeastPart, length), 1 << 20);
        var parts = new List<JsonPart>();
        foreach (JsonPart next in source.Cut(part))
        {
            parts.Add(next);
            if (next.End - parts[0].Start >= length)
            {
                yield return RecordTable.ReadParts(source, parts, targets, options.Degree);
                parts.Clear();
            }
        }

        if (parts.Count > 0)
        {
            yield return RecordTable.ReadParts(source, parts, targets, options.Degree);
        }
    }
}
