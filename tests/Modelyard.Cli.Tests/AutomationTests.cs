using System.Text.Json;

namespace Modelyard.Cli.Tests;

public sealed class AutomationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-automation-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_alarm_is_answered_by_a_challenger_that_a_person_approves()
    {
        await Begin();
        await Succeed("monitor", "add", "daily", "--model", "species", "--reference", "first:1");
        await Succeed("monitor", "run");
        Assert.Contains("a person approves", await Succeed("automation", "add", "anew", "--monitor", "daily", "--retrain", "--log", "--by-column", "island"), StringComparison.Ordinal);
        (int refused, _, string why) = await Run("automation", "add", "wrong", "--monitor", "daily", "--retrain", "--metric", "rmse");
        Assert.Equal(1, refused);
        Assert.Contains("The metric 'rmse' does not score a classification", why, StringComparison.Ordinal);
        Assert.Contains("Nothing is to be done", await Succeed("automation", "run"), StringComparison.Ordinal);
        await Predict("biscoe.csv", "tuesday", 3);
        await Succeed("monitor", "run");
        string ran = await Succeed("automation", "run");
        Assert.Contains("waits for approval: modelyard automation approve 1", ran, StringComparison.Ordinal);
        string page = Path.Combine(_folder, "page.html");
        Assert.Contains("set off by", await Succeed("automation", "show", "1", "-o", page), StringComparison.Ordinal);
        Assert.Contains("species:2 waits for a person", File.ReadAllText(page), StringComparison.Ordinal);
        Assert.Contains("species@champion -> species:2, approved by Ann", await Succeed("automation", "approve", "1", "--by", "Ann", "--note", "seen"), StringComparison.Ordinal);
        JsonElement shown = JsonDocument.Parse(await Succeed("automation", "show", "1", "--json")).RootElement;
        Assert.Equal(("promoted", "Ann", "seen"), (shown.GetProperty("state").GetString(), shown.GetProperty("decidedBy").GetString(), shown.GetProperty("note").GetString()));
        Assert.Equal("species", shown.GetProperty("recipe").GetProperty("target").GetString());
        Assert.Contains("Ann", await Succeed("automation", "history"), StringComparison.Ordinal);
        Assert.Contains("promoted", await Succeed("automation", "list"), StringComparison.Ordinal);
        (int code, _, string error) = await Run("automation", "reject", "1");
        Assert.Equal(1, code);
        Assert.Contains("does not wait", error, StringComparison.Ordinal);
        await Succeed("automation", "run", "anew");
        await Succeed("models", "alias", "species:1", "champion");
        Assert.Contains("species:3 is rejected by Bob; species:1 stays in production", await Succeed("automation", "reject", "2", "--by", "Bob"), StringComparison.Ordinal);
        Assert.DoesNotContain("waits for approval", await Succeed("automation", "show", "2"), StringComparison.Ordinal);
        await Succeed("automation", "remove", "anew");
        Assert.Contains("no automations yet", await Succeed("automation", "list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_is_trained_anew_by_its_recipe()
    {
        await Begin();
        string made = await Succeed("retrain", "species", "--log", "--json");
        Assert.Equal(("species:2", "species:1"), (Text(made, "model"), Text(made, "recipeOf")));
        Assert.Contains("species:3 by the recipe of species:1", await Succeed("retrain", "species:1", Data("penguins.csv")), StringComparison.Ordinal);
        string challenged = await Succeed("retrain", "species", Path.Combine(_folder, "bis*.csv"), "--challenge");
        Assert.Contains("species@challenger -> species:4", challenged, StringComparison.Ordinal);
        Assert.Contains("that the version in production was learned from", challenged, StringComparison.Ordinal);

        static string? Text(string json, string name) => JsonDocument.Parse(json).RootElement.GetProperty(name).GetString();
    }

    [Theory]
    [InlineData(2, "Give one of", "automation", "add", "a", "--monitor", "daily")]
    [InlineData(2, "Give one of", "automation", "add", "a", "--monitor", "daily", "--retrain", "--shell", "true")]
    [InlineData(2, "give '--on alarm --of performance'", "automation", "add", "a", "--monitor", "daily", "--on", "performance", "--shell", "true")]
    [InlineData(2, "must be one of alarm, persists", "automation", "add", "a", "--monitor", "daily", "--on", "noon", "--shell", "true")]
    [InlineData(1, "There is no monitor 'daily'", "automation", "add", "a", "--monitor", "daily", "--retrain")]
    [InlineData(1, "There is no automation 'none'", "automation", "run", "none")]
    [InlineData(2, "'--alarm' goes with", "automation", "run", "--alarm", "3")]
    [InlineData(2, "EXECUTION", "automation", "approve", "first")]
    [InlineData(1, "There is no execution '7'", "automation", "show", "7")]
    [InlineData(2, "'--last' is '0'", "automation", "history", "--last", "0")]
    [InlineData(1, "There is no model 'none'", "retrain", "none")]
    [InlineData(1, "No file is named", "retrain", "species", "none-*.csv")]
    [InlineData(1, "goes with the log", "retrain", "species", "a.csv", "--last", "3d")]
    public async Task What_cannot_be_done_is_refused_in_words(int code, string expected, params string[] args)
    {
        await Train();
        (int actual, _, string error) = await Run(args);
        Assert.Equal(code, actual);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private static string Data(string name) => Path.Combine(TestCommand.FindRoot(), "examples", "data", name);

    private async Task Begin()
    {
        await Train();
        await Succeed("models", "alias", "species:1", "champion");
        await Succeed("data", "filter", Data("penguins.csv"), "--where", "island = 'Biscoe'", "-o", Path.Combine(_folder, "biscoe.csv"));
        File.Copy(Data("penguins.csv"), Path.Combine(_folder, "all.csv"));
        await Predict("all.csv", "monday", 2);
    }

    private async Task Train()
    {
        if (!Directory.Exists(Path.Combine(_folder, "yard")))
        {
            await Succeed("train", Data("penguins.csv"), "--target", "species", "--trials", "0", "--candidates", "LogisticRegression");
        }
    }

    private async Task Predict(string file, string request, int day)
    {
        string path = Path.Combine(_folder, file), labels = Path.Combine(_folder, $"{request}.csv");
        await Succeed("predict", "species", path, "--log", "--request", request, "--at", $"2026-03-0{day}T09:00:00Z", "-o", Path.Combine(_folder, "scored.csv"));
        string[] species = [.. File.ReadLines(path).Skip(1).Select(line => line.Split(',')[0].Trim('"'))];
        File.WriteAllLines(labels, ["request,row,species", .. species.Select((name, row) => $"{request},{row},{name}")]);
        await Succeed("feedback", labels, "--model", "species");
    }

    private async Task<string> Succeed(params string[] args)
    {
        (int code, string output, string error) = await Run(args);
        Assert.True(code == 0, error);
        return output;
    }

    private Task<(int Code, string Output, string Error)> Run(params string[] args) =>
        TestCommand.Run(args is ["data", ..] ? args : [.. args, "--yard", Path.Combine(_folder, "yard")]);
}
