using System.Text.Json;
using EndToEnd.Running;

namespace EndToEnd.Output;

public sealed class JsonOutputTests(TrainedPenguins penguins) : IClassFixture<TrainedPenguins>
{
    private const int Limit = 60_000;

    private Workplace Workplace => penguins.Workplace;

    [Fact]
    public void Train_tells_all_that_a_program_needs()
    {
        JsonElement training = penguins.Training;
        Assert.NotEmpty(training.GetProperty("run").GetString()!);
        Assert.Equal("species", training.GetProperty("model").GetProperty("name").GetString());
        Assert.Equal(1, training.GetProperty("model").GetProperty("version").GetInt32());
        Assert.Equal("classification", training.GetProperty("task").GetString());
        Assert.Equal("species", training.GetProperty("target").GetString());
        Assert.Equal("accuracy", training.GetProperty("metric").GetString());
        Assert.All(training.GetProperty("leaderboard").EnumerateArray(), row =>
        {
            Assert.NotEmpty(row.GetProperty("estimator").GetString()!);
            Assert.InRange(row.GetProperty("score").GetDouble(), 0, 1);
            Assert.InRange(row.GetProperty("std").GetDouble(), 0, 1);
            Assert.InRange(row.GetProperty("fitSeconds").GetDouble(), 0, 60);
        });
        Assert.NotEmpty(training.GetProperty("best").GetProperty("estimator").GetString()!);
        Assert.Equal(JsonValueKind.Object, training.GetProperty("best").GetProperty("hyperparameters").ValueKind);
        Assert.InRange(training.GetProperty("test").GetProperty("rows").GetInt32(), 60, 80);
        JsonElement accuracy = training.GetProperty("test").GetProperty("accuracy");
        Assert.InRange(accuracy.GetProperty("value").GetDouble(), accuracy.GetProperty("low").GetDouble(), accuracy.GetProperty("high").GetDouble());
        Assert.True(File.Exists(training.GetProperty("report").GetString()));
        Assert.Equal(JsonValueKind.Array, training.GetProperty("warnings").ValueKind);
    }

    [Fact(Timeout = Limit)]
    public async Task Fit_tells_what_was_learned()
    {
        JsonElement fit = await Workplace.JsonAsync(
            "fit", "Ridge", Workplace.Example("concrete.csv"), "--target", "compressive_strength", "--set", "Alpha=10", "--raw", "--test", Workplace.Example("concrete.csv"), "-o", "fit.csv");
        Assert.Equal("Ridge", fit.GetProperty("estimator").GetString());
        Assert.Equal(10, fit.GetProperty("hyperparameters").GetProperty("Alpha").GetDouble());
        Assert.Equal(8, fit.GetProperty("parameters").GetProperty("coefficients").GetArrayLength());
        Assert.True(double.IsFinite(fit.GetProperty("parameters").GetProperty("intercept").GetDouble()));
        Assert.Equal(fit.GetProperty("train").GetProperty("rmse").GetDouble(), fit.GetProperty("test").GetProperty("rmse").GetDouble());
        Assert.True(fit.GetProperty("seconds").GetProperty("fit").GetDouble() > 0);
        Assert.True(fit.GetProperty("seconds").GetProperty("predict").GetDouble() > 0);
        string[] lines = Workplace.Read("fit.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((1031, "prediction"), (lines.Length, lines[0].Trim()));
    }

    [Fact(Timeout = Limit)]
    public async Task Numbers_of_a_list_stand_on_one_line_and_a_matrix_row_by_row()
    {
        CommandResult fit = (await Workplace.RunAsync("fit", "LogisticRegression", Workplace.Example("penguins.csv"), "--target", "species", "--json", "--set", "MaxIterations=7")).Succeeded();
        string[] lines = [.. fit.Output.Split('\n').SkipWhile(line => line != "    \"coefficients\": [").Skip(1).TakeWhile(line => line.StartsWith("      ", StringComparison.Ordinal))];
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.InRange(JsonDocument.Parse(line.TrimEnd(',')).RootElement.GetArrayLength(), 5, 20));
        Assert.Contains(fit.Output.Split('\n'), line => line.StartsWith("    \"intercept\": [", StringComparison.Ordinal) && line.TrimEnd(',').EndsWith(']'));
        Assert.Equal(7, JsonDocument.Parse(fit.Output).RootElement.GetProperty("hyperparameters").GetProperty("MaxIterations").GetInt32());
    }

    [Fact(Timeout = Limit)]
    public async Task Fit_writes_probabilities_and_decisions_of_a_classifier()
    {
        (await Workplace.RunAsync("fit", "LogisticRegression", Workplace.Example("penguins.csv"), "--target", "species", "-o", "classes.csv")).Succeeded();
        string header = Workplace.Read("classes.csv").Split('\n')[0];
        Assert.All((string[])["prediction", "probability_Adelie", "probability_Chinstrap", "probability_Gentoo", "decision"], name => Assert.Contains(name, header, StringComparison.Ordinal));
    }

    [Fact(Timeout = 2 * Limit)]
    public async Task Every_other_command_writes_one_object_and_nothing_else()
    {
        string run = penguins.Training.GetProperty("run").GetString()!;
        string table = Workplace.Example("penguins.csv");
        (string Line, string Member)[] commands =
        [
            ("models list", "models"), ("models show species", "inputs"), ("models alias species:1 champion", "alias"), ("models export species:1 -o out.modelyard", "file"),
            ("models import out.modelyard --name again", "version"), ("runs list", "runs"), ($"runs show {run}", "metrics"), ($"runs compare {run} {run}", "runs"),
            ($"data describe {table}", "columns"), ("estimators list", "estimators"), ("estimators show Ridge", "hyperparameters"),
            ($"predict species {table} -o scored.csv", "rows"), ($"predict species {table}", "predictions"),
        ];
        foreach ((string line, string member) in commands)
        {
            JsonElement found = await Workplace.JsonAsync(line.Split(' '));
            Assert.True(found.TryGetProperty(member, out _), $"'{line}' has no member '{member}': {found}");
        }
    }
}
