using System.ComponentModel;
using System.Globalization;
using Modelyard.Frames.Validation;

namespace Modelyard.Frames.Records;

/// <summary>Gives the cells of a table as the values that the members of a record take. Generated code asks it for each column, and then makes the records.</summary>
/// <remarks>All cells are looked at before the first record is made, so that the failures of all columns are told together.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class RecordReader
{
    private readonly Frame _table;
    private readonly IReadOnlyList<RecordColumn> _columns;
    private readonly RecordFaults _faults;
    private readonly string _record;

    internal RecordReader(Frame table, IReadOnlyList<RecordColumn> columns, string record, long firstRow)
    {
        _table = table;
        _columns = columns;
        _record = record;
        _faults = new RecordFaults(firstRow);
    }

    private int Rows => _table.RowCount;

    /// <summary>Gives the cells of a column of booleans.</summary>
    /// <param name="column">The number of the column.</param>
    /// <returns>The cells.</returns>
    public RecordCells<bool> Booleans(int column) => Find(column, ColumnKind.Boolean) is BooleanColumn cells
        ? new RecordCells<bool>(cells.Values, cells.Validity)
        : None<bool>();

    /// <summary>Gives the cells of a column of integers.</summary>
    /// <param name="column">The number of the column.</param>
    /// <param name="least">The least value that the member takes.</param>
    /// <param name="greatest">The greatest value that the member takes.</param>
    /// <returns>The cells.</returns>
    public RecordCells<long> Integers(int column, long least, long greatest)
    {
        if (Find(column, ColumnKind.Integer) is not IntegerColumn cells)
        {
            return None<long>();
        }

        ReadOnlySpan<long> values = cells.Values;
        if (least > long.MinValue || greatest < long.MaxValue)
        {
            for (int row = 0; row < values.Length; row++)
            {
                if ((values[row] < least || values[row] > greatest) && !cells.IsMissing(row))
                {
                    TellRange(column, row, values[row] < least, values[row].ToString(CultureInfo.InvariantCulture), values[row] < least ? $"{least}" : $"{greatest}");
                }
            }
        }

        return new RecordCells<long>(values, cells.Validity);
    }

    /// <summary>Gives the cells of a column of numbers. Integers stand for them where they lose nothing.</summary>
    /// <param name="column">The number of the column.</param>
    /// <param name="greatest">The greatest finite size that the member takes.</param>
    /// <returns>The cells.</returns>
    public RecordCells<double> Doubles(int column, double greatest)
    {
        Column? found = Find(column, ColumnKind.Double);
        if (found is null)
        {
            return None<double>();
        }

        ReadOnlySpan<double> values = found is IntegerColumn integers ? FromIntegers(column, integers) : ((DoubleColumn)found).Values;
        if (greatest < double.MaxValue)
        {
            for (int row = 0; row < values.Length; row++)
            {
                if (Math.Abs(values[row]) > greatest && double.IsFinite(values[row]))
                {
                    double bound = values[row] < 0 ? -greatest : greatest;
                    TellRange(column, row, values[row] < 0, values[row].ToString("R", CultureInfo.InvariantCulture), bound.ToString("R", CultureInfo.InvariantCulture));
                }
            }
        }

        return new RecordCells<double>(values, found.Validity);
    }

    /// <summary>Gives the cells of a column of texts or categories.</summary>
    /// <param name="column">The number of the column.</param>
    /// <returns>The cells. Rows of one level share its text.</returns>
    public RecordCells<string> Texts(int column)
    {
        Column? found = Find(column, ColumnKind.Text);
        if (found is null)
        {
            return None<string>();
        }

        string[] texts = new string[Rows];
        if (found is CategoryColumn categories)
        {
            ReadOnlySpan<int> codes = categories.Codes;
            string[] levels = [.. categories.Levels];
            for (int row = 0; row < texts.Length; row++)
            {
                texts[row] = codes[row] < 0 ? null! : levels[codes[row]];
            }
        }
        else if (found is TextColumn cells)
        {
            for (int row = 0; row < texts.Length; row++)
            {
                texts[row] = cells[row]!;
            }
        }

        return new RecordCells<string>(texts, found.Validity);
    }

    /// <summary>Gives the cells of a column of dates and times: UTC, or without a zone.</summary>
    /// <param name="column">The number of the column.</param>
    /// <param name="areDates">True if no cell may have a time of day.</param>
    /// <returns>The cells.</returns>
    public RecordCells<DateTime> Times(int column, bool areDates)
    {
        if (Find(column, ColumnKind.Timestamp) is not TimestampColumn cells)
        {
            return None<DateTime>();
        }

        var times = new DateTime[Rows];
        DateTimeKind zone = cells.IsUtc ? DateTimeKind.Utc : DateTimeKind.Unspecified;
        ReadOnlySpan<long> ticks = cells.Ticks;
        for (int row = 0; row < times.Length; row++)
        {
            if (cells.IsMissing(row))
            {
                continue;
            }

            times[row] = new DateTime(ticks[row], zone);
            if (areDates && ticks[row] % TimeSpan.TicksPerDay != 0)
            {
                TellCell(ValidationCodes.KindLossy, column, row, cells.FormatCell(row), "must be a date, without a time of day,");
            }
        }

        return new RecordCells<DateTime>(times, cells.Validity);
    }

    /// <summary>Gives the cells of a column as values of an enumeration.</summary>
    /// <typeparam name="T">The enumeration.</typeparam>
    /// <param name="column">The number of the column.</param>
    /// <param name="names">The names of the values.</param>
    /// <param name="values">The values.</param>
    /// <returns>The cells.</returns>
    public RecordCells<T> Levels<T>(int column, string[] names, T[] values)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(values);
        Column? found = Find(column, ColumnKind.Category);
        var known = new Dictionary<string, T>(StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
        {
            known[names[i]] = values[i];
        }

        var cells = new T[Rows];
        switch (found)
        {
            case CategoryColumn categories:
                var levels = new (bool IsKnown, T Value)[categories.Levels.Count];
                for (int level = 0; level < levels.Length; level++)
                {
                    levels[level] = (known.TryGetValue(categories.Levels[level], out T value), value);
                }

                for (int row = 0; row < cells.Length; row++)
                {
                    int code = categories.Codes[row];
                    if (code >= 0)
                    {
                        cells[row] = levels[code].Value;
                        TellUnknown(column, row, levels[code].IsKnown, categories.Levels[code], names);
                    }
                }

                break;
            case TextColumn texts:
                for (int row = 0; row < cells.Length; row++)
                {
                    if (texts[row] is { } text)
                    {
                        TellUnknown(column, row, known.TryGetValue(text, out cells[row]), text, names);
                    }
                }

                break;
            default:
                return None<T>();
        }

        return new RecordCells<T>(cells, found.Validity);
    }

    /// <summary>Throws if the table does not fit.</summary>
    /// <exception cref="FrameRecordException">It does not; the message lists the failures of all columns.</exception>
    public void ThrowIfFailed() => _faults.ThrowIfAny($"The table does not fit the record '{_record}'");

    /// <summary>Lists names for a sentence.</summary>
    internal static string List(string[] names)
    {
        const int most = 10;
        string listed = string.Join(", ", names.Take(most).Select(name => $"'{name}'"));
        return names.Length > most ? FormattableString.Invariant($"{listed} or {names.Length - most} more") : listed;
    }

    private static RecordCells<T> None<T>() => new([], new Validity(0));

    /// <summary>Finds a column of a kind, or one that stands for it, and tells of the missing cells that the member cannot take.</summary>
    /// <returns>The column, or one of missing cells; null if it was told that there is none.</returns>
    private Column? Find(int number, ColumnKind kind)
    {
        RecordColumn wanted = _columns[number];
        if (!_table.TryGetColumn(wanted.Name, out Column? found))
        {
            if (wanted.Optional)
            {
                return Empty(wanted.Name, kind);
            }

            string nearest = Spelling.Nearest(wanted.Name, _table.Columns.Select(column => column.Name)) is { } name ? $" The nearest is '{name}'." : string.Empty;
            _faults.AddColumn(ValidationCodes.ColumnAbsent, wanted, null, $"The column '{wanted.Name}' is not in the table, and {wanted.Subject} needs it.{nearest}");
            return null;
        }

        bool stands = found.Kind == kind
            || (kind is ColumnKind.Text or ColumnKind.Category && found.Kind is ColumnKind.Text or ColumnKind.Category)
            || (kind == ColumnKind.Double && found.Kind == ColumnKind.Integer);
        bool isEmpty = found.MissingCount == found.Length;
        if (!stands && !isEmpty)
        {
            string present = Name(found.Kind);
            _faults.AddColumn(ValidationCodes.Kind, wanted, present, $"The column '{wanted.Name}' is of the kind '{present}' and must be of the kind '{Name(kind)}' for {wanted.Subject}.");
            return null;
        }

        if (found.MissingCount > 0 && !wanted.TakesMissing)
        {
            for (int row = 0; row < found.Length; row++)
            {
                if (found.IsMissing(row))
                {
                    TellMissing(wanted, row);
                }
            }
        }

        return stands ? found : Empty(wanted.Name, kind);
    }

    private void TellMissing(RecordColumn wanted, int row) => _faults.Add(
        ValidationCodes.Missing,
        wanted,
        row,
        () => null,
        _ => $"The cell is missing, and {wanted.Subject} cannot be; make it '{wanted.Type}?', or fill or drop the cell.");

    private Column Empty(string name, ColumnKind kind)
    {
        var none = new Validity(new bool[Rows]);
        return kind switch
        {
            ColumnKind.Boolean => new BooleanColumn(name, new bool[Rows], none),
            ColumnKind.Integer => new IntegerColumn(name, new long[Rows], none),
            ColumnKind.Double => new DoubleColumn(name, Missing()),
            ColumnKind.Timestamp => new TimestampColumn(name, new long[Rows], validity: none),
            _ => new TextColumn(name, new string?[Rows]),
        };
    }

    private double[] Missing()
    {
        double[] missing = new double[Rows];
        Array.Fill(missing, double.NaN);
        return missing;
    }

    private double[] FromIntegers(int column, IntegerColumn integers)
    {
        double[] numbers = integers.ToDoubles();
        for (int row = 0; row < numbers.Length; row++)
        {
            if (!integers.IsMissing(row) && (Int128)numbers[row] != integers.Values[row])
            {
                TellCell(ValidationCodes.KindLossy, column, row, integers.FormatCell(row), "must lose nothing as a double");
            }
        }

        return numbers;
    }

    private void TellRange(int column, int row, bool isBelow, string value, string bound) => TellCell(
        isBelow ? ValidationCodes.RangeMinimum : ValidationCodes.RangeMaximum, column, row, value, $"must be '{bound}' or {(isBelow ? "greater" : "less")}");

    private void TellUnknown(int column, int row, bool isKnown, string name, string[] names)
    {
        if (!isKnown)
        {
            TellCell(ValidationCodes.Set, column, row, name, $"must be one of {List(names)}");
        }
    }

    private void TellCell(string code, int column, int row, string value, string must) =>
        _faults.Add(code, _columns[column], row, () => value, text => $"The value is '{text}' and {must} for {_columns[column].Subject}.");

    private static string Name(ColumnKind kind) => kind.ToString().ToLowerInvariant();
}
