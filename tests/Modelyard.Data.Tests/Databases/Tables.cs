using Modelyard.Frames;

namespace Modelyard.Data.Tests.Databases;

/// <summary>Compares tables cell by cell, doubles to the bit.</summary>
internal static class Tables
{
    public static Frame Small { get; } = Frame.Of(new IntegerColumn("id", [1, 2, 3]), new TextColumn("name", ["Ann", null, "Cy"]));

    public static void AssertSame(Frame expected, Frame actual, string? database = null)
    {
        Assert.Equal(expected.Columns.Select(column => column.Name), actual.Columns.Select(column => column.Name));
        Assert.Equal(expected.RowCount, actual.RowCount);
        foreach ((Column one, Column other) in expected.Columns.Zip(actual.Columns))
        {
            Assert.Equal(one.Kind == ColumnKind.Category ? ColumnKind.Text : one.Kind, other.Kind);
            for (int row = 0; row < one.Length; row++)
            {
                Assert.True(Cell(one, row, database) == Cell(other, row, database), $"column {one.Name}, row {row}: '{Cell(one, row, database)}' became '{Cell(other, row, database)}'");
            }

            // A column of times that has none tells nothing of zones in SQLite; MySQL keeps none.
            if (one is TimestampColumn times && database != "mariadb")
            {
                Assert.Equal(times.IsUtc, ((TimestampColumn)other).IsUtc);
            }
        }
    }

    private static string? Cell(Column column, int row, string? database) => column.IsMissing(row) ? null : column switch
    {
        DoubleColumn doubles when database != "postgres" && doubles.Values[row] == 0 => "0",
        DoubleColumn doubles => BitConverter.DoubleToInt64Bits(doubles.Values[row]).ToString("x16"),
        TimestampColumn times => times.Ticks[row].ToString(),
        _ => column.FormatCell(row),
    };
}
