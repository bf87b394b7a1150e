using System.Text;
using Modelyard.Frames;

namespace Modelyard.Tests.Frames;

public sealed class CsvFaultTests
{
    [Theory]
    [InlineData("", "The file is empty")]
    [InlineData("\n \n", "The file is empty")]
    [InlineData("a,b\n", "no rows")]
    [InlineData("a,a\n1,2\n", "line 1, column 2: The name 'a' is that of column 1 too")]
    [InlineData("a,\n1,2\n", "line 1, column 2: The column has no name")]
    [InlineData("a,b\n1,2\n3\n4,5\n", "line 3: The row has 1 field and must have 2.")]
    [InlineData("a,b\n1,\"2\n2\"\n3,4,5\n", "line 4: The row has 3 fields and must have 2.")]
    [InlineData("a,b\r\n1,2\r\n\r\n3,4,5\r\n", "line 4: The row has 3 fields")]
    [InlineData("a,b\n1,2\n3,\"4\n5,6\n", "line 3: A quoted field begins here and is not closed")]
    [InlineData("a,b\n1,2\n3,\"4\"x\n5,6\n", "line 3: A quoted field goes on after its closing quote")]
    [InlineData("a,b\n1,2\n3,\0\n", "zero")]
    [InlineData("PK\u0003\u0004xxxx", "ZIP archive")]
    [InlineData("\"a,b\n1,2\n", "first row is not closed")]
    public void Faulty_text_is_refused_with_what_and_where(string text, string expected)
    {
        FrameFormatException exception = Assert.Throws<FrameFormatException>(() => Read(text));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.StartsWith("the text", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(",a\n0,1\n1,2\n", "row")]
    [InlineData("\"\",row\n0,1\n1,2\n", "row2")]
    [InlineData("\uFEFF,row,row2\n0,1,5\n1,2,5\n", "row3")]
    public void Row_labels_without_a_name_as_pandas_and_R_write_them_get_one(string text, string expected)
    {
        Frame frame = Read(text).Frame;
        Assert.Equal(expected, frame.Columns[0].Name);
        Assert.Equal(2, frame.RowCount);
    }

    [Fact]
    public void All_problems_are_told_up_to_the_number_allowed()
    {
        string text = "a,b\n" + string.Concat(Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? "1,2\n" : "1,2,3\n"));
        FrameFormatException exception = Assert.Throws<FrameFormatException>(() => Read(text, new CsvReadOptions { MaxProblems = 3, ChunkLength = 20 }));
        Assert.Equal([3L, 5L, 7L], exception.Problems.Select(problem => problem.Line));
        Assert.StartsWith("the text has 25 problems. Mend the rows, or leave them out.", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith("and 22 more", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ragged_rows_can_be_skipped_and_are_reported()
    {
        CsvReadResult result = Read("a,b\n1,2\n3\n4,5\n", new CsvReadOptions { RaggedRows = RaggedRows.Skip });
        Assert.Equal([1L, 4L], ((IntegerColumn)result.Frame["a"]).Values.ToArray());
        Assert.Equal(1, result.Report.SkippedRows);
        Assert.Equal(3, Assert.Single(result.Report.Problems).Line);
    }

    [Fact]
    public void Cells_that_are_not_of_a_given_kind_are_named()
    {
        var options = new CsvReadOptions { Kinds = new Dictionary<string, ColumnKind> { ["b"] = ColumnKind.Integer } };
        FrameFormatException exception = Assert.Throws<FrameFormatException>(() => Read("a,b\n1,2\n3,four\n5,6.5\n", options));
        Assert.Equal(2, exception.Problems.Count);
        Assert.Contains("line 3, column 'b': 'four' is not", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused_with_their_place()
    {
        byte[] bytes = [.. "a,b\n1,2\n3,"u8, 0xE9, .. "t\n"u8];
        FrameFormatException exception = Assert.Throws<FrameFormatException>(() => CsvReader.Read(bytes));
        Assert.Contains("line 3: The byte at offset '10' is not UTF-8.", exception.Message, StringComparison.Ordinal);
        Assert.Contains("iconv", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_in_utf16_is_recognised()
    {
        byte[] bytes = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a,b\n1,2\n")];
        Assert.Contains("UTF-16", Assert.Throws<FrameFormatException>(() => CsvReader.Read(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_200_000_columns_is_refused_quickly()
    {
        string text = string.Join(',', Enumerable.Range(0, 200_000).Select(i => $"c{i}")) + "\n";
        Assert.Contains("'200000' columns", Assert.Throws<FrameFormatException>(() => Read(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wide_tables_within_the_limit_are_read()
    {
        string text = string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"c{i}")) + "\n"
            + string.Join(',', Enumerable.Range(0, 20_000)) + "\n" + string.Join(',', Enumerable.Range(0, 20_000)) + "\n";
        Frame frame = Read(text).Frame;
        Assert.Equal(20_000, frame.Columns.Count);
        Assert.Equal(19_999, ((IntegerColumn)frame["c19999"])[1]);
    }

    [Fact]
    public void A_row_beyond_the_length_allowed_is_refused()
    {
        string text = "a,b\n1,2\n1,\"" + new string('x', 100_000) + "\"\n";
        FrameFormatException exception = Assert.Throws<FrameFormatException>(() => Read(text, new CsvReadOptions { MaxRowLength = 50_000 }));
        Assert.Contains("line 3: The row that begins here is longer than allowed", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_columns_are_answered_with_the_nearest()
    {
        var options = new CsvReadOptions { Columns = ["churnn"] };
        FrameFormatException exception = Assert.Throws<FrameFormatException>(() => Read("churn,b\n1,2\n", options));
        Assert.Contains("The column 'churnn' is not in the table. The nearest is 'churn'.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_that_are_no_readable_file_are_named()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            Assert.Contains("This is a folder", Assert.Throws<FrameFormatException>(() => CsvReader.Read(folder)).Message, StringComparison.Ordinal);
            string path = Path.Combine(folder, "none.csv");
            Assert.Contains("no such file", Assert.Throws<FrameFormatException>(() => CsvReader.Read(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    private static CsvReadResult Read(string text, CsvReadOptions? options = null) => CsvReader.Read(Encoding.UTF8.GetBytes(text), options);
}
