using System.Globalization;
using System.Text;
using Modelyard.Frames;
using Modelyard.Numerics;

namespace Modelyard.Tests.Frames;

public sealed class CsvChunksTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(1000)]
    [InlineData(100_000)]
    public void Chunks_one_after_the_other_are_the_table(int chunkRows)
    {
        using var file = new TemporaryFile(Table(2500));
        Frame whole = CsvReader.Read(file.Path).Frame;
        foreach (int degree in new[] { 1, 3 })
        {
            // Small windows and parts, so that rows, quotes and guesses lie across their borders.
            CsvChunks chunks = CsvReader.ReadChunks(file.Path, new CsvReadOptions { ChunkLength = 700, DegreeOfParallelism = degree }, chunkRows);
            Assert.Equal(whole.RowCount, chunks.RowCount);
            Assert.Equal(whole.Columns.Select(column => column.Kind), chunks.Kinds.Values);
            int at = 0;
            foreach (Frame chunk in chunks)
            {
                Assert.InRange(chunk.RowCount, 1, chunkRows);
                for (int j = 0; j < whole.Columns.Count; j++)
                {
                    for (int row = 0; row < chunk.RowCount; row++)
                    {
                        Assert.Equal(whole.Columns[j].FormatCell(at + row), chunk.Columns[j].FormatCell(row));
                        Assert.Equal(whole.Columns[j].IsMissing(at + row), chunk.Columns[j].IsMissing(row));
                    }
                }

                at += chunk.RowCount;
            }

            Assert.Equal(whole.RowCount, at);
        }
    }

    [Fact]
    public void A_header_alone_is_a_table_if_it_may_be()
    {
        using var file = new TemporaryFile("a,b\n");
        CsvChunks chunks = CsvReader.ReadChunks(file.Path, new CsvReadOptions { AllowNoRows = true });
        Assert.Empty(chunks);
        Assert.Equal(["a", "b"], chunks.Kinds.Keys);
        Assert.Equal(0, chunks.RowCount);
        Assert.Throws<FrameFormatException>(() => CsvReader.ReadChunks(file.Path));
    }

    [Fact]
    public void Kinds_come_from_the_whole_file_and_not_from_its_beginning()
    {
        var text = new StringBuilder("whole,broken,words,late\n");
        for (int row = 0; row < 300_000; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row % 7},{row},{(row % 2 == 0 ? "a" : "b")},{row % 5}\n");
        }

        text.Append("1,0.5,c,none at all\n");
        using var file = new TemporaryFile(text.ToString());
        CsvChunks chunks = CsvReader.ReadChunks(file.Path);
        Assert.Equal([ColumnKind.Integer, ColumnKind.Double, ColumnKind.Category, ColumnKind.Category], chunks.Kinds.Values);
        Assert.Equal(CsvReader.Read(file.Path).Frame.Columns.Select(column => column.Kind), chunks.Kinds.Values);
        Assert.All(chunks, chunk => Assert.Equal(chunks.Kinds.Values, chunk.Columns.Select(column => column.Kind)));
    }

    [Fact]
    public void Kinds_do_not_depend_on_what_stood_in_the_windows_before()
    {
        // A window has four million bytes; each column holds something else in each of the four.
        var text = new StringBuilder("few,many,gone,number,mixed\n");
        string padding = new('x', 60);
        for (int row = 0; row < 220_000; row++)
        {
            int part = row / 55_000;
            string gone = part % 2 == 0 ? "" : "seen " + (row % 3).ToString(CultureInfo.InvariantCulture), mixed = part == 2 ? "word" : row.ToString(CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"level {row % 7},{row} {padding},{gone},{(part == 3 ? "0.5" : "5")},{mixed}\n");
        }

        using var file = new TemporaryFile(text.ToString());
        CsvChunks chunks = CsvReader.ReadChunks(file.Path);
        Frame whole = CsvReader.Read(file.Path).Frame;
        Assert.Equal([ColumnKind.Category, ColumnKind.Text, ColumnKind.Category, ColumnKind.Double, ColumnKind.Text], chunks.Kinds.Values);
        Assert.Equal(whole.Columns.Select(column => column.Kind), chunks.Kinds.Values);
        int at = 0;
        foreach (Frame chunk in chunks)
        {
            for (int row = 0; row < chunk.RowCount; row += 997)
            {
                Assert.Equal(whole.Columns.Select(column => column.FormatCell(at + row)), chunk.Columns.Select(column => column.FormatCell(row)));
            }

            at += chunk.RowCount;
        }

        Assert.Equal(whole.RowCount, at);
    }

    [Fact]
    public void Of_long_rows_fewer_make_a_chunk()
    {
        using var file = new TemporaryFile("a,b\n" + string.Concat(Enumerable.Range(0, 3000).Select(row => $"{row},{new string('y', 5000)}\n")));
        int[] rows = [.. CsvReader.ReadChunks(file.Path).Select(chunk => chunk.RowCount)];
        Assert.Equal(3000, rows.Sum());
        Assert.All(rows, count => Assert.InRange(count * 5000L, 1, (4 << 20) + 5000));
    }

    [Fact]
    public void Kinds_that_are_given_need_no_first_pass()
    {
        using var file = new TemporaryFile("a,b\n1,x\n2,y\n3,z\n");
        var options = new CsvReadOptions { Kinds = new Dictionary<string, ColumnKind> { ["a"] = ColumnKind.Double, ["b"] = ColumnKind.Text } };
        CsvChunks chunks = CsvReader.ReadChunks(file.Path, options, 2);
        Assert.Null(chunks.RowCount);
        Assert.Equal(3, chunks.Sum(chunk => chunk.RowCount));
        Assert.Equal(["x", "y", "z"], chunks.SelectMany(chunk => Enumerable.Range(0, chunk.RowCount).Select(row => chunk["b"].FormatCell(row))));
    }

    [Fact]
    public void Faults_name_the_line_in_the_file()
    {
        using var ragged = new TemporaryFile("a,b\n" + string.Concat(Enumerable.Repeat("1,2\n", 5000)) + "1,2,3\n");
        Assert.Contains("line 5002", Assert.Throws<FrameFormatException>(() => CsvReader.ReadChunks(ragged.Path, null, 10)).Message, StringComparison.OrdinalIgnoreCase);
        CsvChunks skipping = CsvReader.ReadChunks(ragged.Path, new CsvReadOptions { RaggedRows = RaggedRows.Skip }, 10);
        Assert.Equal(5000, skipping.Sum(chunk => chunk.RowCount));
        using var empty = new TemporaryFile("a,b\n");
        Assert.Contains("no rows", Assert.Throws<FrameFormatException>(() => CsvReader.ReadChunks(empty.Path)).Message, StringComparison.Ordinal);
    }

    private static string Table(int rows)
    {
        var random = new RandomStream(5);
        var text = new StringBuilder("number,count,flag,day,colour,note\r\n");
        for (int row = 0; row < rows; row++)
        {
            string number = row % 11 == 3 ? "" : random.NextGaussian().ToString("R", CultureInfo.InvariantCulture);
            string note = (row % 4) switch { 0 => $"\"line one\nline, \"\"two\"\" of {row}\"", 1 => "", _ => $"plain {row}" };
            text.Append(CultureInfo.InvariantCulture, $"{number},{random.NextInt(50)},{(row % 3 == 0 ? "true" : "false")},2024-01-{1 + (row % 28):00},{(row % 5 == 0 ? "NA" : "c" + (row % 9))},{note}\r\n");
        }

        return text.ToString();
    }

    private sealed class TemporaryFile : IDisposable
    {
        public TemporaryFile(string text) => File.WriteAllText(Path, text);

        public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"modelyard-{Guid.NewGuid():N}.csv");

        public void Dispose() => File.Delete(Path);
    }
}
