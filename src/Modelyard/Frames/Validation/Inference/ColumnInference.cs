using System.Globalization;
using System.Text;
using Modelyard.Frames.Validation.Keys;

namespace Modelyard.Frames.Validation.Inference;

/// <summary>Gathers what is seen of a column, and makes a schema of it.</summary>
internal sealed class ColumnInference
{
    private const int BlockRows = 1 << 12;
    private const int LeastRowsOfKey = 20;
    private const int LeastTextsOfPattern = 20;
    private const int RowsPerLevel = 5;
    private const int LongestLevel = 200;

    private static readonly string[] KeyNames = ["id", "key", "uuid", "guid", "code", "number", "no", "nr", "sku"];

    private readonly InferenceOptions _options;
    private readonly ColumnKind _kind;
    private readonly HashSet<string> _levels = new(StringComparer.Ordinal);
    private readonly TextShape _shape = new();
    private KeySet? _keys;
    private long _present;
    private long _missing;
    private long _distinct;
    private bool _areDifferent = true;
    private bool _hasManyLevels;
    private long _leastInteger = long.MaxValue;
    private long _greatestInteger = long.MinValue;
    private double _least = double.PositiveInfinity;
    private double _greatest = double.NegativeInfinity;
    private bool _isUtc;

    public ColumnInference(string name, ColumnKind kind, InferenceOptions options)
    {
        Name = name;
        _kind = kind;
        _options = options;
        _keys = kind is ColumnKind.Boolean or ColumnKind.Double ? null : new KeySet(options.UniqueMemory);
    }

    public string Name { get; }

    private bool IsText => _kind is ColumnKind.Text or ColumnKind.Category;

    /// <summary>Takes in the cells of a chunk.</summary>
    public void Add(Column column)
    {
        _present += column.Length - column.MissingCount;
        _missing += column.MissingCount;
        AddKeys(column);
        switch (column)
        {
            case IntegerColumn integers:
                AddIntegers(column, integers.Values);
                break;
            case TimestampColumn times:
                AddIntegers(column, times.Ticks);
                _isUtc |= times.IsUtc;
                break;
            case DoubleColumn doubles:
                foreach (double value in doubles.Values)
                {
                    _least = value < _least ? value : _least;
                    _greatest = value > _greatest ? value : _greatest;
                }

                break;
            case CategoryColumn or TextColumn:
                AddTexts(column);
                break;
        }
    }

    /// <summary>Makes a schema of what was seen.</summary>
    public ColumnSchema ToSchema()
    {
        bool isKey = IsKey();
        var schema = new ColumnSchema(Name, _kind) { Nullable = _missing > 0, Unique = isKey && _options.Unique };
        schema = isKey || _present == 0 ? schema : WithRange(schema);
        if (!IsText || _present == 0)
        {
            return schema;
        }

        if (!_hasManyLevels && _levels.Count > 0 && _present >= (long)RowsPerLevel * _levels.Count)
        {
            return schema with { Allowed = [.. _levels.Order(Comparer<string>.Create(CategoryColumn.CompareByCodePoint)).Select(Label.FromString)] };
        }

        return _options.Patterns && _distinct >= LeastTextsOfPattern && _shape.ToPattern() is { } pattern ? schema with { Pattern = pattern } : schema;
    }

    /// <summary>Says what was seen.</summary>
    public string Describe()
    {
        var text = new StringBuilder();
        text.Append(_missing == 0 ? "none missing" : Say($"{_missing:N0} of {_missing + _present:N0} missing ({(double)_missing / (_missing + _present):P1})"));
        if (_present == 0)
        {
            return text.ToString();
        }

        text.Append((_kind, _least > _greatest) switch
        {
            (ColumnKind.Integer, _) => Say($", {_leastInteger} to {_greatestInteger}"),
            (ColumnKind.Timestamp, _) => Say($", {TimeOf(_leastInteger)} to {TimeOf(_greatestInteger)}"),
            (ColumnKind.Double, false) => Say($", {_least:R} to {_greatest:R}"),
            _ => string.Empty,
        });
        if (_kind is ColumnKind.Boolean or ColumnKind.Double)
        {
            return text.ToString();
        }

        return text.Append(_areDifferent && _present > 1 ? ", all different" : _keys is null ? string.Empty : Say($", {_distinct:N0} different")).ToString();
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private Label TimeOf(long ticks) => new DateTime(ticks, _isUtc ? DateTimeKind.Utc : DateTimeKind.Unspecified);

    /// <summary>Decides whether the column is a key: its values all differ, none is missing, and its name says so.</summary>
    private bool IsKey() => _areDifferent && _missing == 0 && _present >= LeastRowsOfKey && _kind is ColumnKind.Integer or ColumnKind.Text or ColumnKind.Category
        && Array.Exists(KeyNames, name => Name.EndsWith(name, StringComparison.OrdinalIgnoreCase) && IsWord(Name.Length - name.Length));

    /// <summary>Determines whether a word begins at a place of the name: <c>id</c> is one in <c>order_id</c> and <c>orderId</c>, not in <c>paid</c>.</summary>
    private bool IsWord(int at) => at == 0 || !char.IsLetter(Name[at - 1]) || (char.IsUpper(Name[at]) && char.IsLower(Name[at - 1]))
        || (char.IsUpper(Name[at]) && Name[at..] == "ID" && char.IsLetter(Name[at - 1]) && char.IsLower(Name[at - 1]));

    private ColumnSchema WithRange(ColumnSchema schema)
    {
        if (_options.RangeMargin is not { } margin)
        {
            return schema;
        }

        switch (_kind)
        {
            case ColumnKind.Integer when _leastInteger >= 0 && _greatestInteger <= 1:
                return schema with { Allowed = [.. new long[] { 0, 1 }.Where(value => margin > 0 || (value >= _leastInteger && value <= _greatestInteger)).Select(Label.FromInt64)] };
            case ColumnKind.Integer:
                (long minimum, long maximum) = ValueRange.Widen(_leastInteger, _greatestInteger, margin);
                return schema with { Minimum = minimum, Maximum = maximum };
            case ColumnKind.Timestamp:
                long more = (long)Math.Min((_greatestInteger - _leastInteger) * margin, _leastInteger);
                long earliest = _leastInteger - Math.Max(0, more);
                return schema with { Minimum = TimeOf(margin > 0 ? earliest - (earliest % TimeSpan.TicksPerDay) : earliest) };
            case ColumnKind.Double when double.IsFinite(_least) && double.IsFinite(_greatest):
                (double low, double high) = ValueRange.Widen(_least, _greatest, margin);
                return schema with { Minimum = low, Maximum = high };
            default:
                return schema;
        }
    }

    private void AddIntegers(Column column, ReadOnlySpan<long> values)
    {
        for (int row = 0; row < values.Length; row++)
        {
            if (!column.IsMissing(row))
            {
                _leastInteger = Math.Min(_leastInteger, values[row]);
                _greatestInteger = Math.Max(_greatestInteger, values[row]);
            }
        }
    }

    /// <summary>Counts the different values as long as the memory does; a column that repeats some is counted on, since texts may form a set.</summary>
    private void AddKeys(Column column)
    {
        if (_keys is null)
        {
            _areDifferent = false;
            return;
        }

        KeyReader reader = KeyReader.Of([column]);
        UInt128[] keys = new UInt128[Math.Min(BlockRows, column.Length)];
        for (int first = 0; first < column.Length; first += BlockRows)
        {
            Span<UInt128> block = keys.AsSpan(0, Math.Min(BlockRows, column.Length - first));
            reader.Read(first, block);
            foreach (UInt128 key in block)
            {
                switch (key == default ? null : _keys.Add(key))
                {
                    case true:
                        _distinct++;
                        break;
                    case false when IsText:
                        _areDifferent = false;
                        break;
                    case false:
                    case null when key != default:
                        // Of numbers and times it is enough to know that one repeats.
                        _keys = null;
                        _areDifferent = false;
                        return;
                }
            }
        }
    }

    private void AddTexts(Column column)
    {
        if (column is CategoryColumn categories)
        {
            bool[] isUsed = new bool[categories.Levels.Count];
            foreach (int code in categories.Codes)
            {
                if (code >= 0)
                {
                    isUsed[code] = true;
                }
            }

            for (int level = 0; level < isUsed.Length; level++)
            {
                if (isUsed[level])
                {
                    AddText(categories.Levels[level]);
                }
            }

            return;
        }

        for (int row = 0; row < column.Length; row++)
        {
            if (((TextColumn)column)[row] is { } text)
            {
                AddText(text);
            }
        }
    }

    private void AddText(string text)
    {
        _shape.Add(text);
        if (!_hasManyLevels && _levels.Add(text))
        {
            _hasManyLevels = _levels.Count > _options.MaxLevels || text.Length > LongestLevel;
        }
    }
}
