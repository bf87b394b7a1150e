using System.Globalization;

namespace Modelyard.Frames.Json;

/// <summary>Formats the cells of one column as JSON.</summary>
internal sealed class JsonCells
{
    private readonly byte[][] _levels;

    /// <summary>Initializes the formatter of a column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="isFirst">True if it is the first of the row.</param>
    public JsonCells(Column column, bool isFirst)
    {
        Column = column;
        Key = [(byte)(isFirst ? '{' : ','), .. JsonText.Quote(column.Name), (byte)':'];
        _levels = column is CategoryColumn category ? [.. category.Levels.Select(JsonText.Quote)] : [];
    }

    /// <summary>Gets the column.</summary>
    public Column Column { get; }

    /// <summary>Gets what stands before each value.</summary>
    public byte[] Key { get; }

    /// <summary>Adds a cell with its key.</summary>
    public void Add(int row, JsonText to)
    {
        to.Add(Key);
        if (Column.IsMissing(row))
        {
            to.Add("null"u8);
            return;
        }

        switch (Column)
        {
            case DoubleColumn doubles:
                AddNumber(doubles.Values[row], to);
                break;
            case IntegerColumn integers:
                integers.Values[row].TryFormat(to.Reserve(24), out int used, default, CultureInfo.InvariantCulture);
                to.Advance(used);
                break;
            case CategoryColumn categories:
                to.Add(_levels[categories.Codes[row]]);
                break;
            case TextColumn texts:
                to.AddQuoted(texts.Utf8(row));
                break;
            case BooleanColumn booleans:
                to.Add(booleans.Values[row] ? "true"u8 : "false"u8);
                break;
            case TimestampColumn times:
                AddTime(times, row, to);
                break;
        }
    }

    private static void AddNumber(double value, JsonText to)
    {
        if (double.IsInfinity(value))
        {
            to.Add(value > 0 ? "\"Infinity\""u8 : "\"-Infinity\""u8);
            return;
        }

        Span<byte> digits = to.Reserve(34);
        value.TryFormat(digits, out int used, default, CultureInfo.InvariantCulture);
        to.Advance(used);
        if (digits[..used].IndexOfAny((byte)'.', (byte)'E') < 0)
        {
            // A whole double keeps a point, by which it is told from an integer.
            to.Add(".0"u8);
        }
    }

    private static void AddTime(TimestampColumn times, int row, JsonText to)
    {
        ReadOnlySpan<char> format = times.HoldsDatesOnly && !times.IsUtc ? "\\\"yyyy-MM-dd" : "\\\"yyyy-MM-dd'T'HH:mm:ss.FFFFFFF";
        new DateTime(times.Ticks[row]).TryFormat(to.Reserve(40), out int used, format, CultureInfo.InvariantCulture);
        to.Advance(used);
        to.Add(times.IsUtc ? "Z\""u8 : "\""u8);
    }
}
