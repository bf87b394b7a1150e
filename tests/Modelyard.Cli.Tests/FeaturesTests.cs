using System.Text;
using System.Text.Json;
using Modelyard.Cli;

namespace Modelyard.Cli.Tests;

public sealed class FeaturesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("mutual-information")]
    [InlineData("f")]
    [InlineData("chi-square")]
    [InlineData("kruskal-wallis")]
    public async Task Columns_are_ranked_by_every_measure_as_text_as_data_and_as_a_picture(string by)
    {
        string picture = Path.Combine(_folder, "rank.svg");
        using JsonDocument told = await Json("features", "rank", "-", "--target", "y", "--by", by, "--json", "-o", picture);
        Assert.Equal("x", told.RootElement.GetProperty("columns")[0].GetProperty("name").GetString());
        Assert.Equal(by, told.RootElement.GetProperty("by").GetString());
        Assert.StartsWith("<svg", await File.ReadAllTextAsync(picture), StringComparison.Ordinal);
        string text = await Text("features", "rank", "-", "--target", "y", "--by", by);
        Assert.Contains("standard input   120 rows, 5 features, target y (2 classes)", text, StringComparison.Ordinal);
        Assert.Contains("next    modelyard features select - --target y", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("boruta", "--rounds", "30")]
    [InlineData("rfe", "--estimator", "LogisticRegression")]
    [InlineData("forward", "--most", "1")]
    [InlineData("backward", "--folds", "3")]
    [InlineData("floating", "--metric", "accuracy")]
    [InlineData("stability", "--false-selections", "1")]
    public async Task Columns_are_selected_by_every_method(string method, string option, string value)
    {
        string page = Path.Combine(_folder, "page.html");
        using JsonDocument told = await Json("features", "select", "-", "--target", "y", "--method", method, option, value, "-o", page, "--json");
        Assert.Contains("x", told.RootElement.GetProperty("selected").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(5, told.RootElement.GetProperty("columns").GetArrayLength());
        Assert.Contains("<svg", await File.ReadAllTextAsync(page), StringComparison.Ordinal);
        string text = await Text("features", "select", "-", "--target", "y", "--method", method, option, value);
        Assert.Contains("These rows chose the columns", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rfe")]
    [InlineData("backward")]
    public async Task A_selection_that_guessing_equals_is_not_advised(string method)
    {
        string noise = Path.Combine(_folder, "noise.csv");
        string[] rows = [.. Enumerable.Range(0, 150).Select(row => FormattableString.Invariant($"{Math.Sin(row * row)},{Math.Sin(row * 7.3 * row)},{Math.Cos(row * 3.1 * row)},{Math.Cos(row * 17.7 * row)}"))];
        await File.WriteAllLinesAsync(noise, ["a,b,c,y", .. rows]);
        string text = await Text("features", "select", noise, "--target", "y", "--method", method);
        Assert.Contains("not better than guessing beyond chance", text, StringComparison.Ordinal);
        Assert.Contains($"next    modelyard features rank {noise} --target y", text, StringComparison.Ordinal);
        Assert.DoesNotContain("--exclude", text, StringComparison.Ordinal);
        using JsonDocument told = await Json("features", "select", noise, "--target", "y", "--method", method, "--json");
        Assert.False(told.RootElement.GetProperty("beatsGuessing").GetBoolean());
        Assert.False(told.RootElement.GetProperty("comparison").GetProperty("beatsGuessing").GetBoolean());
        Assert.InRange(told.RootElement.GetProperty("guess").GetDouble(), 0.6, 0.8);
    }

    [Theory]
    [InlineData("--group", "who", "n,x,z,colour")]
    [InlineData("--time", "n", "n,who,x,z,colour")]
    public async Task Folds_of_a_selection_keep_groups_together_or_follow_time(string option, string column, string columns)
    {
        using JsonDocument told = await Json("features", "select", "-", "--target", "y", "--method", "forward", option, column, "--folds", "4", "--json");
        Assert.Equal(columns.Split(',').Order(), told.RootElement.GetProperty("columns").EnumerateArray().Select(one => one.GetProperty("name").GetString()).Order());
        Assert.Contains("x", told.RootElement.GetProperty("selected").EnumerateArray().Select(one => one.GetString()));
        using JsonDocument usual = await Json("features", "select", "-", "--target", "y", "--method", "forward", "--folds", "4", "--json");
        Assert.NotEqual(usual.RootElement.GetProperty("steps").ToString(), told.RootElement.GetProperty("steps").ToString());
    }

    [Fact]
    public async Task Leaks_are_told_with_what_to_do()
    {
        string test = Path.Combine(_folder, "test.csv");
        await File.WriteAllTextAsync(test, Table(120, 40));
        using JsonDocument told = await Json("features", "leakage", "-", test, "--target", "y", "--group", "who", "--json");
        Assert.Equal(["group-overlap"], told.RootElement.GetProperty("findings").EnumerateArray().Select(one => one.GetProperty("kind").GetString()));
        string text = await Text("features", "leakage", "-", test, "--target", "y", "--time", "n");
        Assert.Contains("Nothing was found in 120 rows to learn from and 40 to test on", text, StringComparison.Ordinal);
        text = await Text("features", "leakage", "-", "--target", "x");
        Assert.Contains("next    modelyard features select - --target x", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drift_names_the_column_that_shifted()
    {
        string test = Path.Combine(_folder, "test.csv");
        await File.WriteAllTextAsync(test, Table(120, 100, shift: 3));
        using JsonDocument told = await Json("features", "drift", "-", test, "--exclude", "y,n,who", "--json", "-o", Path.Combine(_folder, "drift.svg"));
        Assert.Equal("z", told.RootElement.GetProperty("drifted")[0].GetString());
        Assert.True(told.RootElement.GetProperty("low").GetDouble() > 0.5);
        string text = await Text("features", "drift", "-", test, "--exclude", "y", "n", "who");
        Assert.Contains("can be told apart", text, StringComparison.Ordinal);
        Assert.Contains("most by 'z'", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "The nearest is 'who'", "features rank - --target wh")]
    [InlineData(2, "must be one of mutual-information, f, chi-square", "features rank - --target y --by t")]
    [InlineData(2, "'--neighbors' is '0'", "features rank - --target y --neighbors 0")]
    [InlineData(1, "is for numbers", "features rank - --target y --by spearman")]
    [InlineData(2, "says nothing to the method 'stability'", "features select - --target y --method stability --estimator Ridge")]
    [InlineData(2, "says nothing to the method 'boruta'", "features select - --target y --folds 3")]
    [InlineData(2, "says nothing to the method 'boruta'", "features select - --target y --group who")]
    [InlineData(2, "says nothing to the method 'stability'", "features select - --target y --method stability --time n")]
    [InlineData(2, "not both", "features select - --target y --method rfe --group who --time n")]
    [InlineData(2, "'--group' names it too", "features select - --target y --method rfe --group y")]
    [InlineData(1, "The nearest is 'who'", "features select - --target y --method rfe --group whom")]
    [InlineData(2, "'--folds' is '1'", "features select - --target y --method rfe --folds 1")]
    [InlineData(1, "is for Regression", "features select - --target y --method rfe --estimator Ridge")]
    [InlineData(2, ".html for a page or .svg", "features select - --target y -o page.txt")]
    [InlineData(1, "The nearest is 'y'", "features leakage - --target yy")]
    [InlineData(2, "A command is wanted: rank, select, leakage, drift", "features")]
    public async Task A_fault_is_one_sentence(int expected, string words, string line)
    {
        (int code, string output, string error) = await Run(line.Split(' '));
        Assert.Equal(expected, code);
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.Equal("", output);
    }

    /// <summary>Makes a table in which x tells y, z and the colour tell nothing, and n counts the rows.</summary>
    private static string Table(int first, int rows, double shift = 0)
    {
        var text = new StringBuilder("n,who,x,z,colour,y\n");
        for (int row = first; row < first + rows; row++)
        {
            int mixed = row * 7919 % 101;
            double x = (mixed % 10) + (row * 31 % 17 * 0.1), z = (row * 104729 % 997 / 100.0) + shift;
            text.Append(FormattableString.Invariant($"{row + 1000.5},w{row % 50},{x:0.00},{z:0.00},{(row * 13 % 7 > 3 ? "red" : "blue")},{(x + (row % 11 * 0.3) > 6.5 ? "yes" : "no")}\n"));
        }

        return text.ToString();
    }

    private static async Task<JsonDocument> Json(params string[] args) => JsonDocument.Parse(await Text(args));

    private static async Task<string> Text(params string[] args)
    {
        (int code, string output, string error) = await Run(args);
        Assert.True(code == 0, error);
        return output;
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        using StringWriter output = new() { NewLine = Environment.NewLine }, error = new();
        int code = await CommandLine.RunAsync(args, new Terminal(output, error, isInteractive: false, () => new MemoryStream(Encoding.UTF8.GetBytes(Table(0, 120)))));
        return (code, output.ToString(), error.ToString());
    }
}
