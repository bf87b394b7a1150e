using Modelyard.Frames.Csv;

namespace Modelyard.Frames.Json;

/// <summary>Gathers the cells of a column of texts as numbers of different ones, until they prove too many for a category.</summary>
internal sealed class TextGatherer
{
    private readonly string _name;
    private readonly ColumnKind? _kind;
    private LevelTable? _levels;
    private int[] _codes;
    private byte[] _bytes;
    private int[] _offsets = [];
    private ulong[]? _missing;
    private int _rows;
    private int _missingCount;

    /// <summary>Initializes a gatherer.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="kind">Text or Category if that is given; null lets the number of different texts decide.</param>
    /// <param name="rows">The number of rows that are expected.</param>
    /// <param name="bytes">The number of bytes that are expected if they are held as texts.</param>
    public TextGatherer(string name, ColumnKind? kind, int rows, long bytes = 0)
    {
        _name = name;
        _kind = kind;
        bool isText = kind == ColumnKind.Text;
        _levels = isText ? null : new LevelTable();
        _codes = isText ? [] : GC.AllocateUninitializedArray<int>(rows);
        _offsets = isText ? new int[rows + 1] : [];
        _bytes = isText ? new byte[Math.Clamp(bytes, 0, Array.MaxLength)] : [];
    }

    /// <summary>Adds a missing cell.</summary>
    public void AddMissing()
    {
        Miss(_rows);
        if (_levels is null)
        {
            AddBytes([]);
        }
        else
        {
            AddCode(CategoryColumn.Missing);
        }
    }

    /// <summary>Adds a text.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        if (_levels is null)
        {
            AddBytes(text);
            return;
        }

        AddCode(_levels.Intern(text));
        GiveUpLevels();
    }

    /// <summary>Begins some cells, if they are held as numbers of different texts: the numbers are written, and <see cref="Intern"/> gives them.</summary>
    /// <param name="count">The number of cells.</param>
    /// <returns>Receives the numbers, -1 where missing; nothing if cells are held as texts, and are added one by one.</returns>
    public Span<int> BeginCodes(int count)
    {
        if (_levels is null)
        {
            return default;
        }

        if (_rows + count > _codes.Length)
        {
            Array.Resize(ref _codes, Math.Max(_rows + count, _codes.Length * 2));
        }

        return _codes.AsSpan(_rows, count);
    }

    /// <summary>Gets the number of a text among different ones.</summary>
    /// <param name="first">The first byte; eight bytes from it must be readable.</param>
    /// <param name="length">The number of bytes.</param>
    public int Intern(ref byte first, int length) => _levels!.Intern(ref first, length);

    /// <summary>Ends the cells that were begun.</summary>
    /// <param name="count">The number of cells.</param>
    public void EndCodes(int count)
    {
        for (int row = _rows; row < _rows + count; row++)
        {
            if (_codes[row] < 0)
            {
                Miss(row);
            }
        }

        _rows += count;
        GiveUpLevels();
    }

    /// <summary>Adds the cells of a block, missing where it has none.</summary>
    /// <param name="cells">The cells of the block, held as texts; null if it has none at all.</param>
    /// <param name="rows">The number of rows of the block.</param>
    public void Add(RecordCells? cells, int rows)
    {
        int[] numbers = [];
        if (_levels is not null && cells is { Storage: CellStorage.Levels })
        {
            numbers = new int[cells.Levels.Count];
            for (int level = 0; level < numbers.Length; level++)
            {
                numbers[level] = _levels.Intern(cells.Levels[level]);
            }
        }

        for (int row = 0; row < rows; row++)
        {
            if (cells is null || !cells.IsPresent(row))
            {
                AddMissing();
            }
            else if (_levels is null)
            {
                AddBytes(cells.Levels[(int)cells.Value(row)]);
            }
            else
            {
                AddCode(numbers[cells.Value(row)]);
            }
        }

        GiveUpLevels();
    }

    /// <summary>Makes the column.</summary>
    public Column Build()
    {
        var validity = new Validity(_missing, _rows);
        if (_levels is not null && (_kind == ColumnKind.Category || TextRule.IsCategory(_levels.Count, _rows - _missingCount)))
        {
            return BuildCategory(_levels, validity);
        }

        ToText();
        return new TextColumn(_name, validity, _bytes, _offsets);
    }

    private CategoryColumn BuildCategory(LevelTable levels, Validity validity)
    {
        int[] ranks = levels.Rank(out string[] names);
        for (int row = 0; row < _rows; row++)
        {
            _codes[row] = ranks[_codes[row] + 1];
        }

        return new CategoryColumn(_name, validity, _codes, names);
    }

    private void Miss(int row)
    {
        _missing ??= new ulong[Math.Max(1, Validity.Words(Math.Max(_codes.Length, _offsets.Length)))];
        if (row >> 6 >= _missing.Length)
        {
            Array.Resize(ref _missing, Math.Max((row >> 6) + 1, _missing.Length * 2));
        }

        _missing[row >> 6] |= 1UL << (row & 63);
        _missingCount++;
    }

    private void GiveUpLevels()
    {
        if (_levels is { Count: > TextRule.MaxLevels } && _kind is null)
        {
            ToText();
        }
    }

    private void ToText()
    {
        if (_levels is not { } levels)
        {
            return;
        }

        long length = 0;
        for (int row = 0; row < _rows; row++)
        {
            length += _codes[row] < 0 ? 0 : levels[_codes[row]].Length;
        }

        CheckLength(length);
        _bytes = new byte[length];
        _offsets = new int[Math.Max(_codes.Length, _rows) + 1];
        int at = 0;
        for (int row = 0; row < _rows; row++)
        {
            if (_codes[row] >= 0)
            {
                levels[_codes[row]].CopyTo(_bytes.AsSpan(at));
                at += levels[_codes[row]].Length;
            }

            _offsets[row + 1] = at;
        }

        _levels = null;
        _codes = [];
    }

    private void AddCode(int code)
    {
        if (_rows == _codes.Length)
        {
            Array.Resize(ref _codes, Math.Max(64, _codes.Length * 2));
        }

        _codes[_rows++] = code;
    }

    private void AddBytes(ReadOnlySpan<byte> text)
    {
        int start = _rows == 0 ? 0 : _offsets[_rows];
        long end = (long)start + text.Length;
        CheckLength(end);
        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max(end, Math.Max(1024, 2L * _bytes.Length)), Array.MaxLength));
        }

        if (_rows + 2 > _offsets.Length)
        {
            Array.Resize(ref _offsets, Math.Max(64, _offsets.Length * 2));
        }

        text.CopyTo(_bytes.AsSpan(start));
        _offsets[++_rows] = (int)end;
    }

    private void CheckLength(long length)
    {
        if (length > Array.MaxLength)
        {
            throw new ModelyardException($"The texts of the column '{_name}' take more than 2 GiB. Read the table in chunks, or without the column.");
        }
    }
}
