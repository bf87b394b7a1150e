using Modelyard.Frames.Csv;

namespace Modelyard.Frames.Json;

/// <summary>Takes in the values of some records, one after the other: a block that one thread reads.</summary>
internal sealed class RecordBlock
{
    private readonly Dictionary<string, RecordCells> _byName = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, ColumnKind> _targets;
    private readonly JsonReadOptions _options;

    /// <summary>Initializes a block.</summary>
    /// <param name="options">How records are read.</param>
    /// <param name="targets">The kinds that columns must have, by name.</param>
    public RecordBlock(JsonReadOptions options, IReadOnlyDictionary<string, ColumnKind> targets)
    {
        _options = options;
        _targets = targets;
    }

    /// <summary>Gets the key of all keys.</summary>
    public KeyNode Root { get; } = new(string.Empty, []);

    /// <summary>Gets the columns, in the order in which they first occur.</summary>
    public List<RecordCells> Columns { get; } = [];

    /// <summary>Gets the number of rows.</summary>
    public int Rows { get; private set; }

    /// <summary>Gets what is wrong.</summary>
    public List<RecordFault> Faults { get; } = [];

    /// <summary>Gets the number of things that are wrong, of which only the first are listed.</summary>
    public long FaultCount { get; private set; }

    /// <summary>Gets or sets where the record that is being read begins: its offset, or its number from 1.</summary>
    public long Place { get; set; }

    /// <summary>Gets the columns by name.</summary>
    public IReadOnlyDictionary<string, RecordCells> ByName => _byName;

    /// <summary>Ends a row.</summary>
    public void EndRow() => Rows++;

    /// <summary>Finds a key under another.</summary>
    public KeyNode Child(KeyNode parent, ReadOnlySpan<byte> name) => parent.Child(name, _options.Separator);

    /// <summary>Notes that the record has a key, and refuses it if the record has it already.</summary>
    /// <returns>True if the key is new to the record.</returns>
    public bool Visit(KeyNode key)
    {
        if (key.Row == Rows)
        {
            Fault(Place, key.Path, "The key occurs twice in one object and must occur once.");
            return false;
        }

        key.Row = Rows;
        if (key.Path.Length == 0)
        {
            Fault(Place, null, "A key is empty and must have a name, as columns have.");
            return false;
        }

        return true;
    }

    /// <summary>Takes a null.</summary>
    public void AddNull(KeyNode key) => CellsOf(key);

    /// <summary>Takes an integer.</summary>
    public void AddInteger(KeyNode key, long value, ReadOnlySpan<byte> raw) => Refuse(key, CellsOf(key).AddInteger(Rows, value, raw), raw);

    /// <summary>Takes a number with a point or an exponent.</summary>
    public void AddDouble(KeyNode key, double value, ReadOnlySpan<byte> raw) => Refuse(key, CellsOf(key).AddDouble(Rows, value, raw), raw);

    /// <summary>Takes true or false.</summary>
    public void AddBoolean(KeyNode key, bool value) => Refuse(key, CellsOf(key).AddBoolean(Rows, value), value ? "true"u8 : "false"u8);

    /// <summary>Takes a time in UTC.</summary>
    public void AddTime(KeyNode key, long ticks) => Refuse(key, CellsOf(key).AddTime(Rows, ticks), "a time"u8);

    /// <summary>Takes a text.</summary>
    public void AddText(KeyNode key, ReadOnlySpan<byte> text) => Refuse(key, CellsOf(key).AddText(Rows, text), text);

    /// <summary>Takes an array as the text that it has.</summary>
    public void AddStructure(KeyNode key, ReadOnlySpan<byte> raw) => Refuse(key, CellsOf(key).AddStructure(Rows, raw), raw);

    /// <summary>Takes a number that is too long for the two kinds of numbers, as the options say.</summary>
    public void AddLongNumber(KeyNode key, ReadOnlySpan<byte> raw)
    {
        double rounded = double.Parse(raw, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture);
        RecordCells cells = CellsOf(key);
        if (cells.Target is null && _options.LongNumbers == LongNumbers.Error)
        {
            Fault(Place, key.Path, $"The number '{TextRule.Shorten(raw)}' has more digits than the number kinds hold. Read it as text or rounded (LongNumbers), or give the column its kind.");
            return;
        }

        if (cells.Target is null && _options.LongNumbers == LongNumbers.Double)
        {
            HasRounded.Add(cells.Name);
            Refuse(key, cells.AddDouble(Rows, rounded, raw), raw);
            return;
        }

        Refuse(key, cells.AddLongNumber(Rows, rounded, raw), raw);
    }

    /// <summary>Gets the names of columns with a number that was rounded.</summary>
    public HashSet<string> HasRounded { get; } = new(StringComparer.Ordinal);

    /// <summary>Notes something wrong.</summary>
    public void Fault(long place, string? column, string message)
    {
        FaultCount++;
        if (Faults.Count < Math.Max(1, _options.MaxProblems))
        {
            Faults.Add(new RecordFault(place, column, message));
        }
    }

    private RecordCells CellsOf(KeyNode key)
    {
        RecordCells cells = key.Cells ?? Create(key);
        if (cells.Row == Rows)
        {
            Fault(Place, cells.Name, "Two keys of one object give the column, one of them nested. Choose another separator.");
        }

        cells.Row = Rows;
        return cells;
    }

    private RecordCells Create(KeyNode key)
    {
        if (!_byName.TryGetValue(key.Path, out RecordCells? cells))
        {
            if (Columns.Count >= _options.MaxColumns)
            {
                // One text for all records, so that a file of ever new keys cannot fill the memory.
                throw new ModelyardException($"The records have more than '{_options.MaxColumns}' different keys, '{key.Path}' among them. Are keys used for values? Otherwise raise MaxColumns.");
            }

            bool isGiven = _targets.TryGetValue(key.Path, out ColumnKind kind);
            cells = new RecordCells(key.Path, isGiven ? kind : null);
            _byName.Add(key.Path, cells);
            Columns.Add(cells);
        }

        key.Cells = cells;
        return cells;
    }

    private void Refuse(KeyNode key, bool fits, ReadOnlySpan<byte> raw)
    {
        if (!fits)
        {
            Fault(Place, key.Path, $"'{TextRule.Shorten(raw)}' is not of the kind '{key.Cells!.Target}' that the column must have.");
        }
    }
}
