using System.Text.Json;

namespace Modelyard.Cli.Tests;

public sealed class TuneTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-tune-").FullName;
    private readonly string _table;

    public TuneTests()
    {
        _table = Path.Combine(_folder, "table.csv");
        var random = new Random(4);
        File.WriteAllLines(_table, Enumerable.Range(0, 240).Select(_ =>
        {
            double a = random.NextDouble(), b = random.NextDouble();
            string kind = random.Next(3) switch { 0 => "red", 1 => "blue", _ => "" };
            return FormattableString.Invariant($"{a:0.0000},{b:0.0000},{kind},{Math.Sin(6 * a) + (b * b) + (0.1 * random.NextDouble()):0.0000},{(a + (0.3 * random.NextDouble()) > 0.6 ? "yes" : "no")}");
        }).Prepend("a,b,kind,amount,label"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_search_shows_its_trials_registers_its_model_and_goes_on_by_name()
    {
        string model = Path.Combine(_folder, "out.modelyard");
        string[] args = ["tune", _table, "--target", "amount", "--exclude", "label", "--estimator", "DecisionTreeRegressor", "--trials", "12", "--folds", "3", "--study", "trees", "--yard", Path.Combine(_folder, "yard"), "--json"];
        (int code, string output, string error) = await TestCommand.Run([.. args, "-o", model]);
        Assert.True(code == 0, error);
        using var first = JsonDocument.Parse(output);
        JsonElement[] trials = [.. first.RootElement.GetProperty("trials").EnumerateArray()];
        Assert.Equal(12, trials.Length);
        Assert.True(trials[0].GetProperty("default").GetBoolean());
        Assert.Equal("trees", first.RootElement.GetProperty("study").GetString());
        Assert.True(File.Exists(model));

        // The same again runs nothing anew and finds the same; more trials go on.
        using var second = JsonDocument.Parse((await TestCommand.Run(args)).Output);
        Assert.Equal(Points(first), Points(second));
        Assert.Equal(2, second.RootElement.GetProperty("model").GetProperty("version").GetInt32());
        args[Array.IndexOf(args, "12")] = "16";
        using var third = JsonDocument.Parse((await TestCommand.Run(args)).Output);
        Assert.Equal(Points(first), Points(third)[..12]);
        Assert.Equal(16, Points(third).Length);

        (code, output, _) = await TestCommand.Run("runs", "list", "--yard", Path.Combine(_folder, "yard"), "--json");
        Assert.Equal(0, code);
        Assert.Contains("\"tune\"", output, StringComparison.Ordinal);
        (code, output, error) = await TestCommand.Run("predict", "amount", _table, "--yard", Path.Combine(_folder, "yard"));
        Assert.True(code == 0, error);
    }

    [Fact]
    public async Task A_study_is_told_on_a_page_and_again_when_it_is_over()
    {
        string yard = Path.Combine(_folder, "yard"), first = Path.Combine(_folder, "first.html"), again = Path.Combine(_folder, "again.html");
        string[] args = ["tune", _table, "--target", "amount", "--exclude", "label", "--estimator", "DecisionTreeRegressor", "--estimator", "Ridge", "--metric", "rmse", "--metric", "mae", "--trials", "12", "--folds", "3", "--study", "both", "--yard", yard];
        (int code, string output, string error) = await TestCommand.Run([.. args, "--report", first]);
        Assert.True(code == 0, error);
        Assert.Contains($"report   {first}", output, StringComparison.Ordinal);
        string page = await File.ReadAllTextAsync(first);
        Assert.All(["history", "importance", "space", "front", "slices", "trials", "details"], id => Assert.Contains($"<section id=\"{id}\"", page, StringComparison.Ordinal));
        Assert.Contains("rows that the search had not seen", page, StringComparison.Ordinal);
        Assert.Contains("modelyard fit ", page, StringComparison.Ordinal);
        (code, _, error) = await TestCommand.Run([.. args, "--report", again]);
        Assert.True(code == 0, error);
        Assert.Contains("<section id=\"trials\"", await File.ReadAllTextAsync(again), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-o", "study.html", "'--report ")]
    [InlineData("--report", "study.pdf", "must end in .html")]
    public async Task A_page_where_the_model_goes_and_a_model_where_the_page_goes_are_refused_before_the_search(string option, string file, string said)
    {
        (int code, _, string error) = await TestCommand.Run("tune", _table, "--target", "amount", "--estimator", "Ridge", option, Path.Combine(_folder, file), "--yard", Path.Combine(_folder, "yard"));
        Assert.Equal(2, code);
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "yard")));
    }

    [Fact]
    public async Task The_best_settings_are_told_as_a_command_that_fits_them()
    {
        (int code, string output, string error) = await TestCommand.Run("tune", _table, "--target", "label", "--exclude", "amount", "--estimator", "LogisticRegression", "--space", "C=log(0.01,0.05)", "--trials", "6", "--method", "tpe", "--yard", Path.Combine(_folder, "yard"));
        Assert.True(code == 0, error);
        string best = output.Split('\n').Single(line => line.StartsWith(" best", StringComparison.Ordinal));
        string[] words = best.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2..];
        (code, _, error) = await TestCommand.Run(words);
        Assert.True(code == 0, $"{best}: {error}");
        Assert.Contains("importance", output, StringComparison.Ordinal);
        Assert.Contains("seen once", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--method", "random")]
    [InlineData("--method", "grid")]
    [InlineData("--method", "halving")]
    [InlineData("--method", "hyperband", "--resource", "folds")]
    [InlineData("--method", "asha")]
    [InlineData("--metric", "rmse", "--metric", "mae")]
    [InlineData("--nested", "3", "--no-pruning")]
    [InlineData("--estimator", "Ridge", "--space", "Ridge.Alpha=log(0.01,10)")]
    [InlineData("--constraint", "MinSamplesLeaf < MaxDepth")]
    public async Task Every_way_to_search_comes_to_an_end(params string[] extra)
    {
        (int code, string output, string error) = await TestCommand.Run(["tune", _table, "--target", "amount", "--exclude", "label", "--estimator", "DecisionTreeRegressor", "--trials", "14", "--folds", "3", "--yard", Path.Combine(_folder, "yard"), .. extra]);
        Assert.True(code == 0, error);
        Assert.Contains("before   RMSE", output, StringComparison.Ordinal);
        Assert.Equal(extra.Contains("--nested"), output.Contains("outer folds", StringComparison.Ordinal));
        Assert.Equal(extra.Contains("mae"), output.Contains("not beaten in all", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no hyperparameter 'Dept'", "--space", "Dept=1..3")]
    [InlineData("no valid point", "--constraint", "MaxDepth > 1000")]
    [InlineData("The column 'Depth' is not", "--constraint", "Depth > 1000")]
    [InlineData("does not score a regression", "--metric", "accuracy")]
    [InlineData("must be 1 or more", "--trials", "0")]
    [InlineData("must be 2 or more", "--folds", "1")]
    [InlineData("must be one of bayes", "--method", "guess")]
    [InlineData("There is no estimator", "--estimator", "DecisionTre")]
    [InlineData("no hyperparameter 'Treees'", "--resource", "Treees")]
    [InlineData("twice", "--estimator", "DecisionTreeRegressor")]
    public async Task What_is_wrong_is_said(string message, params string[] extra)
    {
        (int code, _, string error) = await TestCommand.Run(["tune", _table, "--target", "amount", "--estimator", "DecisionTreeRegressor", "--yard", Path.Combine(_folder, "yard"), .. extra]);
        Assert.NotEqual(0, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    private static string[] Points(JsonDocument document) => [.. document.RootElement.GetProperty("trials").EnumerateArray().Select(trial => trial.GetProperty("hyperparameters").GetRawText() + trial.GetProperty("scores").GetRawText())];
}
