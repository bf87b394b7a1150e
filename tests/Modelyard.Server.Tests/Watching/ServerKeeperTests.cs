using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Server.Tests.Telemetry;

namespace Modelyard.Server.Tests.Watching;

public sealed class ServerKeeperTests : IDisposable
{
    private const string Price = "/invocations?model=price", Rows = """{"instances": [[1, 2, 3], [4, 5, 1]]}""", Bad = """{"instances": [[1, "two", 3]]}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-server-minutes-").FullName;

    public void Dispose() => ScratchFolder.Delete(_folder);

    [Fact]
    public async Task Good_bad_and_failing_requests_are_told_exactly_and_a_monitor_has_their_figures()
    {
        Yard.Open(_folder).Dispose();
        var logs = new PredictionLogStore(PredictionLogStore.FolderIn(_folder));

        // Where the log of a model cannot be written, no request for it is answered.
        Directory.CreateDirectory(logs.Folder);
        await File.WriteAllTextAsync(Path.Combine(logs.Folder, "churn"), "no folder");
        await using (ServerFixture server = await ServerFixture.StartAsync(options => options with { Minutes = _folder, MinuteInterval = TimeSpan.FromMilliseconds(100), Predictions = logs, RequireLog = true }))
        {
            for (int i = 0; i < 5; i++)
            {
                Assert.Equal(200, (await server.PostAsync(Price, Rows)).Status);
                await Task.Delay(60);
            }

            const string Churn = """{"instances": [[1, "basic", true, "2026-03-02T00:00:00Z"]]}""";
            Assert.Equal(400, (await server.PostAsync(Price, Bad)).Status);
            Assert.Equal(415, (await server.PostAsync("/v2/models/price/infer", Rows, "text/plain")).Status);
            Assert.Equal(503, (await server.PostAsync("/invocations", Churn)).Status);
            Assert.Equal(503, (await server.PostAsync("/invocations?model=churn", Churn)).Status);
            Assert.Equal(400, (await server.PostAsync("/v2/models/churn/infer", "{")).Status);

            // What is about no model is none of these.
            await server.GetAsync("/v2/health/live");
            await server.StopAsync();
        }

        using Yard yard = Yard.Open(_folder);
        ServerMinute[] price = [.. yard.Monitors.Servers.Read("price", DateTime.MinValue, DateTime.MaxValue)];
        Assert.Equal((7L, 2L, 0L, 10L, 7L), (price.Sum(one => one.Requests), price.Sum(one => one.Refused), price.Sum(one => one.Failed), price.Sum(one => one.Predictions), price.Sum(one => one.Latencies.Count)));
        Assert.True(price.Length > 2);
        Assert.All(price, one => Assert.True(one.WorkingSet > one.Heap && one.Heap > 100_000 && one.Processors == Environment.ProcessorCount && one.Processor >= TimeSpan.Zero));
        Assert.All(price.Skip(1).Zip(price), pair => Assert.Equal(pair.Second.End, pair.First.Start));
        ServerMinute[] churn = [.. yard.Monitors.Servers.Read("churn", DateTime.MinValue, DateTime.MaxValue)];
        Assert.Equal((3L, 1L, 2L), (churn.Sum(one => one.Requests), churn.Sum(one => one.Refused), churn.Sum(one => one.Failed)));

        yard.Monitors.Add(new MonitorDefinition("yearly", "price") { Window = TimeSpan.FromDays(364), Reference = new MonitorReference(ReferenceKind.First, 1), Rules = [new MonitorRule("refusals", "refused > 0.2 and errors = 0 and memory > 0")] });
        MonitorRun run = yard.Monitors.Run("yearly", DateTime.UtcNow.AddDays(365), now: DateTime.UtcNow.AddDays(366));
        MonitorWindow window = Assert.Single(run.Windows);
        Assert.Equal((0, 2.0 / 7, 7 / (364 * 1440.0), 10), (window.Measure("errors"), window.Measure("refused"), window.Measure("throughput"), window.Measure("volume")));
        Assert.Equal(price.Max(one => one.WorkingSet), window.Measure("memory"));
        Assert.InRange(window.Measure("gc"), 0, 1);
        Assert.InRange(window.Measure("request_p99"), window.Measure("request_p50"), 30_000);
        Assert.Equal("rule:refusals", Assert.Single(run.Alarms).Watch);
    }

    [Fact]
    public async Task A_yard_that_cannot_be_written_loses_nothing_once_it_can()
    {
        string yardFolder = Path.Combine(_folder, "yard");
        await using (ServerFixture server = await ServerFixture.StartAsync(options => options with { Minutes = yardFolder, MinuteInterval = TimeSpan.FromMilliseconds(50) }))
        {
            Assert.Equal(200, (await server.PostAsync(Price, Rows)).Status);
            await Task.Delay(200);
            using Yard made = Yard.Open(yardFolder);
            await Poll.UntilAsync(() => made.Monitors.Servers.Read("price", DateTime.MinValue, DateTime.MaxValue).Count > 1);
        }

        using Yard yard = Yard.Open(yardFolder);
        IReadOnlyList<ServerMinute> told = yard.Monitors.Servers.Read("price", DateTime.MinValue, DateTime.MaxValue);
        Assert.Equal((1L, 2L), (told.Sum(one => one.Requests), told.Sum(one => one.Predictions)));
        Assert.Equal(1, told[0].Requests);
        Assert.True(told[0].End - told[0].Start > TimeSpan.FromMilliseconds(150));
    }
}
