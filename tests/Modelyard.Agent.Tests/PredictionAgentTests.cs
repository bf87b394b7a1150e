using System.Collections.Concurrent;

namespace Modelyard.Agent.Tests;

public sealed class PredictionAgentTests
{
    [Fact]
    public async Task What_is_recorded_is_in_the_log_with_its_labels()
    {
        await using LoggingServer server = await LoggingServer.StartAsync();
        await using var agent = PredictionAgent.Open(server.Options());
        string first = agent.Record(Row(1), 2.5, new PredictionDetails { Key = "customer 7", Latency = TimeSpan.FromMilliseconds(3), Time = DateTimeOffset.UtcNow.AddMinutes(-1) });
        string second = agent.Record(Row(2), 3, new PredictionDetails { Request = "mine" });
        agent.Label(second, 4.5);
        agent.LabelKey("customer 7", 5);
        await agent.DrainAsync();
        Assert.Equal("mine", second);
        Assert.Equal([(1, "5", first), (2, "4.5", "mine")], server.Read().OrderBy(row => row.Input));
        Assert.Equal(new AgentStatus(4, 0, 0, 0, null), agent.Status);
    }

    [Fact]
    public async Task While_the_server_is_away_all_is_kept_in_its_order_and_arrives_once()
    {
        await using LoggingServer server = await LoggingServer.StartAsync();
        var faults = new ConcurrentQueue<string>();
        var requests = new List<string>();
        await using (var agent = PredictionAgent.Open(server.Options(options => options with { BatchRows = 16, Fault = faults.Enqueue })))
        {
            await server.GoAsync();
            await RecordAsync(agent, requests, 100);
            await UntilAsync(() => faults.Any(fault => fault.Contains("cannot be reached", StringComparison.Ordinal)));
        }

        await using (var agent = PredictionAgent.Open(server.Options(options => options with { BatchRows = 16 })))
        {
            await RecordAsync(agent, requests, 50);
            await server.ComeAsync();
            await agent.DrainAsync();
            Assert.Null(agent.Status.LastFault);
        }

        (double Input, string Label, string Request)[] rows = server.Read();
        Assert.Equal(requests, rows.OrderBy(row => row.Input).Select(row => row.Request));
        Assert.All(rows, row => Assert.Equal(row.Input.ToString(System.Globalization.CultureInfo.InvariantCulture), row.Label));
    }

    [Fact]
    public async Task What_is_sent_again_after_the_place_was_lost_counts_once()
    {
        await using LoggingServer server = await LoggingServer.StartAsync();
        var requests = new List<string>();
        await using (var agent = PredictionAgent.Open(server.Options()))
        {
            await RecordAsync(agent, requests, 20);
            await agent.DrainAsync();
        }

        File.Delete(Path.Combine(server.AgentFolder, "place"));
        await using (var agent = PredictionAgent.Open(server.Options()))
        {
            await agent.DrainAsync();
            Assert.Equal(40, agent.Status.Sent);
        }

        Assert.Equal(requests.Order(StringComparer.Ordinal), server.Read().Select(row => row.Request).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_the_server_refuses_is_set_aside_with_the_reason_and_holds_up_nothing()
    {
        await using LoggingServer server = await LoggingServer.StartAsync();
        await server.GoAsync();
        var faults = new ConcurrentQueue<string>();
        await using var agent = PredictionAgent.Open(server.Options(options => options with { Fault = faults.Enqueue }));
        for (int i = 0; i < 30; i++)
        {
            agent.Record(i == 17 ? new Dictionary<string, object?> { ["x0"] = "no number", ["x1"] = 1, ["x2"] = 1 } : Row(i), 1.0);
        }

        agent.Label("r", "no number either");
        await agent.FlushAsync();
        await server.ComeAsync();
        await agent.DrainAsync();
        Assert.Equal(29, server.Read().Length);
        Assert.Equal(2, agent.Status.Refused);
        Assert.Contains("\"content\":{\"x0\":\"no number\"", server.Refused[0], StringComparison.Ordinal);
        Assert.Contains("answered 400", server.Refused[0], StringComparison.Ordinal);
        Assert.Contains("\"kind\":\"label\"", server.Refused[1], StringComparison.Ordinal);
        Assert.Contains(faults, fault => fault.Contains("refused.ndjson", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_refused_when_the_file_of_it_is_full_is_counted_and_told_and_no_longer_kept()
    {
        await using LoggingServer server = await LoggingServer.StartAsync();
        var faults = new ConcurrentQueue<string>();
        await using var agent = PredictionAgent.Open(server.Options(options => options with { Fault = faults.Enqueue, MaxRefusedBytes = 4096 }));
        for (int i = 0; i < 40; i++)
        {
            agent.Record(i % 2 == 0 ? new Dictionary<string, object?> { ["x0"] = "no number", ["x1"] = 1, ["x2"] = 1 } : Row(i), 1.0);
        }

        await agent.DrainAsync();
        Assert.Equal(20, server.Read().Length);
        Assert.Equal(20, agent.Status.Refused);
        Assert.InRange(server.Refused.Length, 1, 19);
        Assert.True(new FileInfo(Path.Combine(server.AgentFolder, "refused.ndjson")).Length <= 4096);
        Assert.Contains(faults, fault => fault.Contains("is not kept, as 'refused.ndjson' is full", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_a_wrong_token_nothing_is_lost_and_a_right_one_sends_it()
    {
        await using LoggingServer server = await LoggingServer.StartAsync("the right token");
        string token = "a wrong token";
        var faults = new ConcurrentQueue<string>();
        await using var agent = PredictionAgent.Open(server.Options(options => options with { Token = () => token, Fault = faults.Enqueue }));
        agent.Record(Row(1), 1);
        await UntilAsync(() => faults.Any(fault => fault.Contains("answered 401", StringComparison.Ordinal)));
        Assert.DoesNotContain(faults, fault => fault.Contains(token, StringComparison.Ordinal));
        await server.GoAsync();
        token = "the right token";
        await server.ComeAsync();
        await agent.DrainAsync();
        Assert.Single(server.Read());
    }

    [Fact]
    public async Task Above_the_bound_of_the_disk_new_records_are_dropped_and_counted()
    {
        await using LoggingServer server = await LoggingServer.StartAsync();
        await server.GoAsync();
        var faults = new ConcurrentQueue<string>();
        await using var agent = PredictionAgent.Open(server.Options(options => options with { MaxBytes = 2000, Fault = faults.Enqueue }));
        for (int i = 0; i < 100; i++)
        {
            agent.Record(Row(i), 1);
            await agent.FlushAsync();
        }

        Assert.InRange(agent.Status.WaitingBytes, 2000, 2500);
        Assert.Contains(faults, fault => fault.Contains("2000 bytes that it may", StringComparison.Ordinal));
        await server.ComeAsync();
        await agent.DrainAsync();
        Assert.Equal(Enumerable.Range(0, 100 - (int)agent.Status.Dropped).Select(i => (double)i), server.Read().Select(row => row.Input).Order());
    }

    [Fact]
    public async Task A_folder_is_of_one_agent_alone()
    {
        await using LoggingServer server = await LoggingServer.StartAsync();
        await using (PredictionAgent.Open(server.Options()))
        {
            Assert.Contains("used by another agent", Assert.Throws<IOException>(() => PredictionAgent.Open(server.Options())).Message, StringComparison.Ordinal);
        }

        await PredictionAgent.Open(server.Options()).DisposeAsync();
    }

    [Theory]
    [InlineData(5)]
    [InlineData(1)]
    public async Task What_a_dead_process_was_writing_is_passed_over_and_all_before_it_is_sent(int cut)
    {
        await using LoggingServer server = await LoggingServer.StartAsync();
        await server.GoAsync();
        var requests = new List<string>();
        await using (var agent = PredictionAgent.Open(server.Options()))
        {
            await RecordAsync(agent, requests, 10);
        }

        string file = Directory.GetFiles(server.AgentFolder, "*.journal").Order(StringComparer.Ordinal).Last();
        using (FileStream torn = File.OpenWrite(file))
        {
            torn.SetLength(torn.Length - cut);
        }

        await server.ComeAsync();
        await using (var agent = PredictionAgent.Open(server.Options()))
        {
            await RecordAsync(agent, requests, 1);
            await agent.DrainAsync();
            Assert.Equal(21, agent.Status.Sent);
        }

        Assert.Equal(requests, server.Read().OrderBy(row => row.Input).Select(row => row.Request));
    }

    [Fact]
    public async Task Any_number_of_threads_may_record()
    {
        await using LoggingServer server = await LoggingServer.StartAsync();
        await using var agent = PredictionAgent.Open(server.Options(options => options with { MaxQueued = 10, MaxWait = Timeout.InfiniteTimeSpan }));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                agent.Record(Row((thread * 100) + i), 1);
            }
        })));
        await agent.DrainAsync();
        Assert.Equal(0, agent.Status.Dropped);
        Assert.Equal(Enumerable.Range(0, 400).Select(i => (double)i), server.Read().Select(row => row.Input).Order());
    }

    [Fact]
    public async Task Values_that_cannot_be_sent_are_refused_at_once()
    {
        await using LoggingServer server = await LoggingServer.StartAsync();
        await using var agent = PredictionAgent.Open(server.Options());
        Assert.Contains("'x0' is of the type 'Object'", Assert.Throws<ArgumentException>(() => agent.Record(new Dictionary<string, object?> { ["x0"] = new() }, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("must be finite", Assert.Throws<ArgumentException>(() => agent.Record(Row(double.PositiveInfinity), 1)).Message, StringComparison.Ordinal);
        Assert.Contains("has a name that the log uses itself", Assert.Throws<ArgumentException>(() => agent.Record(new Dictionary<string, object?> { ["_time"] = 1 }, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => agent.Record(Row(1), 1, new PredictionDetails { Request = new string('x', 201) }));
        Assert.Throws<ArgumentException>(() => PredictionAgent.Open(server.Options(options => options with { Server = new Uri("ftp://x") })));
        Assert.Throws<ArgumentException>(() => PredictionAgent.Open(server.Options(options => options with { BatchRows = 0 })));
        await agent.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => agent.Record(Row(1), 1));
    }

    private static Dictionary<string, object?> Row(double first) => new(StringComparer.Ordinal) { ["x0"] = first, ["x1"] = double.NaN, ["x2"] = 3 };

    /// <summary>Records rows that are numbered on, each with its number as its label, and waits until they are on the disk.</summary>
    private static async Task RecordAsync(PredictionAgent agent, List<string> requests, int count)
    {
        for (int i = 0; i < count; i++)
        {
            requests.Add(agent.Record(Row(requests.Count), 1));
            agent.Label(requests[^1], requests.Count - 1);
        }

        await agent.FlushAsync();
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!holds())
        {
            await Task.Delay(10, time.Token);
        }
    }
}
