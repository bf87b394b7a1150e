using EndToEnd.Reports;
using EndToEnd.Running;

namespace EndToEnd.Studio;

/// <summary>Represents a studio over a yard with two versions of a model, a log that drifts, a monitor and its alarm, made by the command once for all tests of a class.</summary>
public sealed class ServedStudio : IAsyncLifetime
{
    private readonly Chromium _chromium = new();
    private RunningCommand? _command;

    public Workplace Workplace { get; } = new();

    public Uri Address { get; private set; } = null!;

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
        _command = Workplace.Start("studio", "--port", "0");
        string told = await _command.UntilAsync("Ctrl-C", Workplace.Patience);
        int at = told.IndexOf("http://", StringComparison.Ordinal);
        Address = new Uri(told[at..told.IndexOf('\n', at)].Trim());
        await _chromium.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await _chromium.DisposeAsync();
        _command?.Dispose();
        Workplace.Dispose();
    }
}
