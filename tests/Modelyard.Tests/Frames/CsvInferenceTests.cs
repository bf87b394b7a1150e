using System.Text;
using Modelyard.Frames;

namespace Modelyard.Tests.Frames;

public sealed class CsvInferenceTests
{
    [Theory]
    [InlineData("1|-2|+3|9223372036854775807", ColumnKind.Integer)]
    [InlineData("1|NA||?|2", ColumnKind.Integer)]
    [InlineData(" 1| 2 |3", ColumnKind.Integer)]
    [InlineData("\"1\"|\"2\"|3", ColumnKind.Integer)]
    [InlineData("1|2.5|1e3|inf|-Infinity|.5|5.", ColumnKind.Double)]
    [InlineData("1|-0", ColumnKind.Double)]
    [InlineData("|NA|", ColumnKind.Double)]
    [InlineData("true|FALSE|True|", ColumnKind.Boolean)]
    [InlineData("yes|no|yes|no", ColumnKind.Category)]
    [InlineData("2001-01-31|1999/12/01", ColumnKind.Timestamp)]
    [InlineData("2001-01-31T10:00|2001-01-31 10:00:59.1234567", ColumnKind.Timestamp)]
    [InlineData("2001-01-31T10:00Z|2001-01-31 10:00:59+02:00", ColumnKind.Timestamp)]
    [InlineData("01-Feb-2001|2 Feb 2001|03 feb 2001", ColumnKind.Text)]
    [InlineData("01-Feb-2001|03 feb 2001", ColumnKind.Timestamp)]
    [InlineData("2001-02-30|2001-02-28", ColumnKind.Text)]
    [InlineData("03/04/2001|03/04/2001|03/04/2001|03/04/2001", ColumnKind.Category)]
    [InlineData("2010-01|2010-12", ColumnKind.Timestamp)]
    [InlineData("2010/01|2010/12", ColumnKind.Timestamp)]
    [InlineData("1/1990|12/1990", ColumnKind.Timestamp)]
    [InlineData("2010Q1|2010-Q4|2010 q2", ColumnKind.Timestamp)]
    [InlineData("31.12.2020|1.2.2021|01.02.2021 10:30", ColumnKind.Timestamp)]
    [InlineData("2010-13|2010-13|2010-13|2010-13", ColumnKind.Category)]
    [InlineData("13/1990|13/1990|13/1990|13/1990", ColumnKind.Category)]
    [InlineData("2010Q5|2010Q5|2010Q5|2010Q5", ColumnKind.Category)]
    [InlineData("31.2.2020|31.2.2020|31.2.2020|31.2.2020", ColumnKind.Category)]
    [InlineData("0555-12|0555-12|0555-12|0555-12", ColumnKind.Category)]
    [InlineData("1.2.3.44|1.2.3.44|1.2.3.44|1.2.3.44", ColumnKind.Category)]
    [InlineData("00123|00124|00123|00124", ColumnKind.Category)]
    [InlineData("00123|124|5", ColumnKind.Text)]
    [InlineData("9223372036854775808|1|2", ColumnKind.Text)]
    [InlineData("true|1|0", ColumnKind.Text)]
    [InlineData("2001-01-31T10:00Z|2001-01-31", ColumnKind.Text)]
    [InlineData("a|b|c", ColumnKind.Text)]
    [InlineData("a|b|a|b", ColumnKind.Category)]
    public void Kinds_follow_from_all_cells(string cells, ColumnKind expected)
    {
        string text = "id,x\n" + string.Concat(cells.Split('|').Select((cell, i) => $"{i},{cell}\n"));
        Assert.Equal(expected, Read(text).Frame["x"].Kind);
    }

    [Theory]
    [InlineData("7", "7.5", ColumnKind.Double)]
    [InlineData("7", "seven", ColumnKind.Category)]
    [InlineData("7", "007", ColumnKind.Category)]
    [InlineData("7.5", "x", ColumnKind.Category)]
    [InlineData("true", "maybe", ColumnKind.Category)]
    [InlineData("2001-01-01", "soon", ColumnKind.Category)]
    [InlineData("", "7", ColumnKind.Integer)]
    [InlineData("a", "b", ColumnKind.Category)]
    public void One_odd_cell_deep_in_a_file_decides(string many, string one, ColumnKind expected)
    {
        var text = new StringBuilder("x,y\n");
        for (int row = 0; row < 60_000; row++)
        {
            text.Append(row == 41_003 ? one : many).Append(",filler\n");
        }

        Column column = Read(text.ToString(), new CsvReadOptions { ChunkLength = 10_000 }).Frame["x"];
        Assert.Equal(expected, column.Kind);
        Assert.Equal(one, column.FormatCell(41_003));
        Assert.Equal(many, column.FormatCell(41_002));
    }

    [Fact]
    public void Many_levels_make_text_and_the_cells_stay()
    {
        var text = new StringBuilder("x,y\n");
        for (int row = 0; row < 140_000; row++)
        {
            text.Append('k').Append(row % 70_000).Append(",k").Append(row % 60_000).Append('\n');
        }

        CsvReadResult result = Read(text.ToString(), new CsvReadOptions { ChunkLength = 50_000 });
        Assert.Equal(ColumnKind.Text, result.Frame["x"].Kind);
        Assert.Equal("k69999", result.Frame["x"].FormatCell(139_999));
        Assert.Equal("k1", result.Frame["x"].FormatCell(70_001));
        Assert.Equal(60_000, Assert.IsType<CategoryColumn>(result.Frame["y"]).Levels.Count);
        Assert.Contains("too many different texts", result.Report.Columns[0].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ColumnKind.Integer, "-999", "1", "-99", "9990", "-999")]
    [InlineData(ColumnKind.Double, "-999", "1.5", "-999.0", "-999", "-999")]
    [InlineData(ColumnKind.Double, "99.9", "99.9", "99.90", "1e3", " 99.9 ")]
    [InlineData(ColumnKind.Timestamp, "1900-01-01T00:00:00", "1900-01-01T00:00:01", "1900-01-01T00:00:00", "2001-02-03", "1900-01-01T00:00:00")]
    [InlineData(ColumnKind.Integer, "0", "10", "0", "7", "0")]
    public void A_missing_text_that_is_a_number_or_a_date_is_missing_as_it_is_written(ColumnKind kind, string token, params string[] cells)
    {
        foreach (bool isForced in new[] { false, true })
        {
            var options = new CsvReadOptions { MissingTokens = [token], Kinds = isForced ? new Dictionary<string, ColumnKind> { ["x"] = kind } : new Dictionary<string, ColumnKind>() };
            Column column = CsvReader.Read(Encoding.UTF8.GetBytes("x,y\n" + string.Concat(cells.Select(cell => $"{cell},1\n"))), options).Frame["x"];
            Assert.Equal(kind, column.Kind);
            Assert.Equal(cells.Select(cell => cell.Trim() == token), Enumerable.Range(0, cells.Length).Select(column.IsMissing));
        }
    }

    [Fact]
    public void The_report_says_what_was_understood()
    {
        CsvReport report = Read("\uFEFFid;when;code\n1;2001-01-01;007\n2;NA;008\n;2001-01-03;007\n4;?;008\n").Report;
        Assert.Equal(';', report.Delimiter);
        Assert.True(report.HasByteOrderMark);
        Assert.True(report.DelimiterWasFound);
        Assert.Equal(4, report.Rows);
        Assert.Equal("integer in 3 rows, 1 missing", report.Columns[0].Reason);
        Assert.Equal("date or time in 2 rows, 2 missing", report.Columns[1].Reason);
        Assert.Equal("2 levels in 4 rows, 0 missing; '007' begins with a zero, so the digits are an identifier", report.Columns[2].Reason);
        Assert.Equal(["NA", "?"], report.Columns[1].MissingTokens.Select(token => token.Key));
    }

    [Theory]
    [InlineData("a,b\n1,2\n", ',')]
    [InlineData("a;b\n1,5;2,5\n", ';')]
    [InlineData("a\tb, c\n1\t2\n", '\t')]
    [InlineData("a|b\n1|2,3\n", '|')]
    [InlineData("\"a;x\",b\n\"1;2;3\",2\n", ',')]
    [InlineData("a\n1\n2\n", ',')]
    [InlineData("\"a, \"\"x\"\"\",b\n7;,7;\n", ',')]
    public void The_delimiter_is_found(string text, char expected) => Assert.Equal(expected, Read(text).Report.Delimiter);

    [Fact]
    public void Given_kinds_overrule_the_cells()
    {
        var options = new CsvReadOptions
        {
            Kinds = new Dictionary<string, ColumnKind>
            {
                ["a"] = ColumnKind.Category, ["b"] = ColumnKind.Double, ["c"] = ColumnKind.Text, ["d"] = ColumnKind.Integer, ["e"] = ColumnKind.Boolean,
            },
        };
        Frame frame = Read("a,b,c,d,e\n1,2,3,4.0,1\n01,,NA,,0\n", options).Frame;
        Assert.Equal(["01", "1"], ((CategoryColumn)frame["a"]).Levels);
        Assert.Equal([2, double.NaN], ((DoubleColumn)frame["b"]).Values.ToArray());
        Assert.Equal("3", ((TextColumn)frame["c"])[0]);
        Assert.Null(((TextColumn)frame["c"])[1]);
        Assert.Equal(4, ((IntegerColumn)frame["d"])[0]);
        Assert.True(((BooleanColumn)frame["e"])[0]);
    }

    [Fact]
    public void Chosen_columns_come_in_the_order_chosen()
    {
        Frame frame = Read("a,b,c\n1,2,3\n", new CsvReadOptions { Columns = ["c", "a"] }).Frame;
        Assert.Equal(["c", "a"], frame.Columns.Select(column => column.Name));
        Assert.Equal([3L], ((IntegerColumn)frame["c"]).Values.ToArray());
    }

    [Fact]
    public void A_file_without_header_gets_numbered_names()
    {
        Frame frame = Read("1,2\n3,4\n", new CsvReadOptions { HasHeader = false }).Frame;
        Assert.Equal(["column1", "column2"], frame.Columns.Select(column => column.Name));
        Assert.Equal(2, frame.RowCount);
    }

    [Fact]
    public void Times_with_zones_become_utc()
    {
        var column = (TimestampColumn)Read("t,n\n2001-01-01T01:30:00+02:00,1\n2001-01-01T00:00Z,2\n").Frame["t"];
        Assert.True(column.IsUtc);
        Assert.Equal(new DateTime(2000, 12, 31, 23, 30, 0), column[0]);
        Assert.Equal("2000-12-31T23:30:00Z", column.FormatCell(0));
    }

    [Fact]
    public void Numbers_in_random_forms_are_rounded_as_the_runtime_rounds_them()
    {
        var random = new Modelyard.Numerics.RandomStream(3);
        var text = new StringBuilder("x,y\n");
        var expected = new List<double>();
        for (int row = 0; row < 50_000; row++)
        {
            double value = BitConverter.UInt64BitsToDouble(random.NextBits());
            string cell = random.NextInt(4) switch
            {
                0 => FormattableString.Invariant($"{random.NextDouble() * 1000:F5}"),
                1 => FormattableString.Invariant($"{random.NextBits() % 100_000_000_000_000_000}.{random.NextBits() % 100_000}"),
                2 => FormattableString.Invariant($"-{random.NextBits() % 1_000_000}.{random.NextBits() % 1_000_000_000_000:D12}"),
                _ => double.IsFinite(value) ? value.ToString("R", System.Globalization.CultureInfo.InvariantCulture) : "0.5",
            };
            text.Append(cell).Append(",1\n");
            expected.Add(double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture));
        }

        Assert.Equal(expected, ((DoubleColumn)Read(text.ToString()).Frame["x"]).Values.ToArray());
    }

    private static CsvReadResult Read(string text, CsvReadOptions? options = null) => CsvReader.Read(Encoding.UTF8.GetBytes(text), options);
}
