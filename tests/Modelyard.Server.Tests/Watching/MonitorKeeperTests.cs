using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Server.Tests.Telemetry;
using Modelyard.Server.Watching;

namespace Modelyard.Server.Tests.Watching;

public sealed class MonitorKeeperTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-server-watch-").FullName;

    public void Dispose() => ScratchFolder.Delete(_folder);

    [Fact]
    public async Task A_server_runs_monitors_tells_of_alarms_and_shows_what_they_saw()
    {
        string yardFolder = Path.Combine(_folder, "yard"), told = Path.Combine(_folder, "told.ndjson");
        WatchedYard.Make(yardFolder);
        using (Yard yard = Yard.Open(yardFolder))
        {
            yard.Monitors.Add(new MonitorDefinition("broken", "churn"));
            yard.Channels.Set(new AlarmChannel("file", ChannelKind.Log, told));
        }

        await using ServerFixture server = await ServerFixture.StartAsync(options => options with { Watch = yardFolder, WatchInterval = TimeSpan.FromMilliseconds(50) });
        await Poll.UntilAsync(() => File.Exists(told) && File.ReadAllLines(told).Length > 0);
        Assert.Contains("\"monitor\":\"daily\"", Assert.Single(File.ReadAllLines(told)), StringComparison.Ordinal);
        PrometheusSamples samples = await PrometheusSamples.ReadAsync(server);

        // All rows are beyond the last border, as one of a hundred of the reference is.
        Assert.Equal(0.99, samples["""modelyard_drift_effect_ratio{column="x",model="churn",monitor="daily"}"""]);
        Assert.Equal(1, samples["""modelyard_alarms_active{model="churn",monitor="daily"}"""]);
        Assert.Equal(100, samples["""modelyard_monitor_window_rows{model="churn",monitor="daily"}"""]);
        Assert.Equal(0, samples["""modelyard_alarms_active{model="churn",monitor="broken"}"""]);
        using Yard seen = Yard.Open(yardFolder);
        Assert.Equal("LQD", string.Concat(seen.Monitors.Windows("daily").Select(window => window.State.ToString()[0])));
    }

    [Fact]
    public async Task The_end_of_the_server_does_not_wait_for_a_look_that_goes_on()
    {
        using var begun = new ManualResetEventSlim();
        using var letGo = new ManualResetEventSlim();
        using var end = new CancellationTokenSource();
        Task look = OwnThread.Run("look", () =>
        {
            begun.Set();
            letGo.Wait();
        }, end.Token);
        Assert.True(begun.Wait(TimeSpan.FromSeconds(20)));
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => look.WaitAsync(TimeSpan.FromSeconds(20)));
        letGo.Set();
    }
}
