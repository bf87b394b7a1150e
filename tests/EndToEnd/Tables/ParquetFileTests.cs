using EndToEnd.Running;

namespace EndToEnd.Tables;

/// <summary>Runs verbs on Parquet files where DuckDB's library, which nested columns need, is not to be had.</summary>
public sealed class ParquetFileTests : IDisposable
{
    private readonly Workplace _place = new();

    public ParquetFileTests() => _place.Environment["MODELYARD_DUCKDB"] = Path.Combine(_place.Folder, "nowhere");

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("penguins.csv", "species,island", "body_mass_g")]
    [InlineData("diamonds.csv", "cut,color", "price")]
    public async Task A_table_goes_to_Parquet_and_back_and_is_worked_on_there(string table, string keys, string number)
    {
        (await _place.RunAsync("data", "convert", Workplace.Example(table), "plain.csv")).Succeeded();
        (await _place.RunAsync("data", "convert", Workplace.Example(table), "table.parquet")).Succeeded();
        (await _place.RunAsync("data", "convert", "table.parquet", "back.csv")).Succeeded();
        Assert.Equal(_place.Read("plain.csv"), _place.Read("back.csv"));

        foreach (string file in new[] { "plain.csv", "table.parquet" })
        {
            (await _place.RunAsync("data", "group", file, "--by", keys, "--aggregate", $"m=mean({number}),n=count()", "-o", file + ".groups.csv")).Succeeded();
        }

        Assert.Equal(_place.Read("plain.csv.groups.csv"), _place.Read("table.parquet.groups.csv"));
    }
}
