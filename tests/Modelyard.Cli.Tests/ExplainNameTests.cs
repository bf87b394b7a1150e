using System.Globalization;
using System.Text.Json;

namespace Modelyard.Cli.Tests;

/// <summary>Names columns with commas, ranges of days and levels to the methods of 'explain'.</summary>
public sealed class ExplainNameTests : IDisposable
{
    private const int Rows = 120;
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_column_with_a_comma_in_its_name_stands_in_backticks()
    {
        await Train();
        using var told = JsonDocument.Parse(await Explain("--row", "1", "--method", "counterfactual", "--want", "20..", "--immutable", "`size, mm`", "--json"));
        Assert.DoesNotContain("size, mm", Columns(told), StringComparer.Ordinal);
        using var ranged = JsonDocument.Parse(await Explain("--row", "1", "--method", "counterfactual", "--want", "20..", "--range", "`size, mm`=0..30", "--immutable", "kind,day", "--json"));
        Assert.Equal(["size, mm"], Columns(ranged));
        Assert.Contains("size, mm", await Explain("--method", "dependence", "--feature", "`size, mm`"), StringComparison.Ordinal);
        Assert.Contains("both", await Explain("--method", "permutation", "--repeats", "2", "--group", "both=`size, mm`,kind"), StringComparison.Ordinal);
        await Fails("A name with a comma stands in backticks, and these in single quotes for the shell: --immutable '`size, mm`'", "--row", "1", "--method", "counterfactual", "--want", "20..", "--immutable", "size, mm");
        await Fails("--feature '`size, mm`'", "--method", "dependence", "--feature", "size, mm");
        await Fails("--group '`size, mm`'", "--method", "permutation", "--group", "size, mm");
    }

    [Fact]
    public async Task Days_have_ranges_and_categories_have_levels()
    {
        await Train();
        using var days = JsonDocument.Parse(await Explain("--row", "1", "--method", "counterfactual", "--want", "9..", "--range", "day=2025-03-01..2025-03-20", "--immutable", "`size, mm`,kind", "--json"));
        JsonElement change = days.RootElement.GetProperty("counterfactuals")[0].GetProperty("changes")[0];
        Assert.Equal(("day", "2025-01-01"), (change.GetProperty("column").GetString(), change.GetProperty("from").GetString()));
        Assert.InRange(DateTime.ParseExact(change.GetProperty("to").GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture), new DateTime(2025, 3, 1), new DateTime(2025, 3, 20));
        using var levels = JsonDocument.Parse(await Explain("--row", "1", "--method", "counterfactual", "--want", "4..", "--levels", "kind=a,b", "--immutable", "day,`size, mm`", "--json"));
        Assert.Equal("b", levels.RootElement.GetProperty("counterfactuals")[0].GetProperty("changes")[0].GetProperty("to").GetString());
        await Fails("must be LOW..HIGH, as in '2025-11-01..2025-11-30'", "--row", "1", "--method", "counterfactual", "--want", "9..", "--range", "day=March..April");
        await Fails("must be COLUMN=LEVEL,LEVEL", "--row", "1", "--method", "counterfactual", "--want", "9..", "--levels", "kind");
    }

    [Fact]
    public async Task Rows_that_are_made_are_not_told_as_rows_of_the_table_and_weights_that_say_little_are_warned_of()
    {
        await Train();
        string one = Path.Combine(_folder, "one.csv");
        await File.WriteAllLinesAsync(one, (await File.ReadAllLinesAsync(Table)).Take(2));
        (int code, string output, string error) = await TestCommand.Run("explain", "y", one, "--row", "1", "--method", "anchor", "--yard", _folder);
        Assert.True(code == 0, error);
        Assert.Contains("of the rows made by the profile of the training data", output, StringComparison.Ordinal);
        (_, output, _) = await TestCommand.Run("explain", "y", one, "--method", "surrogate", "--yard", _folder);
        Assert.DoesNotContain("rows of one.csv", output, StringComparison.Ordinal);

        using var near = JsonDocument.Parse(await Explain("--row", "1", "--method", "lime", "--json"));
        bool isFaithful = near.RootElement.GetProperty("fidelity").GetDouble() >= 0.5;
        Assert.Equal((isFaithful, isFaithful), (near.RootElement.GetProperty("faithful").GetBoolean(), near.RootElement.GetProperty("warning").GetString()!.Length == 0));
    }

    private static string[] Columns(JsonDocument told) => [.. told.RootElement.GetProperty("counterfactuals")[0].GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("column").GetString()!)];

    private string Table => Path.Combine(_folder, "table.csv");

    /// <summary>Trains on a weighted sum: a millimetre, five days and a third of a level up count 1 each.</summary>
    private async Task Train()
    {
        var lines = new List<string> { "\"size, mm\",kind,day,y" };
        for (int row = 0; row < Rows; row++)
        {
            int size = row * 7 % 31, level = row % 3, day = row * 11 % 100;
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{size},{"abc"[level]},{new DateTime(2025, 1, 1).AddDays(day):yyyy-MM-dd},{size + (5 * level) + (0.2 * day)}"));
        }

        await File.WriteAllLinesAsync(Table, lines);
        (int code, _, string error) = await TestCommand.Run("train", Table, "--target", "y", "--trials", "0", "--candidates", "Ridge", "--no-refit", "--no-vote", "--yard", _folder);
        Assert.True(code == 0, error);
    }

    private async Task<string> Explain(params string[] more)
    {
        (int code, string output, string error) = await TestCommand.Run(["explain", "y", Table, "--yard", _folder, .. more]);
        Assert.True(code == 0, error);
        return output;
    }

    private async Task Fails(string message, params string[] more)
    {
        (int code, _, string error) = await TestCommand.Run(["explain", "y", Table, "--yard", _folder, .. more]);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.NotEqual(0, code);
    }
}
