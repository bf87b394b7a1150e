using System.Text.Json;
using Modelyard.Frames;

namespace Modelyard.Tests.Frames;

/// <summary>Reads indexed tables that an oracle wrote, and compares them.</summary>
internal static class IndexedTable
{
    public static IndexedFrame Read(JsonElement table)
    {
        MultiIndex rows = ReadIndex(table.GetProperty("rows"), 0);
        Column[] cells = ReadColumns(table.GetProperty("cells"));
        return IndexedFrame.Of(rows, ReadIndex(table.GetProperty("columns"), cells.Length), cells);
    }

    public static Label[]? ReadLabels(JsonElement labels) => labels.ValueKind == JsonValueKind.Null ? null : [.. labels.EnumerateArray().Select(ReadLabel)];

    public static Label ReadLabel(JsonElement label) => label.ValueKind switch
    {
        JsonValueKind.String => label.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null => Label.Missing,
        _ => label.TryGetInt64(out long integer) ? integer : label.GetDouble(),
    };

    /// <summary>Asserts that two tables have the same keys, names of levels and cells, numbers to a relative 1e-12.</summary>
    public static void AssertEqual(IndexedFrame expected, IndexedFrame actual)
    {
        AssertEqual(expected.Rows, actual.Rows);
        AssertEqual(expected.Columns, actual.Columns);
        JsonTable.AssertEqual(Numbered(expected.Cells), Numbered(actual.Cells));
    }

    /// <summary>Asserts that two tables are the same to the bit: names, kinds, keys and cells.</summary>
    public static void AssertSame(IndexedFrame expected, IndexedFrame actual)
    {
        AssertEqual(expected, actual);
        foreach ((Column one, Column other) in expected.Rows.Levels.Concat(expected.Columns.Levels).Concat(expected.Cells).Zip(actual.Rows.Levels.Concat(actual.Columns.Levels).Concat(actual.Cells)))
        {
            Assert.Equal(one.Kind, other.Kind);
            if (one is DoubleColumn numbers)
            {
                Assert.Equal(numbers.Values.ToArray().Select(BitConverter.DoubleToInt64Bits), ((DoubleColumn)other).Values.ToArray().Select(BitConverter.DoubleToInt64Bits));
            }
        }
    }

    private static void AssertEqual(MultiIndex expected, MultiIndex actual)
    {
        Assert.Equal(expected.Names, actual.Names);
        JsonTable.AssertEqual(Numbered(expected.Levels), Numbered(actual.Levels));
        Assert.Equal(expected.Length, actual.Length);
    }

    private static Frame Numbered(IEnumerable<Column> columns) => Frame.Of(columns.Select((column, position) => column.Rename($"{position}")));

    private static MultiIndex ReadIndex(JsonElement levels, int length)
    {
        Column[] columns = ReadColumns(levels);
        return new MultiIndex(columns, [.. levels.EnumerateArray().Select(level => level[0].GetString())], columns.Length == 0 ? length : columns[0].Length);
    }

    /// <summary>Reads columns that are lists of a name, a kind and the cells.</summary>
    private static Column[] ReadColumns(JsonElement columns) =>
        [.. columns.EnumerateArray().Select((column, position) => JsonTable.ReadColumn($"{position}", column[1].GetString()!, [.. column.EnumerateArray().Skip(2)]))];
}
