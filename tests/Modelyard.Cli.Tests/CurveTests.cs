using System.Text.Json;

namespace Modelyard.Cli.Tests;

public sealed class CurveTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-curve-").FullName;
    private readonly string _table;

    public CurveTests()
    {
        _table = Path.Combine(_folder, "table.csv");
        var random = new Random(4);
        File.WriteAllLines(_table, Enumerable.Range(0, 200).Select(row =>
        {
            double a = random.NextDouble(), b = random.NextDouble();
            string kind = random.Next(3) switch { 0 => "red", 1 => "blue", _ => "" };
            return FormattableString.Invariant($"{a:0.0000},{b:0.0000},{kind},{Math.Sin(6 * a) + (b * b) + (1.4 * random.NextDouble()):0.0000},{(a + (0.3 * random.NextDouble()) > 0.6 ? "yes" : "no")},g{row % 9},{row}");
        }).Prepend("a,b,kind,amount,label,who,day"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_learning_curve_says_that_a_deep_tree_overfits_and_what_to_look_at_next()
    {
        string page = Path.Combine(_folder, "curve.html");
        (int code, string output, string error) = await TestCommand.Run("curve", "learning", "DecisionTreeRegressor", _table, "--target", "amount", "--sizes", "0.25,0.5", "--metric", "r2", "-o", page);
        Assert.True(code == 0, error);
        Assert.Contains("It overfits: R2 is ", output, StringComparison.Ordinal);
        Assert.Contains("--parameter MaxDepth", output, StringComparison.Ordinal);
        Assert.Contains("<svg", await File.ReadAllTextAsync(page), StringComparison.Ordinal);

        using JsonDocument told = await Json("learning", "DecisionTreeRegressor", "--target", "amount", "--sizes", "0.25,0.5", "--metric", "r2");
        JsonElement[] points = [.. told.RootElement.GetProperty("points").EnumerateArray()];
        Assert.Equal([40, 80, 160], points.Select(point => point.GetProperty("rowsLearnedFrom").GetInt32()));
        Assert.Equal("Overfits", told.RootElement.GetProperty("verdict").GetString());
        Assert.All(points, point => Assert.Equal(point.GetProperty("validation").GetDouble(), point.GetProperty("validationFolds").EnumerateArray().Average(one => one.GetDouble()), 1e-12));

        // The command that it names runs as it stands.
        string next = output.Split('\n').Single(line => line.StartsWith(" next", StringComparison.Ordinal));
        (code, output, error) = await TestCommand.Run(next.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2..]);
        Assert.True(code == 0, error);
        Assert.Contains("on new rows is best at MaxDepth", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slice_takes_values_of_both_and_draws_lines_of_equal_scores_as_a_picture()
    {
        string heat = Path.Combine(_folder, "heat.svg"), contour = Path.Combine(_folder, "contour.svg");
        string[] slice = ["curve", "slice", "DecisionTreeClassifier", _table, "--target", "label", "--parameters", "MaxDepth,MinSamplesLeaf", "--values", "1,2,4", "--values", "1..9", "--grid", "3", "--missing", ""];
        (int code, string output, string error) = await TestCommand.Run([.. slice, "-o", heat]);
        Assert.True(code == 0, error);
        Assert.Contains("MaxDepth \\ MinSamplesLeaf", output, StringComparison.Ordinal);
        Assert.Contains("--missing '' --set MaxDepth=", output, StringComparison.Ordinal);
        Assert.Equal(0, (await TestCommand.Run([.. slice, "--contour", "-o", contour])).Code);
        Assert.Contains("best: ", await File.ReadAllTextAsync(contour), StringComparison.Ordinal);
        Assert.DoesNotContain("best: ", await File.ReadAllTextAsync(heat), StringComparison.Ordinal);

        (code, _, error) = await TestCommand.Run([.. slice, "--values", "3"]);
        Assert.Equal((2, true), (code, error.Contains("is given 3 times", StringComparison.Ordinal)));
        (code, _, error) = await TestCommand.Run("curve", "slice", "DecisionTreeClassifier", _table, "--target", "label", "--parameters", "MaxDepth,Criterion", "--values", "1,2", "--contour");
        Assert.Equal((2, true), (code, error.Contains("'Criterion' takes names", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_validation_curve_takes_values_as_a_list_a_range_or_by_default()
    {
        async Task<string[]> Values(params string[] extra)
        {
            using JsonDocument told = await Json(["validation", .. extra]);
            return [.. told.RootElement.GetProperty("points").EnumerateArray().Select(point => point.GetProperty("value").GetString()!)];
        }

        Assert.Equal(["1", "4", "none"], await Values("DecisionTreeClassifier", "--target", "label", "--parameter", "maxdepth", "--values", "1,4,none"));
        Assert.Equal(["1", "2", "3"], await Values("DecisionTreeClassifier", "--target", "label", "--parameter", "MaxDepth", "--values", "1..3"));
        string[] spread = await Values("Ridge", "--target", "amount", "--parameter", "Alpha", "--values", "0.01..100");
        Assert.Equal(["0.01", "0.1", "1", "10", "100"], spread.Where((_, i) => i % 2 == 0));
        Assert.Equal(["Gini", "Entropy"], (await Values("DecisionTreeClassifier", "--target", "label", "--parameter", "Criterion")).Take(2));
    }

    [Fact]
    public async Task A_slice_has_every_pair_and_a_page_with_heat_map_and_contour()
    {
        string page = Path.Combine(_folder, "slice.html"), picture = Path.Combine(_folder, "slice.svg");
        string[] args = ["slice", "DecisionTreeRegressor", "--target", "amount", "--parameters", "MaxDepth,MinSamplesLeaf", "--grid", "3", "--folds", "3"];
        using JsonDocument told = await Json(args);
        JsonElement[] points = [.. told.RootElement.GetProperty("points").EnumerateArray()];
        Assert.Equal(9, points.Select(point => (point.GetProperty("MaxDepth").GetString(), point.GetProperty("MinSamplesLeaf").GetString())).Distinct().Count());
        string[] best = [.. told.RootElement.GetProperty("best").EnumerateArray().Select(one => one.GetString()!)];
        JsonElement least = points.MinBy(point => point.GetProperty("validation").GetDouble());
        Assert.Equal(best, (string[])[least.GetProperty("MaxDepth").GetString()!, least.GetProperty("MinSamplesLeaf").GetString()!]);

        (int code, string output, string error) = await TestCommand.Run(["curve", args[0], args[1], _table, .. args[2..], "-o", page]);
        Assert.True(code == 0, error);
        Assert.Contains("*", output, StringComparison.Ordinal);
        string html = await File.ReadAllTextAsync(page);
        Assert.Contains("Lines of equal height", html, StringComparison.Ordinal);
        (code, _, error) = await TestCommand.Run(["curve", args[0], args[1], _table, .. args[2..], "-o", picture]);
        Assert.True(code == 0, error);
        Assert.StartsWith("<svg", await File.ReadAllTextAsync(picture), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Groups_stay_together_and_time_runs_forward()
    {
        // Nine groups make nine folds and no more; the column of the groups is no input.
        (int code, string output, string error) = await TestCommand.Run("curve", "validation", "Ridge", _table, "--target", "amount", "--parameter", "Alpha", "--values", "1", "--group", "who", "--folds", "9");
        Assert.True(code == 0, error);
        Assert.Contains("9 folds", output, StringComparison.Ordinal);
        using JsonDocument time = await Json("learning", "Ridge", "--target", "amount", "--time", "day", "--folds", "3", "--sizes", "1");
        Assert.Equal(100, time.RootElement.GetProperty("points")[0].GetProperty("rowsLearnedFrom").GetInt32());
    }

    [Theory]
    [InlineData("no hyperparameter 'Alfa'", "validation", "Ridge", "--parameter", "Alfa")]
    [InlineData("Alpha is '-1' and must be", "validation", "Ridge", "--parameter", "Alpha", "--values", "1,-1")]
    [InlineData("the lower one first", "validation", "Ridge", "--parameter", "Alpha", "--values", "9..1")]
    [InlineData("is no number and has no range", "validation", "Ridge", "--parameter", "Intercept", "--values", "true..false")]
    [InlineData("must hold shares of the rows", "learning", "Ridge", "--sizes", "0.1,2")]
    [InlineData("two different hyperparameters", "slice", "Ridge", "--parameters", "Alpha")]
    [InlineData("no range that is searched", "slice", "DecisionTreeRegressor", "--parameters", "MaxDepth,MinImpurityDecrease")]
    [InlineData("2 or greater", "slice", "Ridge", "--parameters", "Alpha,Intercept", "--grid", "1")]
    [InlineData("no score to draw", "learning", "IsolationForest")]
    [InlineData("2 or greater", "learning", "Ridge", "--folds", "1")]
    [InlineData("not both", "learning", "Ridge", "--group", "who", "--time", "day")]
    [InlineData("is the target and '--group'", "learning", "Ridge", "--group", "amount")]
    [InlineData("another number in each row", "learning", "Ridge", "--metric", "min: x = abs(actual - predicted)")]
    [InlineData("must end in .html", "learning", "Ridge", "-o", "curve.png")]
    public async Task What_is_wrong_is_said(string message, string kind, string estimator, params string[] extra)
    {
        (int code, _, string error) = await TestCommand.Run(["curve", kind, estimator, _table, "--target", "amount", .. extra]);
        Assert.NotEqual(0, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fit_and_a_comparison_score_by_costs_and_expressions_too()
    {
        (int code, string output, string error) = await TestCommand.Run("fit", "LogisticRegression", _table, "--target", "label", "--metric", "cost(yes:no=10, no:yes=1)", "--metric", "min: misses=sum(if(actual = 'yes', if(predicted = 'no', 1, 0), 0))", "--json");
        Assert.True(code == 0, error);
        using var told = JsonDocument.Parse(output);
        Assert.Equal(["cost", "misses", "roc-auc"], told.RootElement.GetProperty("train").EnumerateObject().Select(one => one.Name).Take(3));

        string yard = Path.Combine(_folder, "yard");
        (code, output, error) = await TestCommand.Run("train", _table, "--target", "label", "--candidates", "LogisticRegression", "--trials", "0", "--metric", "cost(yes:no=10, no:yes=1)", "--yard", yard);
        Assert.True(code == 0, error);
        Assert.Contains("Mean cost (lower is better)", output, StringComparison.Ordinal);
        (code, output, error) = await TestCommand.Run("compare", "label:1", "label:1", _table, "--metric", "cost(yes:no=10, no:yes=1)", "--metric", "min: wrong=mean(if(actual = predicted, 0, 1))", "--replicates", "20", "--yard", yard);
        Assert.True(code == 0, error);
        Assert.Contains("wrong", output, StringComparison.Ordinal);
        string page = Path.Combine(yard, "compared.html");
        (code, output, error) = await TestCommand.Run("compare", "label:1", "label:1", _table, "--metric", "accuracy", "--replicates", "20", "--yard", yard, "-o", page);
        Assert.True(code == 0, error);
        Assert.Contains($" -> {page}", output, StringComparison.Ordinal);
        Assert.Contains("No difference is shown between label:1 (A) and label:1 (B).", await File.ReadAllTextAsync(page), StringComparison.Ordinal);
        (code, _, error) = await TestCommand.Run("compare", "label:1", "label:1", _table, "--yard", yard, "-o", Path.ChangeExtension(page, ".svg"));
        Assert.NotEqual(0, code);
        Assert.Contains("must end in .html", error, StringComparison.Ordinal);
        (code, _, error) = await TestCommand.Run("fit", "IsolationForest", _table, "--metric", "cost(yes:no=10)");
        Assert.NotEqual(0, code);
        Assert.Contains("'--metric' scores the fit to one target", error, StringComparison.Ordinal);
    }

    private async Task<JsonDocument> Json(string kind, string estimator, params string[] extra)
    {
        (int code, string output, string error) = await TestCommand.Run(["curve", kind, estimator, _table, .. extra, "--json"]);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output);
    }

    private Task<JsonDocument> Json(string[] args) => Json(args[0], args[1], args[2..]);
}
