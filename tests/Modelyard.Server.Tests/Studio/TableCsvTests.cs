using System.Text;
using Modelyard.Frames;
using Modelyard.Server.Studio.Content;
using ColumnKind = Modelyard.Server.Studio.Content.ColumnKind;

namespace Modelyard.Server.Tests.Studio;

public sealed class TableCsvTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("=HYPERLINK(\"http://example.com\")", "'=HYPERLINK(\"http://example.com\")")]
    [InlineData("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0")]
    [InlineData("-2+3+cmd", "'-2+3+cmd")]
    [InlineData("@SUM(1)", "'@SUM(1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "'\r=1")]
    [InlineData("\uFF1D1+1", "'\uFF1D1+1")]
    [InlineData("-", "'-")]
    [InlineData("-5", "-5")]
    [InlineData("+1.5e-3", "+1.5e-3")]
    [InlineData("a=b", "a=b")]
    [InlineData("2026-03-01", "2026-03-01")]
    [InlineData("", "")]
    public void A_text_that_would_be_taken_for_a_formula_begins_with_an_apostrophe_and_a_number_does_not(string text, string written) => Assert.Equal(written, TableCsv.Guarded(text));

    [Fact]
    public void A_table_is_guarded_in_heads_and_texts_and_its_numbers_are_read_as_they_were()
    {
        var table = new DataTable(
            "t", "T", [new("=name", "Name"), new("'=name", "Name"), new("value", "Value", ColumnKind.Number)],
            [[new Cell("=A1"), new Cell("@x, \"y\"\nz"), new Cell(-5.25)], [new Cell("plain"), new Cell(null), new Cell(double.NaN)]]);
        Frame read = CsvReader.Read(new MemoryStream(TableCsv.Write(table))).Frame;
        Assert.Equal(["'=name", "''=name", "value"], read.Columns.Select(column => column.Name));
        Assert.Equal(["'=A1", "plain"], Enumerable.Range(0, 2).Select(read["'=name"].FormatCell));
        Assert.Equal("'@x, \"y\"\nz", read["''=name"].FormatCell(0));
        Assert.Equal([-5.25, double.NaN], read["value"].ToDoubles());
        Assert.DoesNotContain("\n=", Encoding.UTF8.GetString(TableCsv.Write(table)), StringComparison.Ordinal);
    }
}
