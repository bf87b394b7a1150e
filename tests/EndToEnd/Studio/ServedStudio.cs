using System.Text.Json.Nodes;
using EndToEnd.Reports;
using EndToEnd.Running;

namespace EndToEnd.Studio;

/// <summary>Represents a studio over a yard with two versions of a model, a log that drifts and has labels, monitors of the log and of files, and alarms, made by the command once for all tests of a class.</summary>
public sealed class ServedStudio : IAsyncLifetime
{
    private readonly Chromium _chromium = new();
    private RunningCommand? _command;

    public Workplace Workplace { get; } = new();

    public Uri Address { get; private set; } = null!;

    /// <summary>Gets the identifiers of the runs, the newest first.</summary>
    public IReadOnlyList<string> Runs { get; private set; } = [];

    public Microsoft.Playwright.IBrowser Browser => _chromium.Browser;

    public async Task InitializeAsync()
    {
        string table = Workplace.Example("penguins.csv");
        foreach (string estimator in (string[])["LogisticRegression", "RandomForestClassifier"])
        {
            (await Workplace.RunAsync("train", table, "--target", "species", "--trials", "0", "--candidates", estimator)).Succeeded();
        }

        (await Workplace.RunAsync("models", "alias", "species:1", "champion")).Succeeded();
        (await Workplace.RunAsync("predict", "species", table, "--log", "--request", "monday", "--at", "2026-03-02T09:00:00Z", "-o", "monday.csv")).Succeeded();
        (await Workplace.RunAsync("data", "filter", table, "--where", "island = 'Biscoe'", "-o", "biscoe.csv")).Succeeded();
        (await Workplace.RunAsync("predict", "species", "biscoe.csv", "--log", "--request", "tuesday", "--at", "2026-03-03T09:00:00Z", "-o", "tuesday.csv")).Succeeded();
        (await Workplace.RunAsync("monitor", "add", "daily", "--model", "species", "--window", "1d")).Succeeded();
        (await Workplace.RunAsync("monitor", "run", "daily")).Succeeded();
        (await Workplace.RunAsync("data", "with", table, "--set", "request='monday'", "--set", "row=row()", "-o", "labels.csv")).Succeeded();
        (await Workplace.RunAsync("feedback", "labels.csv", "--model", "species", "--label", "species")).Succeeded();
        (await Workplace.RunAsync("monitor", "add", "looks", "--model", "species", "--window", "1d", "--watch", "drift,operation,anomalies,explanations,performance", "--fair", "island")).Succeeded();
        Directory.CreateDirectory(Path.Combine(Workplace.Folder, "in"));
        File.Copy(table, Path.Combine(Workplace.Folder, "in", "first.csv"));
        File.Copy(Path.Combine(Workplace.Folder, "biscoe.csv"), Path.Combine(Workplace.Folder, "in", "second.csv"));
        (await Workplace.RunAsync("monitor", "add", "files", "--data", "in/*.csv", "--reference", "first:1")).Succeeded();
        foreach (string monitor in (string[])["looks", "files"])
        {
            (await Workplace.RunAsync("monitor", "run", monitor)).Succeeded();
        }

        _command = Workplace.Start("studio", "--port", "0");
        string told = await _command.UntilAsync("Ctrl-C", Workplace.Patience);
        int at = told.IndexOf("http://", StringComparison.Ordinal);
        Address = new Uri(told[at..told.IndexOf('\n', at)].Trim());
        using (var client = new HttpClient())
        {
            JsonNode page = JsonNode.Parse(await client.GetStringAsync(new Uri(Address, "/studio/runs.json")))!;
            Runs = [.. page["runs"]!.AsArray().Select(run => (string)run!["run"]!)];
        }

        await _chromium.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await _chromium.DisposeAsync();
        _command?.Dispose();
        Workplace.Dispose();
    }
}
