using System.Globalization;
using EndToEnd.Running;

namespace EndToEnd.Tables;

/// <summary>Runs verbs on a file that is four times as large as the memory that the process may take.</summary>
public sealed class StreamedTableTests : IDisposable
{
    private const long Limit = 96L << 20;
    private const int Rows = 2_400_000;

    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task A_table_of_four_times_the_memory_goes_through_the_verbs_that_read_in_chunks()
    {
        Generate(Path.Combine(_place.Folder, "long.csv"));
        _place.Write("long.yaml", "columns:\n  key: {kind: integer}\n  amount: {kind: integer, minimum: 0, maximum: 998}\n  words: text\n");
        _place.Environment["DOTNET_GCHeapHardLimit"] = Limit.ToString("x", CultureInfo.InvariantCulture);
        (await _place.RunAsync("data", "filter", "long.csv", "--where", "amount = 999 and key < 1", "-o", "few.csv")).Succeeded();
        Assert.Equal(Enumerable.Range(0, Rows).Count(row => row % 1000 == 999 && row % 97 == 0) + 1, File.ReadLines(Path.Combine(_place.Folder, "few.csv")).Count());

        (await _place.RunAsync("data", "group", "long.csv", "--by", "key", "--aggregate", "m=mean(amount),s=std(amount),n=count(),t=sum(amount)", "-o", "groups.csv")).Succeeded();
        string[] groups = File.ReadAllLines(Path.Combine(_place.Folder, "groups.csv"));
        Assert.Equal(1 + 97, groups.Length);
        string[] seventh = Array.Find(groups, line => line.StartsWith("7,", StringComparison.Ordinal))!.Split(',');
        long[] amounts = [.. Enumerable.Range(0, Rows).Where(row => row % 97 == 7).Select(row => row % 1000L)];
        Assert.Equal((amounts.Length, amounts.Sum()), (int.Parse(seventh[3], CultureInfo.InvariantCulture), long.Parse(seventh[4], CultureInfo.InvariantCulture)));
        Assert.Equal(amounts.Average(), double.Parse(seventh[1], CultureInfo.InvariantCulture), 1e-9);

        (await _place.RunAsync("data", "group", "long.csv", "--by", "key,amount", "--aggregate", "m=mean(amount),n=count()", "-o", "many.csv")).Succeeded();
        Assert.Equal(1 + (97 * 1000), File.ReadLines(Path.Combine(_place.Folder, "many.csv")).Count());
        CommandResult whole = await _place.RunAsync("data", "group", "long.csv", "--by", "key", "--aggregate", "w=mode(words)", "-o", "modes.csv");
        Assert.Equal(1, whole.Code);
        Assert.Contains("'w' needs all rows of the table at once, and there is not enough memory for them.", whole.Error, StringComparison.Ordinal);

        // Each of the words is another: more than the memory holds to tell whether all are.
        (await _place.RunAsync("data", "infer-schema", "long.csv", "-o", "inferred.yaml")).Succeeded();
        Assert.Contains("words:", File.ReadAllText(Path.Combine(_place.Folder, "inferred.yaml")), StringComparison.Ordinal);

        _place.Write("names.csv", "key,name\n3,three\n96,last\n");
        (await _place.RunAsync("data", "merge", "long.csv", "names.csv", "--on", "key", "-o", "named.csv")).Succeeded();
        Assert.Equal(1 + Enumerable.Range(0, Rows).Count(row => row % 97 is 3 or 96), File.ReadLines(Path.Combine(_place.Folder, "named.csv")).Count());

        CommandResult checkedRows = await _place.RunAsync("data", "validate", "long.csv", "--schema", "long.yaml");
        Assert.Equal(1, checkedRows.Code);
        Assert.Contains("2,400 failures", checkedRows.Output, StringComparison.Ordinal);

        (await _place.RunAsync("data", "with", "long.csv", "--set", "late=amount > 60", "--set", "later=late and key > 3", "-o", "more.csv")).Succeeded();
        Assert.Equal(Rows + 1, File.ReadLines(Path.Combine(_place.Folder, "more.csv")).Count());
    }

    private static void Generate(string path)
    {
        string padding = new('x', 150);
        using (var writer = new StreamWriter(path))
        {
            writer.Write("key,amount,words\n");
            for (int row = 0; row < Rows; row++)
            {
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"{row % 97},{row % 1000},{row} {padding}\n"));
            }
        }

        Assert.True(new FileInfo(path).Length > 3.9 * Limit);
    }
}
