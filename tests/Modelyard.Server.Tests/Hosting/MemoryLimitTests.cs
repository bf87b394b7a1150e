using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Modelyard.Server.Protocol;

namespace Modelyard.Server.Tests.Hosting;

public sealed class MemoryLimitTests
{
    private const string Small = """{"instances":[[1,"plus",true,null]]}""";
    private static readonly string Large = $$"""{"instances":[{{string.Join(',', Enumerable.Repeat("""[1,"plus",true,null]""", 20_000))}}]}""";

    [Fact]
    public async Task While_large_requests_fill_the_memory_another_is_told_when_to_come_again_and_small_ones_are_answered()
    {
        await using ServerFixture server = await ServerFixture.StartAsync(options => options with { MaxMemoryBytes = 400_000 });
        using var first = new TcpClient();
        await first.ConnectAsync(IPAddress.Loopback, server.Port);
        NetworkStream stream = first.GetStream();
        byte[] request = Encoding.UTF8.GetBytes($"POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {Large.Length}\r\n\r\n{Large}");
        await stream.WriteAsync(request.AsMemory(0, request.Length - 10_000));

        // By then the body has filled its buffer of 256 KiB and moved to one of 512 KiB.
        await UntilAsync(() => server.Memory.Taken > 500_000);

        using (HttpResponseMessage refused = await SendAsync(server))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal("1", Assert.Single(refused.Headers.GetValues("Retry-After")));
            JsonNode problem = JsonNode.Parse(await refused.Content.ReadAsStringAsync())!;
            Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
            Assert.Equal("busy", (string)problem["errors"]![0]!["code"]!);
        }

        Assert.Equal(200, (await server.PostAsync("/invocations", Small)).Status);

        await stream.WriteAsync(request.AsMemory(request.Length - 10_000));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync());
        Assert.Equal(200, await SettledAsync(server));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/csv")]
    public async Task A_large_request_that_is_alone_is_answered_whatever_the_limit(string type)
    {
        await using ServerFixture server = await ServerFixture.StartAsync(options => options with { MaxMemoryBytes = 1 });
        string body = type == "text/csv" ? "tenure,\"plan of \"\"use\"\"\",paperless,since\n" + string.Concat(Enumerable.Repeat("1,plus,true,\n", 20_000)) : Large;
        for (int i = 0; i < 3; i++)
        {
            (int status, JsonNode answer) = await server.PostAsync("/invocations", body, type);
            Assert.Equal(200, status);
            Assert.Equal(20_000, answer["predictions"]!.AsArray().Count);
        }
    }

    [Fact]
    public async Task What_refused_requests_and_callers_who_leave_had_taken_is_free_again()
    {
        await using ServerFixture server = await ServerFixture.StartAsync(options => options with { MaxMemoryBytes = 400_000 });
        for (int i = 0; i < 5; i++)
        {
            Assert.True((await server.PostAsync("/invocations", Large[..^1] + ",")).Status is 400 or 503);
            using var leaver = new TcpClient();
            await leaver.ConnectAsync(IPAddress.Loopback, server.Port);
            await leaver.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {Large.Length}\r\n\r\n{Large[..300_000]}"));
        }

        Assert.Equal(200, await SettledAsync(server));
    }

    [Fact]
    public void The_requests_together_never_take_more_than_the_limit_unless_one_is_alone()
    {
        var limit = new MemoryLimit(100);
        var shares = new MemoryShare[] { new(), new(), new() };
        Array.ForEach(shares, share => share.Begin(limit));
        shares[0].Take(60);
        shares[1].Take(40);
        Assert.Throws<RequestFaultException>(() => shares[2].Take(1));
        Assert.Throws<RequestFaultException>(() => shares[0].Take(1));
        shares[1].End();
        shares[1].Begin(limit);
        shares[0].Take(1000);
        Assert.Throws<RequestFaultException>(() => shares[1].Take(1));
        shares[0].End();
        Array.ForEach(shares, share => share.Begin(limit));
        shares[2].Take(100);
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isSo())
        {
            await Task.Delay(10, time.Token);
        }
    }

    /// <summary>Sends a large request until it is answered: the server may not have noticed yet that others have gone.</summary>
    private static async Task<int> SettledAsync(ServerFixture server)
    {
        for (int i = 0; ; i++)
        {
            using HttpResponseMessage answer = await SendAsync(server);
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable || i == 100)
            {
                return (int)answer.StatusCode;
            }

            await Task.Delay(50);
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(ServerFixture server)
    {
        using var content = new StringContent(Large, Encoding.UTF8, "application/json");
        return await server.Client.PostAsync("/invocations", content);
    }
}
