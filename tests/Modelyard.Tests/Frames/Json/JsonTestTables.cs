using System.Text;
using Modelyard.Frames;

namespace Modelyard.Tests.Frames.Json;

/// <summary>Reads and compares the tables of the tests of JSON.</summary>
internal static class JsonTestTables
{
    public static JsonReadResult Read(string text, JsonReadOptions? options = null) => JsonReader.Read(Encoding.UTF8.GetBytes(text), options);

    public static Frame ReadFrame(string text, JsonReadOptions? options = null) => Read(text, options).Frame;

    public static FrameFormatException Refusal(string text, JsonReadOptions? options = null) => Assert.Throws<FrameFormatException>(() => Read(text, options));

    public static string Kinds(Frame frame) => string.Join(' ', frame.Columns.Select(column => $"{column.Name}:{column.Kind}"));

    public static string Cells(Frame frame, string column) => string.Join('|', Enumerable.Range(0, frame.RowCount).Select(row => frame[column].IsMissing(row) ? "-" : frame[column].FormatCell(row)));

    public static byte[] Write(Frame frame, JsonWriteOptions? options = null)
    {
        using var stream = new MemoryStream();
        JsonWriter.Write(frame, stream, options);
        return stream.ToArray();
    }

    /// <summary>Demands the same columns, kinds and cells, doubles to the bit.</summary>
    public static void AssertSame(Frame expected, Frame actual)
    {
        Assert.Equal(Kinds(expected), Kinds(actual));
        Assert.Equal(expected.RowCount, actual.RowCount);
        for (int i = 0; i < expected.Columns.Count; i++)
        {
            AssertSame(expected.Columns[i], actual.Columns[i], 0);
        }
    }

    /// <summary>Demands that a column is a part of another.</summary>
    public static void AssertSame(Column whole, Column part, int first)
    {
        for (int row = 0; row < part.Length; row++)
        {
            Assert.Equal(whole.IsMissing(first + row), part.IsMissing(row));
            Assert.Equal(whole.FormatCell(first + row), part.FormatCell(row));
            if (whole is DoubleColumn doubles && !whole.IsMissing(first + row))
            {
                Assert.Equal(BitConverter.DoubleToInt64Bits(doubles.Values[first + row]), BitConverter.DoubleToInt64Bits(((DoubleColumn)part).Values[row]));
            }
        }
    }
}
