using System.Globalization;
using System.Text.Json;

namespace Modelyard.Cli.Tests;

public sealed class IntervalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Training_with_intervals_checks_them_on_the_test_rows_and_predicts_them()
    {
        string table = Numbers();
        (int code, string output, string error) = await TestCommand.Run("train", table, "--target", "y", "--trials", "0", "--candidates", "Ridge", "--interval", "0.8", "--yard", _folder);
        Assert.True(code == 0, error);
        Assert.Matches(@"intervals +80 % asked, \d\d\.\d % \[\d\d\.\d, \d\d\.\d\] held on the test rows, mean width \d\.\d+", output);
        (code, output, error) = await TestCommand.Run("predict", "y", table, "--yard", _folder);
        Assert.True(code == 0, error);
        string[][] rows = [.. output.TrimEnd().Split('\n').Select(line => line.TrimEnd('\r').Split(','))];
        Assert.Equal(["x", "kind", "y", "prediction", "low", "high"], rows[0]);
        double held = rows[1..].Average(row => Number(row[4]) <= Number(row[2]) && Number(row[2]) <= Number(row[5]) ? 1.0 : 0);
        Assert.InRange(held, 0.74, 0.88);
        Assert.Contains("80 % asked", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(_folder, "*.html", SearchOption.AllDirectories))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Training_classes_with_sets_predicts_a_column_of_them()
    {
        string penguins = Penguins;
        (int code, string output, string error) = await TestCommand.Run("train", penguins, "--target", "species", "--trials", "0", "--candidates", "LogisticRegression", "--interval", "0.9", "--yard", _folder, "--json");
        Assert.True(code == 0, error);
        using var told = JsonDocument.Parse(output);
        Assert.Equal(0.9, told.RootElement.GetProperty("coverage").GetProperty("asked").GetDouble());
        Assert.InRange(told.RootElement.GetProperty("coverage").GetProperty("held").GetDouble(), 0.8, 1);
        (code, output, error) = await TestCommand.Run("predict", "species", penguins, "--yard", _folder);
        Assert.True(code == 0, error);
        string[] lines = output.TrimEnd().Split('\n');
        Assert.EndsWith(",set", lines[0].TrimEnd(), StringComparison.Ordinal);
        Assert.Contains(lines, line => line.TrimEnd().EndsWith(",Adelie", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_fit_holds_the_coverage_within_each_value_of_a_column()
    {
        string table = Numbers();
        (int code, string output, string error) = await TestCommand.Run("fit", "ConformalRegressor", table, "--target", "y", "--set", "Estimator=Ridge", "--set", "Method=Split", "--set", "CalibrationShare=0.5", "--set", "Groups=kind", "--test", table, "--json");
        Assert.True(code == 0, error);
        using var told = JsonDocument.Parse(output);
        JsonElement groups = told.RootElement.GetProperty("coverage").GetProperty("groups");
        Assert.Equal(["calm", "wild"], groups.EnumerateArray().Select(group => group.GetProperty("group").GetString()));
        Assert.All(groups.EnumerateArray(), group => Assert.InRange(group.GetProperty("held").GetDouble(), 0.85, 0.96));
        (code, output, error) = await TestCommand.Run("fit", "ConformalRegressor", table, "--target", "y", "--set", "Estimator=Ridge", "--set", "Method=Split", "--set", "Groups=knd", "--json");
        Assert.Equal(1, code);
        Assert.Contains("The nearest is 'kind'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trained_model_holds_the_coverage_within_each_value_of_a_column()
    {
        string table = Numbers();
        (int code, string output, string error) = await TestCommand.Run("train", table, "--target", "y", "--trials", "0", "--candidates", "Ridge", "--interval", "0.8", "--interval-groups", "kind", "--yard", _folder);
        Assert.True(code == 0, error);
        Assert.Matches(@"by kind +calm \d\d\.\d %, wild \d\d\.\d %", output);
        (code, output, error) = await TestCommand.Run("predict", "y", table, "--yard", _folder);
        Assert.True(code == 0, error);
        string[][] rows = [.. output.TrimEnd().Split('\n')[1..].Select(line => line.TrimEnd('\r').Split(','))];
        double Width(string kind) => rows.Where(row => row[1] == kind).Average(row => Number(row[5]) - Number(row[4]));
        Assert.All(rows.GroupBy(row => row[1]), kind => Assert.InRange(kind.Average(row => Number(row[4]) <= Number(row[2]) && Number(row[2]) <= Number(row[5]) ? 1.0 : 0), 0.7, 0.9));

        // The noise of the one kind is three times that of the other.
        Assert.InRange(Width("wild") / Width("calm"), 2, 4.5);
        Assert.Contains("By kind: calm ", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(_folder, "*.html", SearchOption.AllDirectories))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "goes with '--interval'", "--interval-groups", "kind")]
    [InlineData(1, "The nearest is 'kind'", "--interval", "0.9", "--interval-groups", "knd")]
    public async Task Groups_without_a_chance_or_of_no_column_are_refused(int expected, string words, params string[] options)
    {
        (int code, _, string error) = await TestCommand.Run(["tune", Numbers(), "--target", "y", "--estimator", "Ridge", "--trials", "2", "--yard", _folder, .. options]);
        Assert.Equal(expected, code);
        Assert.Contains(words, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_evaluation_tells_coverage_by_group_in_text_JSON_and_page_and_finds_columns_of_any_name()
    {
        string table = Numbers(), noisy = Path.Combine(_folder, "noisy.csv"), page = Path.Combine(_folder, "page.html");
        (int code, string output, string error) = await TestCommand.Run("train", table, "--target", "y", "--trials", "0", "--candidates", "Ridge", "--interval", "0.9", "--interval-groups", "kind", "--yard", _folder);
        Assert.True(code == 0, error);

        // Three times the errors of the wild rows: what held 90 % of them holds about 42 %.
        string[][] rows = [.. File.ReadLines(table).Skip(1).Select(line => line.Split(','))];
        File.WriteAllLines(noisy, rows.Select((row, i) => string.Create(
            CultureInfo.InvariantCulture, $"{row[0]},{row[1]},{(row[1] == "wild" ? (2 * Number(row[0])) + (3 * (Number(row[2]) - (2 * Number(row[0])))) : Number(row[2]))},{(i % 2 == 0 ? "\"a\nb\"" : "c")}")).Prepend("x,kind,y,p=q"));
        (code, output, error) = await TestCommand.Run("evaluate", "y", noisy, "--by", "p=q", "--figure", "n=count()", "--yard", _folder, "-o", page);
        Assert.True(code == 0, error);
        Assert.Matches(@"intervals: 90 % asked, \d\d\.\d % \[\d\d\.\d, \d\d\.\d\] held on these rows, mean width", output);
        Assert.Contains("where kind is 'wild'", output, StringComparison.Ordinal);
        Assert.DoesNotContain("where kind is 'calm'", output, StringComparison.Ordinal);
        Assert.Matches(@"a\\nb +300 +300\s", output);
        Assert.Contains("promise to hold the truth", await File.ReadAllTextAsync(page), StringComparison.Ordinal);
        (code, output, error) = await TestCommand.Run("evaluate", "y", noisy, "--yard", _folder, "--json");
        Assert.True(code == 0, error);
        using var told = JsonDocument.Parse(output);
        JsonElement coverage = told.RootElement.GetProperty("coverage");
        Assert.True(coverage.GetProperty("isBroken").GetBoolean());
        JsonElement wild = coverage.GetProperty("groups").EnumerateArray().Single(group => group.GetProperty("group").GetString() == "wild");
        Assert.InRange(wild.GetProperty("held").GetDouble(), 0.32, 0.55);
    }

    [Fact]
    public async Task What_was_fitted_is_kept_in_a_file_that_predicts_and_is_explained()
    {
        string table = Numbers(), file = Path.Combine(_folder, "own.model"), scored = Path.Combine(_folder, "fitted.csv");
        (int code, string output, string error) = await TestCommand.Run("fit", "ConformalRegressor", table, "--target", "y", "--set", "Estimator=Ridge", "--set", "Method=Split", "--set", "Groups=kind", "--save", file, "-o", scored);
        Assert.True(code == 0, error);
        Assert.Contains($" -> {file}", output, StringComparison.Ordinal);
        (code, output, error) = await TestCommand.Run("predict", file, table);
        Assert.True(code == 0, error);
        string[] Predicted(string text, string column) => [.. text.TrimEnd().Split('\n').Select(line => line.TrimEnd('\r').Split(',')) is var rows ? rows.Skip(1).Select(row => row[Array.IndexOf(rows.First(), column)]) : []];
        Assert.Equal(Predicted(await File.ReadAllTextAsync(scored), "low"), Predicted(output, "low"));
        string low = Predicted(output, "low")[2];
        (code, output, error) = await TestCommand.Run("explain", file, table, "--row", "3", "--method", "report");
        Assert.True(code == 0, error);
        Assert.Matches(@"The truth should lie between \S+ and \S+: such ranges are made to hold it in 90 % of cases", output);
        Assert.Equal(Number(low), Number(output.Split("The truth should lie between ")[1].Split(' ')[0].Replace('\u2212', '-')), 0.01);
        (code, _, error) = await TestCommand.Run("fit", "IsolationForest", table, "--save", file);
        Assert.Equal(2, code);
        Assert.Contains("'--save' keeps a model that predicts one target", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_wraps_its_best_and_refuses_to_wrap_twice()
    {
        string table = Numbers();
        (int code, string output, string error) = await TestCommand.Run("tune", table, "--target", "y", "--estimator", "Ridge", "--trials", "2", "--interval", "0.9", "--yard", _folder, "--json");
        Assert.True(code == 0, error);
        using var told = JsonDocument.Parse(output);
        Assert.InRange(told.RootElement.GetProperty("coverage").GetProperty("held").GetDouble(), 0.8, 0.99);
        (code, _, error) = await TestCommand.Run("tune", table, "--target", "y", "--estimator", "ConformalRegressor(Estimator=Ridge)", "--trials", "1", "--interval", "0.9", "--yard", _folder);
        Assert.Equal(1, code);
        Assert.Contains("gives intervals or sets itself", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("-0.5")]
    public async Task A_chance_that_is_none_is_refused_before_the_search(string chance)
    {
        (int code, _, string error) = await TestCommand.Run("train", Numbers(), "--target", "y", "--interval", chance, "--yard", _folder);
        Assert.Equal(2, code);
        Assert.Contains("must be between 0 and 1", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_is_too_small_for_the_chance_is_refused_before_the_search()
    {
        (int code, _, string error) = await TestCommand.Run("train", Numbers(), "--target", "y", "--interval", "0.999", "--yard", _folder);
        Assert.Equal(1, code);
        Assert.Contains("needs '999' or more", error, StringComparison.Ordinal);
    }

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    /// <summary>Writes 600 rows whose noise is three times as great for one kind.</summary>
    private string Numbers()
    {
        var random = new Random(7);
        string path = Path.Combine(_folder, "numbers.csv");
        IEnumerable<string> rows = Enumerable.Range(0, 600).Select(row =>
        {
            double x = random.NextDouble(), noise = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            return string.Create(CultureInfo.InvariantCulture, $"{x:0.####},{(row % 2 == 0 ? "calm" : "wild")},{(2 * x) + (noise * (row % 2 == 0 ? 0.2 : 0.6)):0.####}");
        });
        File.WriteAllLines(path, rows.Prepend("x,kind,y"));
        return path;
    }

    private static string Penguins => Path.Combine(Root(), "examples", "data", "penguins.csv");

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Modelyard.slnx")))
        {
            folder = Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar))!;
        }

        return folder;
    }
}
