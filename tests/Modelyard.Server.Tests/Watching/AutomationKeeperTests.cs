using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Automation;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Server.Tests.Telemetry;

namespace Modelyard.Server.Tests.Watching;

public sealed class AutomationKeeperTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-server-automation-").FullName;

    public void Dispose() => ScratchFolder.Delete(_folder);

    [Fact]
    public async Task A_server_carries_out_what_its_alarms_set_off_and_goes_on_answering()
    {
        string yardFolder = Path.Combine(_folder, "yard"), said = Path.Combine(_folder, "said.txt"), told = Path.Combine(_folder, "told.ndjson");
        WatchedYard.Make(yardFolder);
        using (Yard yard = Yard.Open(yardFolder))
        {
            yard.Automations.Add(new AutomationRule("tell", "daily") { Command = RuleCommand.OfShell($"echo \"$MODELYARD_MODEL\" >> '{said}'") });
            yard.Automations.Add(new AutomationRule("anew", "daily") { Retraining = new() });
            yard.Channels.Set(new AlarmChannel("file", ChannelKind.Log, told) { Monitor = "daily" });
        }

        await using ServerFixture server = await ServerFixture.StartAsync(options => options with { Watch = yardFolder, WatchInterval = TimeSpan.FromMilliseconds(50) });
        using Yard seen = Yard.Open(yardFolder);
        await Poll.UntilAsync(() => File.Exists(told) && File.ReadAllLines(told).Length == 3);
        Assert.Equal("churn", Assert.Single(File.ReadAllLines(said)));

        // There is no model 'churn' in the yard to retrain; that is told, and nothing else comes of it.
        Execution[] executions = [.. seen.Automations.History()];
        Assert.Equal([(ExecutionState.Done, "tell"), (ExecutionState.Failed, "anew")], executions.OrderByDescending(one => one.Rule.Name).Select(one => (one.State, one.Rule.Name)));
        Assert.Contains("There is no model 'churn'", executions.First(one => one.State == ExecutionState.Failed).Told, StringComparison.Ordinal);
        using HttpResponseMessage answer = await server.Client.GetAsync(new Uri("/v2/health/live", UriKind.Relative));
        Assert.True(answer.IsSuccessStatusCode);
    }
}
