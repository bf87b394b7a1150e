using System.Globalization;
using EndToEnd.Running;

namespace EndToEnd.Tables;

/// <summary>Runs verbs on a Parquet file whose table takes several times the memory that the process may take, and compares what they give with what they give of all of it.</summary>
public sealed class StreamedParquetTests : IDisposable
{
    private const string Limit = "0x3800000";
    private const int Rows = 1_200_000;

    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task A_table_of_several_times_the_memory_goes_through_the_verbs_that_read_in_chunks()
    {
        Generate(Path.Combine(_place.Folder, "long.csv"));
        (await _place.RunAsync("data", "convert", "long.csv", "long.parquet")).Succeeded();
        string[][] verbs =
        [
            ["group", "long.parquet", "--by", "key", "--aggregate", "m=mean(price),n=count(),l=max(amount)", "-o"],
            ["filter", "long.parquet", "--where", "price > 0.99 and key = 3", "-o"],
            ["melt", "long.parquet", "--id", "row", "--values", "price,amount", "-o"],
            ["outliers", "long.parquet", "--by", "quantile", "--method", "cap", "-o"],
            ["outliers", "long.parquet", "--by", "mad", "--columns", "price", "--method", "trim", "-o"],
        ];
        for (int i = 0; i < verbs.Length; i++)
        {
            (await _place.RunAsync(["data", .. verbs[i], $"whole{i}.csv"])).Succeeded();
        }

        string wholeSummary = (await _place.RunAsync("data", "describe", "long.parquet")).Succeeded().Output;
        _place.Environment["DOTNET_GCHeapHardLimit"] = Limit;
        for (int i = 0; i < verbs.Length; i++)
        {
            (await _place.RunAsync(["data", .. verbs[i], $"part{i}.csv"])).Succeeded();
            Assert.True(_place.Read($"whole{i}.csv") == _place.Read($"part{i}.csv"), string.Join(' ', verbs[i]));
        }

        // What all values are needed for is told as an estimate, or not at all; the rest is the same.
        string summary = (await _place.RunAsync("data", "describe", "long.parquet")).Succeeded().Output;
        Assert.Contains("~", summary, StringComparison.Ordinal);
        Assert.Equal(Line(wholeSummary, "key"), Line(summary, "key"));
        Assert.Equal(Line(wholeSummary, "price")[4..8], Line(summary, "price")[4..8]);

        (await _place.RunAsync("data", "infer-schema", "long.parquet", "-o", "long.yaml")).Succeeded();
        (await _place.RunAsync("data", "validate", "long.parquet", "--schema", "long.yaml")).Succeeded();
        (await _place.RunAsync("data", "convert", "long.parquet", "copy.parquet")).Succeeded();

        CommandResult sorted = await _place.RunAsync("data", "sort", "long.parquet", "--by", "price", "-o", "sorted.csv");
        Assert.Equal(1, sorted.Code);
        Assert.Contains("There is not enough memory", sorted.Error, StringComparison.Ordinal);
    }

    private static string[] Line(string summary, string column) =>
        summary.Split('\n').Single(line => line.TrimStart().StartsWith(column + " ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static void Generate(string path)
    {
        var random = new Random(5);
        byte[] bytes = new byte[20];
        using var writer = new StreamWriter(path);
        writer.Write("row,key,price,amount,comment\n");
        for (int row = 0; row < Rows; row++)
        {
            random.NextBytes(bytes);
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{row},{row % 97},{random.NextDouble()},{random.NextInt64(1L << 40)},{Convert.ToHexString(bytes)}\n"));
        }
    }
}
