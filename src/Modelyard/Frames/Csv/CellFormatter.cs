using System.Globalization;

namespace Modelyard.Frames.Csv;

/// <summary>Formats the cells of one column as bytes.</summary>
internal sealed class CellFormatter
{
    private readonly byte[][] _levels;

    public CellFormatter(Column column, RowFormatter quoting)
    {
        Column = column;
        _levels = column is CategoryColumn category ? [.. category.Levels.Select(quoting.Quote)] : [];
    }

    public Column Column { get; }

    /// <summary>Appends a cell that is present.</summary>
    public void Append(int row, RowFormatter to)
    {
        switch (Column)
        {
            case DoubleColumn doubles:
                AppendNumber(doubles.Values[row], to);
                break;
            case IntegerColumn integers:
                integers.Values[row].TryFormat(to.Reserve(24), out int used, default, CultureInfo.InvariantCulture);
                to.Advance(used);
                break;
            case CategoryColumn categories:
                to.Append(_levels[categories.Codes[row]]);
                break;
            case TextColumn texts:
                to.AppendText(texts.Utf8(row));
                break;
            case BooleanColumn booleans:
                to.Append(booleans.Values[row] ? "true"u8 : "false"u8);
                break;
            case TimestampColumn times:
                AppendTime(times, row, to);
                break;
        }
    }

    private static void AppendNumber(double value, RowFormatter to)
    {
        if (double.IsInfinity(value))
        {
            to.Append(value > 0 ? "inf"u8 : "-inf"u8);
            return;
        }

        value.TryFormat(to.Reserve(32), out int used, default, CultureInfo.InvariantCulture);
        to.Advance(used);
    }

    private static void AppendTime(TimestampColumn times, int row, RowFormatter to)
    {
        var time = new DateTime(times.Ticks[row]);
        ReadOnlySpan<char> format = times.HoldsDatesOnly && !times.IsUtc ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF";
        time.TryFormat(to.Reserve(32), out int used, format, CultureInfo.InvariantCulture);
        to.Advance(used);
        if (times.IsUtc)
        {
            to.Append("Z"u8);
        }
    }
}
