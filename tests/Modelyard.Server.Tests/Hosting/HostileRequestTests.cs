using System.Net;
using System.Net.Sockets;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Modelyard.Server.Tests.Hosting;

public sealed class HostileRequestTests
{
    private const string Good = """{"instances":[[1,"plus",true,null]]}""";

    [Theory]
    [InlineData("POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n{\"inst", "408")]
    [InlineData("POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Ty", "408")]
    [InlineData("GET \0\0 nonsense\r\n\r\n", "400")]
    [InlineData("POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n{", "413")]
    [InlineData("POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "400")]
    public async Task A_slow_or_broken_request_ends_and_the_server_goes_on(string request, string status)
    {
        await using ServerFixture server = await ServerFixture.StartAsync(options => options with { RequestTimeout = TimeSpan.FromSeconds(1) });
        Assert.StartsWith($"HTTP/1.1 {status}", await SendAsync(server.Port, request), StringComparison.Ordinal);
        Assert.Equal(200, (await server.PostAsync("/invocations", Good)).Status);
    }

    [Fact]
    public async Task A_caller_who_leaves_in_the_middle_harms_nobody()
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        for (int i = 0; i < 20; i++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, server.Port);
            await client.GetStream().WriteAsync("POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n{\"inst"u8.ToArray());
        }

        Assert.Equal(200, (await server.PostAsync("/invocations", Good)).Status);
    }

    [Fact]
    public async Task Mutated_bodies_never_make_the_server_fail()
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        string[] seeds = [Good, """{"dataframe_split":{"columns":["tenure","x"],"data":[[1,2]]}}""", """{"inputs":[{"name":"tenure","shape":[1],"datatype":"FP64","data":[1]}],"id":"1"}"""];
        Gen<(string Path, byte[] Body)> requests =
            from path in Gen.Elements("/invocations", "/v2/models/churn/infer")
            from seed in Gen.Elements(seeds)
            from at in Gen.Choose(0, seed.Length - 1)
            from take in Gen.Choose(0, 6)
            from bytes in Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value), 3)
            from text in Gen.Elements("", "[", "{", "\"", "1e999", "null", "\\u0000", "-", ",")
            select (path, (byte[])[.. Encoding.UTF8.GetBytes(seed[..at]), .. Encoding.UTF8.GetBytes(text), .. take == 0 ? bytes : [], .. Encoding.UTF8.GetBytes(seed[Math.Min(seed.Length, at + take)..])]);
        foreach ((string path, byte[] body) in requests.Sample(400))
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue("application/json");
            using HttpResponseMessage answer = await server.Client.PostAsync(path, content);
            Assert.True((int)answer.StatusCode is 200 or (>= 400 and < 500), $"{answer.StatusCode}: {Encoding.Latin1.GetString(body)}");
        }
    }

    private static async Task<string> SendAsync(int port, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadLineAsync(time.Token) ?? "closed";
    }
}
