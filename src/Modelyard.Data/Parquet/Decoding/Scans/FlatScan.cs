using Modelyard.Data.Parquet.Format;
using Modelyard.Frames;
using Modelyard.Frames.Csv;
using Modelyard.Numerics;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Reads the rows of a Parquet file whose columns are flat.</summary>
internal sealed class FlatScan : ITableScan
{
    // A cell may take no bit in the file at all. What claims more than so much memory must have so many bytes for it.
    private const long FreeBytes = 1L << 30, CellBytes = 8, MemoryPerByte = 1L << 15;

    // Of wide rows fewer make a chunk, as of long lines of text, so that their width does not decide how much memory one takes.
    private const long ChunkBytes = 2 << 20;

    private readonly string _name;
    private readonly ByteSource _source;
    private readonly ParquetReadOptions _options;
    private readonly FlatField[] _fields;
    private readonly FlatField[] _tested;
    private readonly RowGroup[] _groups;
    private readonly List<FrameProblem> _notes = [];

    /// <summary>Opens a file.</summary>
    /// <param name="name">The name of the file.</param>
    /// <param name="source">The file, which the scan disposes of unless this throws.</param>
    /// <param name="metadata">What stands at its end.</param>
    /// <param name="fields">All of its columns.</param>
    /// <param name="options">How it is read.</param>
    /// <exception cref="FrameFormatException">A column that is asked for is not there, or cannot be compared.</exception>
    public FlatScan(string name, ByteSource source, FileMetadata metadata, IReadOnlyList<FlatField> fields, ParquetReadOptions options)
    {
        _name = name;
        _source = source;
        _options = options;
        if (fields.Count > options.MaxColumns)
        {
            throw new FrameFormatException(name, $"The file has more than '{options.MaxColumns}' columns. If that is meant, raise MaxColumns.");
        }

        IReadOnlyList<FlatField> chosen = ColumnNames.Choose(name, fields, field => field.Name, options.Columns);
        IReadOnlyList<FlatField> tested = ColumnNames.Choose(name, fields, field => field.Name, [.. options.Conditions.Select(condition => condition.Column)]);
        FlatField[] needed = [.. chosen.Concat(tested).Distinct()];
        _ = Tell(() => CheckRows(metadata, needed));
        FlatField[] settled = Tell(() => LongNumberSurvey.Settle(name, source, metadata.RowGroups, needed, options, _notes));
        _fields = [.. chosen.Select(field => settled[Array.IndexOf(needed, field)])];
        _tested = [.. tested.Select(field => settled[Array.IndexOf(needed, field)])];
        foreach ((ColumnCondition condition, FlatField field) in options.Conditions.Zip(_tested))
        {
            if (!condition.Fits(field.Kind))
            {
                throw new FrameFormatException(name, condition.Misfit(field.Kind));
            }
        }

        _groups = [.. metadata.RowGroups.Where(group => group.RowCount > 0 && !options.Conditions.Zip(_tested).Any(pair => Tell(() => GroupBounds.RulesOut(pair.First, pair.Second, group))))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, ColumnKind Kind)> Columns => [.. _fields.Select(one => (one.Name, one.Kind))];

    /// <inheritdoc/>
    public IReadOnlyList<FrameProblem> Notes => _notes;

    /// <summary>Gets the number of rows of a row group.</summary>
    /// <exception cref="ParquetFormatException">They are more than an array holds.</exception>
    public static int RowsOf(RowGroup group) =>
        group.RowCount <= Array.MaxLength ? (int)group.RowCount : throw new ParquetFormatException($"A row group has '{group.RowCount}' rows and must have at most '{Array.MaxLength}'.");

    /// <inheritdoc/>
    public Frame ReadWhole()
    {
        _ = Tell(() => Array.ConvertAll(_groups, RowsOf));
        long rows = _options.Conditions.Count == 0 ? _groups.Sum(group => group.RowCount) : _groups.Select(group => group.RowCount).DefaultIfEmpty().Max();
        if (rows > Array.MaxLength)
        {
            throw new FrameFormatException(_name, $"The table has more than '{Array.MaxLength}' rows. Read it in chunks.");
        }

        CheckMemory(rows);
        return Tell(() => _options.Conditions.Count == 0 ? ReadAll((int)rows) : new FilteredRead(_source, _options, _fields, _tested, _groups, _notes).Read());
    }

    /// <inheritdoc/>
    public IEnumerable<Frame> ReadChunks(IReadOnlyList<string> names, IReadOnlyDictionary<string, ColumnKind> kinds, int rows)
    {
        FlatField[] fields = [.. names.Select(name => Array.Find(_fields, field => field.Name == name)!)];
        _ = Tell(() => Array.ConvertAll(_groups, RowsOf));
        int fitting = (int)Math.Clamp(ChunkBytes / Math.Max(1, fields.Sum(RowBytes)), 1, rows);
        using var read = new ChunkedRead(_source, _options, fields, _tested, _groups, kinds, fitting);
        while (Tell(read.Next) is { } frame)
        {
            yield return frame;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    /// <summary>Gets about how many bytes a cell of a column takes.</summary>
    private double RowBytes(FlatField field)
    {
        double rows = _groups.Sum(group => (double)group.RowCount);
        return field.Kind != ColumnKind.Category || rows == 0 ? CellBytes : sizeof(int) + (_groups.Sum(group => Math.Max(0.0, group.Chunks[field.Position].UnpackedLength)) / rows);
    }

    /// <summary>Reads all rows, each column of each row group straight to where it belongs, the longest first.</summary>
    private Frame ReadAll(int rows)
    {
        int[] starts = new int[_groups.Length];
        for (int i = 1; i < starts.Length; i++)
        {
            starts[i] = starts[i - 1] + (int)_groups[i - 1].RowCount;
        }

        ColumnCells[] cells = [.. _fields.Select(field => ColumnCells.Of(field, rows, KindOf(field, _options.Kinds)))];
        (int Field, int Group)[] tasks = [.. from field in Enumerable.Range(0, _fields.Length) from @group in Enumerable.Range(0, _groups.Length) select (field, @group)];
        tasks = [.. tasks.OrderByDescending(task => _groups[task.Group].Chunks[_fields[task.Field].Position].Length)];
        ParallelLoop.For(tasks.Length, _options.Degree, i =>
        {
            (int field, int group) = tasks[i];
            using var cursor = new ColumnCursor(_source, _fields[field], _groups[group]);
            cursor.DecodeAll(cells[field], starts[group]);
        });
        Column[] columns = Array.ConvertAll(cells, column => column.Build(_options.Degree));
        for (int i = 0; i < cells.Length; i++)
        {
            if (cells[i] is TimeCells times)
            {
                TellOf(_notes, times.Field, times.HasOutside, (TimestampColumn)columns[i], times.CountUneven());
            }
        }

        return Frame.Of(columns);
    }

    /// <summary>Gets the kind of a column of texts that is given.</summary>
    public static ColumnKind? KindOf(FlatField field, IReadOnlyDictionary<string, ColumnKind> kinds) =>
        field.Kind == ColumnKind.Category && kinds.TryGetValue(field.Name, out ColumnKind kind) ? kind : null;

    /// <summary>Refuses times that a column cannot keep, and notes what others lost.</summary>
    public static void TellOf(List<FrameProblem> notes, FlatField field, bool hasOutside, TimestampColumn column, long uneven)
    {
        if (hasOutside)
        {
            TimeCells.CheckYears(column, 0);
        }

        if (uneven > 0)
        {
            notes.Add(new FrameProblem(0, $"'{field.Name}'", TimeCells.Note(uneven)));
        }
    }

    /// <summary>Demands that every row has a cell in each column, present or missing, before memory for it is taken.</summary>
    private static bool CheckRows(FileMetadata metadata, FlatField[] needed)
    {
        foreach (RowGroup group in metadata.RowGroups)
        {
            if (Array.Find(needed, field => group.Chunks[field.Position].CellCount != group.RowCount) is { } odd)
            {
                throw new ParquetFormatException($"A row group has '{group.RowCount}' rows, and the column '{group.Chunks[odd.Position].CellCount}' cells.") { Column = odd.Name };
            }
        }

        return true;
    }

    private void CheckMemory(long rows)
    {
        long bytes = rows * CellBytes * Math.Max(1, _fields.Length), available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        long least = rows * _fields.Sum(field => field.Kind switch { ColumnKind.Boolean => sizeof(bool), ColumnKind.Category => sizeof(int), _ => CellBytes });

        if (bytes > FreeBytes && bytes / MemoryPerByte > _source.Length)
        {
            throw new FrameFormatException(_name, $"The file of '{_source.Length}' bytes says that it has '{rows}' rows of '{_fields.Length}' columns, which would take '{bytes}' bytes. If that is meant, read it in chunks.");
        }

        // What several threads ask for at once, each more than there is, has ended the process where an exception was due.
        if (available > 0 && least > available)
        {
            throw new FrameFormatException(_name, $"There is not enough memory: the table of '{rows}' rows and '{_fields.Length}' columns takes '{least}' bytes or more, and the process may have '{available}'. Read it in chunks, or fewer columns of it.");
        }
    }

    /// <summary>Does something, and names the file and the column in what goes wrong.</summary>
    private T Tell<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ParquetFormatException exception)
        {
            string? column = exception.Column is null ? null : $"'{exception.Column}'";
            throw new FrameFormatException(_name, [new FrameProblem(0, column, $"The Parquet file cannot be read: {exception.Message}")], 1, "Copy or write it again.");
        }
        catch (ModelyardException exception) when (exception is not FrameFormatException)
        {
            throw new FrameFormatException(_name, exception.Message, exception);
        }
        catch (IOException exception)
        {
            throw new FrameFormatException(_name, $"The file cannot be read: {exception.Message}", exception);
        }
    }
}
