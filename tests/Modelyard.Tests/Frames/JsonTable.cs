using System.Globalization;
using System.Text.Json;
using Modelyard.Frames;

namespace Modelyard.Tests.Frames;

/// <summary>Reads tables that an oracle wrote: columns with a name, a kind and cells.</summary>
internal static class JsonTable
{
    public static Frame Read(JsonElement columns) => Frame.Of(columns.EnumerateArray().Select(column =>
        ReadColumn(column.GetProperty("name").GetString()!, column.GetProperty("kind").GetString()!, [.. column.GetProperty("cells").EnumerateArray()])));

    public static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];

    /// <summary>Asserts that two tables have the same columns and cells, numbers to a relative 1e-12 or what is given.</summary>
    public static void AssertEqual(Frame expected, Frame actual, double tolerance = 1e-12)
    {
        Assert.Equal(expected.Columns.Select(column => column.Name), actual.Columns.Select(column => column.Name));
        Assert.Equal(expected.RowCount, actual.RowCount);
        foreach (Column column in expected.Columns)
        {
            Column other = actual[column.Name];
            for (int row = 0; row < column.Length; row++)
            {
                string place = $"{column.Name}, row {row}";
                Assert.True(column.IsMissing(row) == other.IsMissing(row), place + $": {column.FormatCell(row)} and {other.FormatCell(row)}");
                if (column is DoubleColumn numbers && !column.IsMissing(row))
                {
                    double found = other.Take([row]).ToDoubles()[0];
                    Assert.True(numbers[row] == found || Math.Abs(numbers[row] - found) <= tolerance * Math.Max(1, Math.Abs(found)), place + $": {numbers[row]} and {found}");
                }
                else
                {
                    Assert.True(column.FormatCell(row) == other.FormatCell(row), place + $": {column.FormatCell(row)} and {other.FormatCell(row)}");
                }
            }
        }
    }

    public static Column ReadColumn(string name, string kind, JsonElement[] cells)
    {
        bool[] present = Array.ConvertAll(cells, cell => cell.ValueKind != JsonValueKind.Null);
        return kind switch
        {
            "Integer" => new IntegerColumn(name, Array.ConvertAll(cells, cell => cell.ValueKind == JsonValueKind.Null ? 0 : cell.GetInt64()), new Validity(present)),
            "Boolean" => new BooleanColumn(name, Array.ConvertAll(cells, cell => cell.ValueKind == JsonValueKind.True), new Validity(present)),
            "Double" => new DoubleColumn(name, Array.ConvertAll(cells, cell => cell.ValueKind switch
            {
                JsonValueKind.Null => double.NaN,
                JsonValueKind.String => cell.GetString() == "inf" ? double.PositiveInfinity : double.NegativeInfinity,
                _ => cell.GetDouble(),
            })),
            "Timestamp" => new TimestampColumn(name, Array.ConvertAll(cells, cell => cell.ValueKind == JsonValueKind.Null ? 0 : DateTime.Parse(cell.GetString()!, CultureInfo.InvariantCulture).Ticks), false, new Validity(present)),
            _ => new TextColumn(name, cells.Select(cell => cell.GetString())),
        };
    }
}
