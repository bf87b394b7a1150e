using System.Collections;
using System.Globalization;
using Modelyard.Data.Databases;
using Modelyard.Frames;

namespace Modelyard.Data.Relations;

/// <summary>Finds rows by the values of their key.</summary>
internal static class RelationKey
{
    public static int FindRow(RelationTable table, object key)
    {
        object?[] values = key is IEnumerable list and not string ? [.. list.Cast<object?>()] : [key];
        IReadOnlyList<string> columns = table.Definition.PrimaryKey;
        if (columns.Count == 0 || values.Length != columns.Count)
        {
            throw new ModelyardException($"The key has '{values.Length}' values, and the primary key of the table '{table.Name}' has '{columns.Count}' columns: {string.Join(", ", columns)}.");
        }

        Column[] cells = [.. columns.Select(column => table.Rows[column])];
        for (int row = 0; row < table.Rows.RowCount; row++)
        {
            if (cells.Zip(values).All(pair => IsEqual(pair.First, row, pair.Second)))
            {
                return row;
            }
        }

        string text = string.Join(", ", columns.Zip(values, (column, value) => string.Create(CultureInfo.InvariantCulture, $"{column} '{value}'")));
        throw new ModelyardException($"The table '{table.Name}' has no row with {text}.");
    }

    /// <summary>Gets a cell as the value of a parameter.</summary>
    public static object? Value(Column column, int row) => column.IsMissing(row) ? null : column switch
    {
        IntegerColumn integers => integers.Values[row],
        DoubleColumn doubles => doubles.Values[row],
        BooleanColumn booleans => booleans.Values[row],
        TimestampColumn times => times[row],
        _ => column.FormatCell(row),
    };

    /// <summary>Creates a column of which all cells are missing.</summary>
    public static Column Missing(ColumnDefinition column, int rows)
    {
        var none = new Validity(new bool[rows]);
        return column.Kind switch
        {
            ColumnKind.Boolean => new BooleanColumn(column.Name, new bool[rows], none),
            ColumnKind.Integer => new IntegerColumn(column.Name, new long[rows], none),
            ColumnKind.Timestamp => new TimestampColumn(column.Name, new long[rows], column.IsUtc, none),
            ColumnKind.Double => new DoubleColumn(column.Name, [.. Enumerable.Repeat(double.NaN, rows)]),
            _ => new TextColumn(column.Name, new string?[rows]),
        };
    }

    private static bool IsEqual(Column column, int row, object? value) => !column.IsMissing(row) && (column, value) switch
    {
        (IntegerColumn integers, byte or sbyte or short or ushort or int or uint or long) => integers.Values[row] == Convert.ToInt64(value, CultureInfo.InvariantCulture),
        (DoubleColumn doubles, byte or sbyte or short or ushort or int or uint or long or float or double) => doubles.Values[row] == Convert.ToDouble(value, CultureInfo.InvariantCulture),
        (BooleanColumn booleans, bool truth) => booleans.Values[row] == truth,
        (TimestampColumn times, DateTime time) => times.Ticks[row] == time.Ticks,
        (TextColumn or CategoryColumn, string text) => column.FormatCell(row) == text,
        _ => throw new ModelyardException($"The value '{value}' of the key is a '{value?.GetType().Name ?? "null"}', and the column '{column.Name}' holds '{column.Kind}'."),
    };
}
