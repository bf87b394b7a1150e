using System.Text;
using Modelyard.Frames;
using Modelyard.Frames.Csv;
using Modelyard.Numerics;

namespace Modelyard.Tests.Frames;

public sealed class CsvReaderOracleTests
{
    private const string Alphabet = "ab1,,,\"\"\n\n\ré .";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_text_is_read_as_one_character_after_the_other_would_be(int columns)
    {
        var random = new RandomStream(20261123, (ulong)columns);
        for (int trial = 0; trial < 1500; trial++)
        {
            string body = RandomBody(ref random, columns);
            var options = new CsvReadOptions
            {
                MissingTokens = [""],
                RaggedRows = RaggedRows.Skip,
                Kinds = Enumerable.Range(1, columns).ToDictionary(i => $"c{i}", i => i == 2 ? ColumnKind.Category : ColumnKind.Text),
                ChunkLength = 1 + random.NextInt(random.NextInt(2) == 0 ? 20 : 400),
                DegreeOfParallelism = 1 + random.NextInt(3),
                Width = (ScanWidth)random.NextInt(4),
                Delimiter = ',',
            };
            AssertSame(body, columns, options);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Long_files_are_read_the_same_in_parts_of_any_length_on_any_number_of_threads(int width)
    {
        var random = new RandomStream(7, (ulong)width);
        var text = new StringBuilder();
        for (int row = 0; row < 3000; row++)
        {
            string[] cells = ["plain", "\"with, comma\"", "\"two\nlines\"", "\"say \"\"so\"\"\"", "", "a \" stray", "\"\""];
            text.Append(cells[random.NextInt(7)]).Append(',').Append(row).Append(',').Append(cells[random.NextInt(7)]);
            text.Append(random.NextInt(3) == 0 ? "\r\n" : "\n");
        }

        foreach (int chunk in (int[])[64, 100, 1000, 4096, 1 << 20])
        {
            var options = new CsvReadOptions
            {
                MissingTokens = [""],
                Kinds = Enumerable.Range(1, 3).ToDictionary(i => $"c{i}", i => i == 1 ? ColumnKind.Category : ColumnKind.Text),
                ChunkLength = chunk,
                DegreeOfParallelism = 3,
                Width = (ScanWidth)width,
                Delimiter = ',',
            };
            AssertSame(text.ToString(), 3, options);
        }
    }

    [Fact]
    public void Bytes_of_any_kind_give_a_table_or_a_format_error()
    {
        var random = new RandomStream(99);
        for (int trial = 0; trial < 1500; trial++)
        {
            byte[] bytes = new byte[random.NextInt(300)];
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = random.NextInt(3) == 0 ? (byte)random.NextInt(256) : (byte)Alphabet[random.NextInt(9)];
            }

            try
            {
                CsvReadResult result = CsvReader.Read(bytes, new CsvReadOptions { ChunkLength = 1 + random.NextInt(100), RaggedRows = RaggedRows.Skip });
                Assert.True(result.Frame.RowCount > 0);
            }
            catch (FrameFormatException exception)
            {
                Assert.NotEmpty(exception.Problems);
            }
        }
    }

    private static string RandomBody(ref RandomStream random, int columns)
    {
        // Half of the bodies are mostly well formed, so that rows of the right width abound.
        bool isTame = random.NextInt(2) == 0;
        int length = random.NextInt(random.NextInt(4) == 0 ? 400 : 60);
        var body = new StringBuilder();
        while (body.Length < length)
        {
            if (!isTame)
            {
                body.Append(Alphabet[random.NextInt(Alphabet.Length)]);
                continue;
            }

            string[] cells = ["", "a", "bb", "\"\"", "\"a,b\"", "\"a\n\"", "\"\"\"\"", "x\"y", "é", " ", "0123456789012345678901234567890123456789"];
            for (int i = 0; i < columns; i++)
            {
                body.Append(cells[random.NextInt(cells.Length)]).Append(i < columns - 1 ? "," : random.NextInt(3) == 0 ? "\r\n" : "\n");
            }
        }

        return body.ToString();
    }

    private static void AssertSame(string body, int columns, CsvReadOptions options)
    {
        string header = string.Join(',', Enumerable.Range(1, columns).Select(i => $"c{i}"));
        byte[] bytes = Encoding.UTF8.GetBytes(header + "\n" + body);
        NaiveCsv expected = NaiveCsv.Read(body, columns);
        if (expected.HasOpenQuote || expected.Rows.Count == 0)
        {
            Assert.Throws<FrameFormatException>(() => CsvReader.Read(bytes, options));
            return;
        }

        CsvReadResult actual = CsvReader.Read(bytes, options);
        Assert.Equal(expected.Skipped, actual.Report.SkippedRows);
        Assert.Equal(expected.Rows.Count, actual.Frame.RowCount);
        for (int i = 0; i < columns; i++)
        {
            Column column = actual.Frame.Columns[i];
            for (int row = 0; row < expected.Rows.Count; row++)
            {
                string? cell = expected.Rows[row][i];
                Assert.Equal(cell is null, column.IsMissing(row));
                Assert.Equal(cell ?? string.Empty, column.FormatCell(row));
            }
        }
    }
}
