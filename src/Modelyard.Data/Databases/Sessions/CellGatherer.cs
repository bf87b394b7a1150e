using System.Globalization;
using System.Text;
using Modelyard.Frames;

namespace Modelyard.Data.Databases;

/// <summary>Gathers the cells of one column of a query. What a database gives is turned into the kind of the column, or told as a problem if it is not of that kind.</summary>
/// <param name="name">The name of the column.</param>
/// <param name="kind">The kind of the column.</param>
/// <param name="isUtc">Whether times are UTC; null if the first one that is a text says it.</param>
/// <param name="problems">Takes what cannot be read.</param>
internal sealed class CellGatherer(string name, ColumnKind kind, bool? isUtc, CellProblems problems)
{
    private const int Room = 1024;
    private const long LargestExact = 1L << 53;

    private long[] _integers = [];
    private double[] _doubles = [];
    private bool[] _booleans = [];
    private byte[] _bytes = [];
    private int[] _offsets = [];
    private ulong[]? _missing;
    private long _before;
    private bool? _isUtc = isUtc;

    /// <summary>Gets the number of cells since the column was last built.</summary>
    public int Count { get; private set; }

    private bool IsText => kind is ColumnKind.Text or ColumnKind.Category;

    private long Row => _before + Count + 1;

    public void AddMissing()
    {
        _missing ??= new ulong[Validity.Words(Math.Max(Room, Count + 1))];
        Grow(ref _missing, Count >> 6, (Count >> 6) + 1);
        _missing[Count >> 6] |= 1UL << (Count & 63);
        switch (kind)
        {
            case ColumnKind.Double:
                Put(ref _doubles, double.NaN);
                break;
            case ColumnKind.Boolean:
                Put(ref _booleans, false);
                break;
            case ColumnKind.Integer or ColumnKind.Timestamp:
                Put(ref _integers, 0);
                break;
            default:
                PutText([]);
                break;
        }
    }

    public void Add(long value)
    {
        switch (kind)
        {
            case ColumnKind.Integer:
                Put(ref _integers, value);
                break;
            case ColumnKind.Double when value is >= -LargestExact and <= LargestExact:
                Put(ref _doubles, value);
                break;
            case ColumnKind.Boolean when value is 0 or 1:
                Put(ref _booleans, value == 1);
                break;
            case ColumnKind.Text or ColumnKind.Category:
                Span<byte> text = stackalloc byte[20];
                value.TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
                PutText(text[..length]);
                break;
            default:
                Refuse(string.Create(CultureInfo.InvariantCulture, $"{value}"));
                break;
        }
    }

    public void Add(double value)
    {
        switch (kind)
        {
            case ColumnKind.Double when double.IsNaN(value):
                AddMissing();
                break;
            case ColumnKind.Double:
                Put(ref _doubles, value);
                break;
            case ColumnKind.Integer when double.IsInteger(value) && Math.Abs(value) <= LargestExact:
                Put(ref _integers, (long)value);
                break;
            case ColumnKind.Text or ColumnKind.Category:
                Span<byte> text = stackalloc byte[32];
                value.TryFormat(text, out int length, "R", CultureInfo.InvariantCulture);
                PutText(text[..length]);
                break;
            default:
                Refuse(value.ToString("R", CultureInfo.InvariantCulture));
                break;
        }
    }

    public void Add(bool value)
    {
        switch (kind)
        {
            case ColumnKind.Boolean:
                Put(ref _booleans, value);
                break;
            case ColumnKind.Integer or ColumnKind.Double:
                Add(value ? 1L : 0L);
                break;
            case ColumnKind.Timestamp:
                Refuse(value ? "true" : "false");
                break;
            default:
                PutText(value ? "true"u8 : "false"u8);
                break;
        }
    }

    /// <summary>Adds a time.</summary>
    /// <param name="ticks">The ticks since 0001-01-01, within the range of <see cref="DateTime"/>.</param>
    public void AddTicks(long ticks)
    {
        if (kind == ColumnKind.Timestamp)
        {
            Put(ref _integers, ticks);
        }
        else
        {
            AddText(TimestampText.Format(ticks, _isUtc == true));
        }
    }

    public void AddText(string text)
    {
        if (IsText)
        {
            int length = Encoding.UTF8.GetMaxByteCount(text.Length);
            Begin(length);
            Commit(Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_offsets[Count])));
        }
        else
        {
            AddText(Encoding.UTF8.GetBytes(text));
        }
    }

    public void AddText(ReadOnlySpan<byte> utf8)
    {
        switch (kind)
        {
            case ColumnKind.Text or ColumnKind.Category:
                PutText(utf8);
                break;
            case ColumnKind.Integer when long.TryParse(utf8, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer):
                Put(ref _integers, integer);
                break;
            case ColumnKind.Double when double.TryParse(utf8, NumberStyles.Float, CultureInfo.InvariantCulture, out double number):
                Add(number);
                break;
            case ColumnKind.Boolean when utf8 is [(byte)'0' or (byte)'f'] || utf8.SequenceEqual("false"u8):
                Put(ref _booleans, false);
                break;
            case ColumnKind.Boolean when utf8 is [(byte)'1' or (byte)'t'] || utf8.SequenceEqual("true"u8):
                Put(ref _booleans, true);
                break;
            case ColumnKind.Timestamp when TimestampText.TryParse(utf8, _isUtc ??= TimestampText.HasZone(utf8), out long ticks):
                Put(ref _integers, ticks);
                break;
            default:
                Refuse(Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, 60)]));
                break;
        }
    }

    /// <summary>Adds bytes as the text that PostgreSQL has for them: '\x' and two digits a byte.</summary>
    public void AddBytes(ReadOnlySpan<byte> bytes) => AddText(@"\x" + Convert.ToHexStringLower(bytes));

    /// <summary>Tells of a value that no kind holds; it counts as a cell.</summary>
    public void Refuse(string value)
    {
        problems.Add(name, Row, $"'{value}' is not of the kind {kind}.");
        AddMissing();
    }

    /// <summary>Builds the column of the cells gathered, and begins the next.</summary>
    public Column Build()
    {
        var validity = new Validity(_missing, Count);
        Column column = kind switch
        {
            ColumnKind.Integer => new IntegerColumn(name, validity, _integers),
            ColumnKind.Timestamp => new TimestampColumn(name, validity, _integers, _isUtc == true),
            ColumnKind.Double => new DoubleColumn(name, validity, _doubles),
            ColumnKind.Boolean => new BooleanColumn(name, validity, _booleans),
            ColumnKind.Category => BuildText(validity).ToCategory(),
            _ => BuildText(validity),
        };
        _before += Count;
        Count = 0;
        (_integers, _doubles, _booleans, _bytes, _offsets, _missing) = ([], [], [], [], [], null);
        return column;
    }

    private TextColumn BuildText(Validity validity) => new(name, validity, _bytes, _offsets.Length == 0 ? [0] : _offsets);

    private void Put<T>(ref T[] cells, T value)
    {
        Grow(ref cells, Count, Count + 1);
        cells[Count++] = value;
    }

    private void PutText(ReadOnlySpan<byte> utf8)
    {
        Begin(utf8.Length);
        utf8.CopyTo(_bytes.AsSpan(_offsets[Count]));
        Commit(utf8.Length);
    }

    private void Begin(int length)
    {
        Grow(ref _offsets, Count + 1, Count + 2);
        int used = _offsets[Count];
        if ((long)used + length > Array.MaxLength)
        {
            throw new DatabaseException($"The texts of the column '{name}' have more than 2 GB, which one frame cannot hold. Read the table in chunks.");
        }

        Grow(ref _bytes, used, used + length);
    }

    private void Commit(int length)
    {
        _offsets[Count + 1] = _offsets[Count] + length;
        Count++;
    }

    private static void Grow<T>(ref T[] cells, int used, int needed)
    {
        if (cells.Length < needed)
        {
            Array.Resize(ref cells, (int)Math.Min(Array.MaxLength, Math.Max(Math.Max(needed, Room), used * 2L)));
        }
    }
}
