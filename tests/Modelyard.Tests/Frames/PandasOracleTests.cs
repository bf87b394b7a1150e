using System.Text.Json;
using Modelyard.Frames;

namespace Modelyard.Tests.Frames;

public sealed class PandasOracleTests
{
    private static readonly JsonElement Tables = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("frames"))).RootElement;

    public static TheoryData<string> Names => [.. Tables.EnumerateObject().Select(table => table.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Cells_are_those_that_pandas_reads(string table)
    {
        Frame frame = CsvReader.Read(RepositoryFiles.Table(table)).Frame;
        Assert.Equal(Tables.GetProperty(table).GetProperty("rows").GetInt32(), frame.RowCount);
        foreach (JsonProperty expected in Tables.GetProperty(table).GetProperty("columns").EnumerateObject())
        {
            Column column = frame[expected.Name];
            Assert.Equal(expected.Value.GetProperty("kind").GetString(), column.Kind.ToString());
            double[] numbers = column.IsNumeric ? column.ToDoubles() : [];
            int row = 0;
            foreach (JsonElement cell in expected.Value.GetProperty("cells").EnumerateArray())
            {
                Assert.Equal(cell.ValueKind == JsonValueKind.Null, column.IsMissing(row));
                if (cell.ValueKind == JsonValueKind.Number)
                {
                    Assert.Equal(cell.GetDouble(), numbers[row]);
                }
                else if (cell.ValueKind == JsonValueKind.String)
                {
                    Assert.Equal(cell.GetString(), column.FormatCell(row));
                }

                row += expected.Value.GetProperty("step").GetInt32();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Summaries_agree_with_pandas(string table)
    {
        IReadOnlyList<ColumnSummary> summaries = CsvReader.Read(RepositoryFiles.Table(table)).Frame.Describe();
        foreach (ColumnSummary summary in summaries)
        {
            JsonElement expected = Tables.GetProperty(table).GetProperty("columns").GetProperty(summary.Name);
            Assert.Equal(expected.GetProperty("count").GetInt32(), summary.Count);
            Assert.Equal(expected.GetProperty("missing").GetInt32(), summary.Missing);
            Assert.Equal(expected.GetProperty("distinct").GetInt32(), summary.Distinct);
            Assert.Equal(expected.GetProperty("topCount").GetInt32(), summary.TopCount);
            if (expected.TryGetProperty("levels", out JsonElement levels))
            {
                Assert.Equal(levels.GetArrayLength(), summary.Distinct);
                continue;
            }

            AssertClose(expected, "mean", summary.Mean);
            AssertClose(expected, "std", summary.StandardDeviation);
            AssertClose(expected, "min", summary.Minimum);
            AssertClose(expected, "lower", summary.LowerQuartile);
            AssertClose(expected, "median", summary.Median);
            AssertClose(expected, "upper", summary.UpperQuartile);
            AssertClose(expected, "max", summary.Maximum);
        }
    }

    [Fact]
    public void Levels_are_sorted()
    {
        var penguins = (CategoryColumn)CsvReader.Read(RepositoryFiles.Table("penguins")).Frame["species"];
        JsonElement expected = Tables.GetProperty("penguins").GetProperty("columns").GetProperty("species").GetProperty("levels");
        Assert.Equal(expected.EnumerateArray().Select(level => level.GetString()), penguins.Levels);
    }

    private static void AssertClose(JsonElement expected, string name, double actual)
    {
        double value = expected.GetProperty(name).GetDouble();
        Assert.True(Math.Abs(value - actual) <= 1e-12 * Math.Max(1, Math.Abs(value)), $"{name} is {actual:R} and must be {value:R}.");
    }
}
