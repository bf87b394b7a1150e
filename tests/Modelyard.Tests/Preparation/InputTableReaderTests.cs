using System.Text;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Preparation;

namespace Modelyard.Tests.Preparation;

public sealed class InputTableReaderTests
{
    private static readonly FeatureSchema Inputs = new(
        new Feature("code", FeatureKind.Categorical) { Levels = ["007", "None"] },
        new Feature("note", FeatureKind.Text) { Levels = ["none"] },
        new Feature("x"));

    [Fact]
    public void The_usual_texts_are_missing_but_where_they_are_levels()
    {
        Frame frame = Read(null, "code,note,x,more\n007,None,NA,None\nNone,a,?,b\nNA,none,1,c\n");
        Assert.Equal([false, false, true], Missing(frame["code"]));
        Assert.Equal([true, false, false], Missing(frame["note"]));
        Assert.Equal([true, true, false], Missing(frame["x"]));
        Assert.Equal([true, false, false], Missing(frame["more"]));
        Assert.Equal("007", frame["code"].FormatCell(0));
    }

    [Fact]
    public void The_texts_of_the_model_are_missing_and_no_others()
    {
        Frame frame = Read(["-9", ""], "code,note,x\n,NA,-9\nNA,-9,-9.0\n");
        Assert.Equal([true, false], Missing(frame["code"]));
        Assert.Equal([false, true], Missing(frame["note"]));
        Assert.Equal([true, false], Missing(frame["x"]));
        Assert.Equal(ColumnKind.Text, Read([""], "code,note,x\na,b,1\na,b,NA\n")["x"].Kind);
    }

    [Fact]
    public void A_file_is_read_as_bytes_are()
    {
        string path = Path.GetTempFileName();
        try
        {
            const string Table = "code,note,x\nNone,None,1\n";
            File.WriteAllText(path, Table);
            Assert.Equal(Read(null, Table).ToString(), new InputTableReader(Inputs).Read(path).ToString());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Too_many_texts_and_too_long_ones_are_refused()
    {
        string[] most = [.. Enumerable.Range(0, CsvReadOptions.MostMissingTokens).Select(i => $"{i}")];
        string longest = new('x', CsvReadOptions.LongestMissingToken);
        Read(most, "code,note,x\na,b,1\n");
        Read([longest], "code,note,x\na,b,1\n");
        Assert.Contains("'101' and must be at most 100", Assert.Throws<ArgumentException>(() => Read([.. most, "y"], "code,note,x\na,b,1\n")).Message, StringComparison.Ordinal);
        Assert.Contains("'201' characters and must have at most 200", Assert.Throws<ArgumentException>(() => Read([longest + "x"], "code,note,x\na,b,1\n")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new RowEncoder(Inputs, [longest + "x"]));
    }

    private static Frame Read(IReadOnlyList<string>? missing, string table) => new InputTableReader(Inputs, missing).Read(Encoding.UTF8.GetBytes(table));

    private static bool[] Missing(Column column) => [.. Enumerable.Range(0, column.Length).Select(column.IsMissing)];
}
