using System.Text;
using Modelyard.Frames.Csv;

namespace Modelyard.Frames.Json;

/// <summary>Holds the cells of one key of a block in the narrowest way that fits all of them.</summary>
internal sealed class RecordCells(string name, ColumnKind? target)
{
    private const double Whole = 9_223_372_036_854_775_808.0;

    private readonly List<CellTypes> _levelTypes = [];
    private readonly List<long> _levelTicks = [];
    private long[] _values = [];
    private bool[] _present = [];

    /// <summary>Gets the name of the column.</summary>
    public string Name { get; } = name;

    /// <summary>Gets the kind that the column must have; null if it is inferred.</summary>
    public ColumnKind? Target { get; } = target;

    /// <summary>Gets what was seen.</summary>
    public CellTypes Types { get; private set; }

    /// <summary>Gets how the cells are held.</summary>
    public CellStorage Storage { get; private set; }

    /// <summary>Gets the number of cells that are present.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the different texts.</summary>
    public LevelTable Levels { get; } = new();

    /// <summary>Gets or sets the last row with a cell, missing or not.</summary>
    public int Row { get; set; } = -1;

    private bool IsText => Target is ColumnKind.Text or ColumnKind.Category;

    /// <summary>Determines whether a row has a cell here.</summary>
    public bool IsPresent(int row) => row < _present.Length && _present[row];

    /// <summary>Gets what is held of a row that has a cell: a value, the bits of a double, ticks, or the number of a text.</summary>
    public long Value(int row) => _values[row];

    /// <summary>Gets the ticks of a text that is a time.</summary>
    public long TicksOf(int level) => _levelTicks[level];

    /// <summary>Adds an integer.</summary>
    /// <returns>False if it does not fit the kind that the column must have.</returns>
    public bool AddInteger(int row, long value, ReadOnlySpan<byte> raw)
    {
        if (IsText)
        {
            return AddLevel(row, raw, CellTypes.Integer);
        }

        Types |= CellTypes.Integer | (IsEven(value) ? CellTypes.None : CellTypes.UnevenInteger);
        if (Target is ColumnKind.Boolean or ColumnKind.Timestamp)
        {
            return false;
        }

        return Target == ColumnKind.Double ? Store(row, CellStorage.Doubles, BitConverter.DoubleToInt64Bits(value))
            : Settle(CellStorage.Integers) switch
            {
                CellStorage.Integers => Store(row, CellStorage.Integers, value),
                CellStorage.Doubles => Store(row, CellStorage.Doubles, BitConverter.DoubleToInt64Bits(value)),
                _ => Refute(),
            };
    }

    /// <summary>Adds a number with a point or an exponent.</summary>
    /// <returns>False if it does not fit the kind that the column must have.</returns>
    public bool AddDouble(int row, double value, ReadOnlySpan<byte> raw)
    {
        if (IsText)
        {
            return AddLevel(row, raw, CellTypes.Double);
        }

        Types |= CellTypes.Double;
        if (Target is ColumnKind.Integer)
        {
            return value == Math.Floor(value) && value >= -Whole && value < Whole && Store(row, CellStorage.Integers, (long)value);
        }

        if (Target is ColumnKind.Boolean or ColumnKind.Timestamp)
        {
            return false;
        }

        return Settle(CellStorage.Doubles) == CellStorage.Doubles ? Store(row, CellStorage.Doubles, BitConverter.DoubleToInt64Bits(value)) : Refute();
    }

    /// <summary>Adds a number that a double rounds.</summary>
    /// <returns>False if it does not fit the kind that the column must have.</returns>
    public bool AddLongNumber(int row, double rounded, ReadOnlySpan<byte> raw)
    {
        if (Target is not null)
        {
            return Target is not ColumnKind.Integer && AddDouble(row, rounded, raw);
        }

        Types |= CellTypes.LongNumber;
        return Refute();
    }

    /// <summary>Adds true or false.</summary>
    /// <returns>False if it does not fit the kind that the column must have.</returns>
    public bool AddBoolean(int row, bool value)
    {
        if (IsText)
        {
            return AddLevel(row, value ? "true"u8 : "false"u8, CellTypes.Boolean);
        }

        Types |= CellTypes.Boolean;
        if (Target is not (null or ColumnKind.Boolean))
        {
            return false;
        }

        return Settle(CellStorage.Booleans) == CellStorage.Booleans ? Store(row, CellStorage.Booleans, value ? 1 : 0) : Refute();
    }

    /// <summary>Adds a time that is none in text.</summary>
    /// <returns>False if it does not fit the kind that the column must have.</returns>
    public bool AddTime(int row, long ticks)
    {
        if (IsText)
        {
            return AddLevel(row, Encoding.UTF8.GetBytes(new DateTime(ticks).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture)), CellTypes.ZonedTime);
        }

        Types |= CellTypes.ZonedTime;
        if (Target is not (null or ColumnKind.Timestamp))
        {
            return false;
        }

        if (Settle(CellStorage.Times) == CellStorage.Levels && Target == ColumnKind.Timestamp)
        {
            LevelsToTimes();
        }

        return Settle(CellStorage.Times) == CellStorage.Times ? Store(row, CellStorage.Times, ticks) : Refute();
    }

    /// <summary>Adds an array as its text.</summary>
    /// <returns>False if it does not fit the kind that the column must have.</returns>
    public bool AddStructure(int row, ReadOnlySpan<byte> raw)
    {
        if (Target is not null && !IsText)
        {
            return false;
        }

        return Settle(CellStorage.Levels) == CellStorage.Levels ? AddLevel(row, raw, CellTypes.Structure) : Note(CellTypes.Structure);
    }

    /// <summary>Adds a text.</summary>
    /// <returns>False if it does not fit the kind that the column must have.</returns>
    public bool AddText(int row, ReadOnlySpan<byte> text)
    {
        if (IsText)
        {
            return AddLevel(row, text, CellTypes.Text);
        }

        if (Target is not null and not ColumnKind.Timestamp)
        {
            return AddParsed(row, text);
        }

        if (Storage is CellStorage.Levels or CellStorage.None)
        {
            return AddClassified(row, text);
        }

        if (Storage == CellStorage.Times && TimestampSyntax.Read(text, out long ticks) == CellEvidence.ZonedTime)
        {
            Types |= CellTypes.ZonedTime;
            return Store(row, CellStorage.Times, ticks);
        }

        // A text among values that are none: only the name of a number may stand there.
        CellTypes type = Classify(text, out _);
        Types |= type;
        return type == CellTypes.NamedNumber && Settle(CellStorage.Doubles) == CellStorage.Doubles
            ? Store(row, CellStorage.Doubles, BitConverter.DoubleToInt64Bits(NamedNumber(text)))
            : Target is null && Refute();
    }

    private static bool IsEven(long value) => value is >= -(1L << 53) and <= 1L << 53 || ((double)value < Whole && (long)(double)value == value);

    private bool AddClassified(int row, ReadOnlySpan<byte> text)
    {
        int level = Levels.Intern(text);
        if (level == _levelTypes.Count)
        {
            _levelTypes.Add(Classify(text, out long ticks));
            _levelTicks.Add(ticks);
        }

        Types |= _levelTypes[level];
        return (Target is null || _levelTypes[level] is CellTypes.LocalTime or CellTypes.ZonedTime) && Store(row, CellStorage.Levels, level);
    }

    /// <summary>Adds a text where numbers or booleans must be.</summary>
    private bool AddParsed(int row, ReadOnlySpan<byte> text)
    {
        if (Target == ColumnKind.Boolean)
        {
            return CellSyntax.TryReadBoolean(text, out bool flag) && Store(row, CellStorage.Booleans, flag ? 1 : 0);
        }

        if (Target == ColumnKind.Integer)
        {
            return IntegerSyntax.Read(text, out long integer) == CellEvidence.Integer && Store(row, CellStorage.Integers, integer);
        }

        return DoubleSyntax.Read(text, out double number) != CellEvidence.None && Store(row, CellStorage.Doubles, BitConverter.DoubleToInt64Bits(number));
    }

    private bool AddLevel(int row, ReadOnlySpan<byte> text, CellTypes type)
    {
        Types |= type;
        int level = Levels.Intern(text);
        if (level == _levelTypes.Count)
        {
            _levelTypes.Add(type);
            _levelTicks.Add(0);
        }

        return Store(row, CellStorage.Levels, level);
    }

    private static CellTypes Classify(ReadOnlySpan<byte> text, out long ticks)
    {
        CellEvidence time = TimestampSyntax.Read(text, out ticks);
        return time == CellEvidence.LocalTime ? CellTypes.LocalTime
            : time == CellEvidence.ZonedTime ? CellTypes.ZonedTime
            : NamedNumber(text) != 0 ? CellTypes.NamedNumber
            : CellTypes.Text;
    }

    /// <summary>Gets the number of a name, zero if it is none.</summary>
    private static double NamedNumber(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("Infinity"u8) ? double.PositiveInfinity
        : text.SequenceEqual("-Infinity"u8) ? double.NegativeInfinity
        : text.SequenceEqual("NaN"u8) ? double.NaN
        : 0;

    /// <summary>Gets how cells are held once one that would be held in a certain way comes to them.</summary>
    private CellStorage Settle(CellStorage coming)
    {
        if (Storage == CellStorage.None || Storage == coming)
        {
            return coming;
        }

        bool isNumber = coming is CellStorage.Integers or CellStorage.Doubles;
        if (isNumber && Storage == CellStorage.Levels && !_levelTypes.Exists(type => type != CellTypes.NamedNumber))
        {
            Convert(level => BitConverter.DoubleToInt64Bits(NamedNumber(Levels[(int)level])), CellStorage.Doubles);
        }
        else if (coming == CellStorage.Doubles && Storage == CellStorage.Integers)
        {
            Convert(integer => BitConverter.DoubleToInt64Bits(integer), CellStorage.Doubles);
        }

        return isNumber && Storage == CellStorage.Doubles ? CellStorage.Doubles : Storage;
    }

    private void LevelsToTimes() => Convert(level => _levelTicks[(int)level], CellStorage.Times);

    private void Convert(Func<long, long> convert, CellStorage storage)
    {
        for (int row = 0; row < _values.Length; row++)
        {
            _values[row] = _present[row] ? convert(_values[row]) : 0;
        }

        Storage = storage;
    }

    private bool Store(int row, CellStorage storage, long value)
    {
        Storage = storage;
        if (row >= _values.Length)
        {
            int length = Math.Max(64, (row + 1) * 2);
            Array.Resize(ref _values, length);
            Array.Resize(ref _present, length);
        }

        _values[row] = value;
        _present[row] = true;
        Count++;
        return true;
    }

    private bool Note(CellTypes type)
    {
        Types |= type;
        return Refute();
    }

    private bool Refute()
    {
        Storage = CellStorage.Refuted;
        Count++;
        return true;
    }
}
