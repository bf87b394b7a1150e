using EndToEnd.Running;

namespace EndToEnd.Faults;

public sealed class BadUsageTests : IDisposable
{
    private const int Limit = 60_000;
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Theory(Timeout = Limit)]
    [InlineData("--test-size -0.2", "test size", "between 0 and 1")]
    [InlineData("--test-size much", "'--test-size' is 'much'", "a number between 0 and 1")]
    [InlineData("--seed -1", "'--seed' is '-1'", "a whole number, 0 or greater")]
    [InlineData("--seed abc", "'--seed' is 'abc'", "a whole number")]
    [InlineData("--trials 1.5", "'--trials' is '1.5'", "a whole number")]
    [InlineData("--trials -3", "'-3'", "0 or more")]
    [InlineData("--budget soon", "'soon'", "90s")]
    [InlineData("--budget 0s", "'0s'", "above 0")]
    [InlineData("--budget 5s --trials 1", "not both")]
    [InlineData("--tagret x", "--tagret", "train --help")]
    [InlineData("--task sorting", "'--task' is 'sorting'", "classification or regression")]
    [InlineData("--candidates ,", "'--candidates' is ','", "names")]
    public async Task Options_that_make_no_sense_end_with_2_and_say_what_must_be(string options, params string[] words) =>
        (await Train(options)).Refused(2, words);

    [Theory(Timeout = Limit)]
    [InlineData("--test-size 0.999", "344 rows", "--test-size")]
    [InlineData("--candidates Nope", "no estimator 'Nope'", "estimators list")]
    [InlineData("--candidates LogisticRegresion", "nearest is 'LogisticRegression'")]
    [InlineData("--metric auc", "'auc'", "nearest is 'roc-auc'")]
    [InlineData("--candidates Ridge", "'Ridge' is for Regression")]
    [InlineData("--metric foo", "'foo'", "accuracy")]
    [InlineData("--metric rmse", "'rmse'", "accuracy")]
    [InlineData("--task regression", "'species' holds text")]
    [InlineData("--exclude bil_length_mm", "'bil_length_mm'", "nearest is 'bill_length_mm'")]
    [InlineData("--name ../up", "'../up'", "letters a to z")]
    [InlineData("--group species", "'species' is the target and '--group' names it too")]
    [InlineData("--time species", "'species' is the target and '--time' names it too")]
    [InlineData("--exclude species", "'species' is the target and '--exclude' names it too")]
    [InlineData("--yard file/yard", "file/yard", "cannot be opened")]
    [InlineData("--yard file", "is a file and must be a folder")]
    public async Task What_does_not_suit_the_table_is_told_before_the_search(string options, params string[] words)
    {
        _workplace.Write("file", "");
        CommandResult result = await Train(options);
        Assert.DoesNotContain("comparing", result.Error, StringComparison.Ordinal);
        Assert.InRange(result.Faults.Length, 1, 2);
        Assert.All(words, word => Assert.Contains(word, string.Join('\n', result.Faults), StringComparison.Ordinal));
        Assert.Equal(1, result.Code);
        Assert.Empty(result.Output);
    }

    [Theory(Timeout = Limit)]
    [InlineData(1, "fit Rigde TABLE --target compressive_strength", "no estimator 'Rigde'")]
    [InlineData(1, "fit Ridge TABLE --target compressive_strength --set alhpa=1", "no hyperparameter 'alhpa'", "nearest is 'Alpha'", "Alpha, Intercept")]
    [InlineData(1, "fit Ridge TABLE --target compressive_strength --set Alpha=-1", "Alpha is '-1'", "0 or greater")]
    [InlineData(1, "fit Ridge TABLE --target compressive_strength --set Alpha=x", "Alpha is 'x'")]
    [InlineData(2, "fit Ridge TABLE --target compressive_strength --set Alpha", "Name=Value")]
    [InlineData(1, "fit Ridge TABLE --target compressive_strength -o no/such/folder.csv", "no/such/folder.csv")]
    [InlineData(1, "data describe nowhere.csv", "no such file")]
    [InlineData(1, "estimators show Rigde", "no estimator 'Rigde'", "nearest is 'Ridge'")]
    [InlineData(2, "fit Ridge TABLE --target compressive_strength --set Alpha=1 --set alpha=2", "'--set' gives 'Alpha' twice")]
    [InlineData(2, "fit Ridge TABLE --target compressive_strength --set Alpha=1 Alpha=1", "'--set' gives 'Alpha' twice")]
    [InlineData(1, "fit Ridge(Alpha=1,Alpha=2) TABLE --target compressive_strength", "gives 'Alpha' twice")]
    [InlineData(2, "fit Ridge TABLE --target compressive_strength --seed 1 --seed 2", "'--seed'", "but 2 were provided")]
    [InlineData(2, "fit Ridge TABLE --target compressive_strength --chunk-rows 5", "'--chunk-rows'", "'--stream'")]
    [InlineData(1, "fit Ridge TABLE --target compressive_strength -o .", "This is a folder")]
    [InlineData(2, "fit MultiOutputRegressor TABLE --target water --target water", "'--target' names 'water' twice")]
    [InlineData(1, "predict @x TABLE", "There is no yard")]
    [InlineData(2, "runs list --limit -5", "'--limit' is '-5'", "1 or greater")]
    [InlineData(2, "runs list --limit 0", "'--limit' is '0'", "1 or greater")]
    [InlineData(2, "serve x --port many", "'--port' is 'many'", "65535")]
    [InlineData(2, "serve x --max-memory 0", "'--max-memory' is '0'", "1 or greater")]
    [InlineData(2, "serve x --port 70000", "'70000'", "65535")]
    [InlineData(2, "models", "A command is wanted")]
    [InlineData(2, "frobnicate", "frobnicate")]
    public async Task Every_command_says_what_it_cannot_take(int code, string line, params string[] words) =>
        (await _workplace.RunAsync(Words(line))).Refused(code, words);

    [Theory(Timeout = Limit)]
    [InlineData("--target", "train", "TABLE", "--target", "")]
    [InlineData("--output", "predict", "x", "TABLE", "-o", "")]
    [InlineData("MODEL", "predict", "", "TABLE")]
    [InlineData("--candidates", "train", "TABLE", "--target", "y", "--candidates", "")]
    public async Task An_empty_word_is_bad_usage(string name, params string[] line) =>
        (await _workplace.RunAsync(line)).Refused(2, $"'{name}' is empty and must have a value");

    [Theory(Timeout = Limit)]
    [InlineData("models list")]
    [InlineData("models show churn")]
    [InlineData("runs list")]
    [InlineData("predict churn TABLE")]
    [InlineData("serve churn --port 0")]
    public async Task A_command_that_reads_a_yard_makes_none(string line)
    {
        (await _workplace.RunAsync([.. Words(line), "--yard", "mistyped"])).Refused(1, "There is no yard in 'mistyped'", "Train a model there first");
        Assert.False(Directory.Exists(Path.Combine(_workplace.Folder, "mistyped")));
    }

    [Fact(Timeout = Limit)]
    public async Task A_yard_that_cannot_be_written_to_is_told_before_the_search()
    {
        Directory.CreateDirectory(Path.Combine(_workplace.Folder, "yard"));
        _workplace.Write("yard/reports", "");
        CommandResult result = await Train("--yard yard");
        Assert.DoesNotContain("comparing", result.Error, StringComparison.Ordinal);
        result.Refused(1, "yard' cannot be written to", "reports");
    }

    [Fact(Timeout = Limit)]
    public async Task A_budget_too_small_for_all_candidates_is_told_whatever_came_of_it()
    {
        CommandResult result = await Train("--budget 1ms");
        Assert.Contains("budget of 0.001 s", result.Output + result.Error, StringComparison.Ordinal);
        Assert.Contains("--budget", result.Output + result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.InRange(result.Code, 0, 1);
    }

    private static string[] Words(string line) => line.Replace("TABLE", Workplace.Example("concrete.csv"), StringComparison.Ordinal).Split(' ');

    private Task<CommandResult> Train(string options) => _workplace.RunAsync(["train", Workplace.Example("penguins.csv"), "--target", "species", .. options.Split(' ')]);
}
