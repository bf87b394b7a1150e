using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Automation;
using Modelyard.Lifecycle.Challengers;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Training;
using Modelyard.Server.Tests.Telemetry;
using Modelyard.Training;

namespace Modelyard.Server.Tests.Studio;

/// <summary>Looks at what waits for somebody to decide.</summary>
public sealed class WaitingTests : IAsyncLifetime
{
    private readonly StudioFixture _studio = new ChallengedStudio();

    public Task InitializeAsync() => _studio.InitializeAsync();

    public Task DisposeAsync() => _studio.DisposeAsync();

    [Fact]
    public async Task A_challenger_waits_until_it_is_kept_out()
    {
        (_, string home) = await _studio.GetAsync("/studio");
        Assert.Contains("species:2 is newer than the champion, version 1.", home, StringComparison.Ordinal);
        Assert.Contains("modelyard automation approve 1", home, StringComparison.Ordinal);
        using (Yard yard = _studio.OpenYard())
        {
            yard.Automations.Reject(1, "Ann", "seen");
        }

        (_, home) = await _studio.GetAsync("/studio");
        Assert.DoesNotContain("species:2 is newer", home, StringComparison.Ordinal);
    }

    private sealed class ChallengedStudio : StudioFixture
    {
        protected override string Make()
        {
            string table = Checkout.PathOf("examples/data/penguins.csv");
            new TrainingJob(table, Folder, new TrainingOptions { Target = "species", Trials = 0, Candidates = ["LogisticRegression"] }).Run();
            using Yard yard = Yard.Open(Folder);
            yard.Monitors.Add(new MonitorDefinition("files", "species") { Source = MonitorSource.OfFiles(table) });
            yard.Automations.Add(new AutomationRule("anew", "files") { Retraining = new RetrainingPlan { Source = new RetrainingSource { Files = [table] } } });
            yard.Automations.Enqueue("anew", "Ann");
            Assert.Equal(ExecutionState.Waiting, yard.Automations.RunNext()!.State);
            return "";
        }
    }
}
