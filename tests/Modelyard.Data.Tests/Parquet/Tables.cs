using Modelyard.Frames;

namespace Modelyard.Data.Tests.Parquet;

/// <summary>Compares the tables of the tests.</summary>
internal static class Tables
{
    public static string Kinds(Frame frame) => string.Join(' ', frame.Columns.Select(column => $"{column.Name}:{column.Kind}"));

    public static string Cells(Frame frame, string column) => string.Join('|', Enumerable.Range(0, frame.RowCount).Select(row => frame[column].IsMissing(row) ? "-" : frame[column].FormatCell(row)));

    /// <summary>Demands the same columns, kinds and cells, doubles to the bit.</summary>
    public static void AssertSame(Frame expected, Frame actual, int first = 0)
    {
        Assert.Equal(Kinds(expected), Kinds(actual));
        for (int i = 0; i < expected.Columns.Count; i++)
        {
            Column whole = expected.Columns[i], part = actual.Columns[i];
            for (int row = 0; row < part.Length; row++)
            {
                if (whole.IsMissing(first + row) != part.IsMissing(row) || whole.FormatCell(first + row) != part.FormatCell(row))
                {
                    Assert.Fail($"The cell in row {first + row} of '{whole.Name}' is '{part.FormatCell(row)}' and must be '{whole.FormatCell(first + row)}'.");
                }
            }

            Assert.Equal((whole as TimestampColumn)?.IsUtc, (part as TimestampColumn)?.IsUtc);
        }
    }
}
