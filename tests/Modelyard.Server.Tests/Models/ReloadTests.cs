using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Modelyard.Persistence;

namespace Modelyard.Server.Tests.Models;

public sealed class ReloadTests
{
    private const string Body = """{"instances":[[50,"plus",true,null]],"params":{"probabilities":true}}""";

    [Fact]
    public async Task No_request_fails_while_the_model_is_replaced_fifty_times()
    {
        ModelPackage[] packages = [.. Enumerable.Range(1, 5).Select(seed => ServerFixture.MakeChurn((ulong)seed))];
        var expected = packages.Select(package => ServerFixture.ChurnProbabilities(package, 50, 2, 1, double.NaN)[1]).ToHashSet();
        Assert.True(expected.Count > 1);
        await using ServerFixture server = await ServerFixture.StartAsync(options => options with { PollInterval = TimeSpan.FromMilliseconds(5) });
        using var stop = new CancellationTokenSource();
        var seen = new ConcurrentDictionary<double, int>();
        Task[] callers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                (int status, JsonNode answer) = await server.PostAsync("/invocations", Body);
                Assert.Equal(200, status);
                seen.AddOrUpdate((double)answer["probabilities"]![0]![1]!, 1, (_, count) => count + 1);
            }
        }))];
        for (int i = 0; i < 50; i++)
        {
            ModelFile.Write(packages[i % packages.Length], server.ChurnFile);
            await Task.Delay(20);
        }

        await stop.CancelAsync();
        await Task.WhenAll(callers);
        Assert.True(seen.Count > 1, "No new version was served.");
        Assert.Subset(expected, seen.Keys.ToHashSet());
    }

    [Fact]
    public async Task A_broken_file_leaves_the_old_version_in_service_and_a_mended_one_replaces_it()
    {
        await using ServerFixture server = await ServerFixture.StartAsync(options => options with { PollInterval = TimeSpan.FromMilliseconds(5) });
        string before = (string)(await server.GetAsync("/v2/models/churn"))["versions"]![0]!;
        await File.WriteAllTextAsync(server.ChurnFile, "broken");
        await Task.Delay(100);
        Assert.Equal(before, (string)(await server.GetAsync("/v2/models/churn"))["versions"]![0]!);
        ModelFile.Write(ServerFixture.MakeChurn(9), server.ChurnFile);
        string after = before;
        for (int i = 0; i < 200 && after == before; i++)
        {
            await Task.Delay(20);
            after = (string)(await server.GetAsync("/v2/models/churn"))["versions"]![0]!;
        }

        Assert.NotEqual(before, after);
    }

    [Fact]
    public async Task A_stop_finishes_the_requests_that_are_being_answered()
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(System.Net.IPAddress.Loopback, server.Port);
        System.Net.Sockets.NetworkStream stream = client.GetStream();
        await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body[..10]}"));
        await Task.Delay(200);
        Task stopping = server.StopAsync();
        await Task.Delay(200);
        await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Body[10..]));
        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync());
        await stopping.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Faults_at_the_start_are_told()
    {
        ModelyardException fault = Assert.Throws<ModelyardException>(() => ModelServer.Build(new ModelServerOptions { Models = ["nowhere.model"] }));
        Assert.Contains("nowhere.model", fault.Message, StringComparison.Ordinal);
        Assert.Throws<ModelyardException>(() => ModelServer.Build(new ModelServerOptions { Models = [] }));
    }
}
