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
    [InlineData("POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n{\"inst", "408")]
    [InlineData("POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Ty", "408")]
    [InlineData("GET \0\0 nonsense\r\n\r\n", "400")]
    [InlineData("POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n{", "413")]
    [InlineData("POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "400")]
    public async Task A_slow_or_broken_request_ends_and_the_server_goes_on(string request, string status)
    {
        await using ServerFixture server = await ServerFixture.StartAsync(options => options with { RequestTimeout = TimeSpan.FromSeconds(1) });
        Assert.StartsWith($"HTTP/1.1 {status}", await SendAsync(server.Port, request), StringComparison.Ordinal);
        Assert.Equal(200, (await server.PostAsync("/invocations", Good)).Status);
    }

    [Theory]
    [InlineData("POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"ins\r\n21\r\ntances\":[[1,\"plus\",true,null],[2,\r\n11\r\n\"plus\",true,null]\r\n2\r\n]}\r\n0\r\n\r\n", "200")]
    [InlineData("POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n{", "400")]
    [InlineData("POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}", "415")]
    [InlineData("POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Encoding: identity\r\nContent-Length: 16\r\n\r\n{\"instances\":[]}", "200")]
    [InlineData("POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}", "415")]
    [InlineData("POST /invocations HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", "400")]
    [InlineData("POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: -1\r\n\r\n{}", "400")]
    [InlineData("POST /v2/models/churn/infer HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nInference-Header-Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", "415")]
    [InlineData("POST /v2/models/%00%FF/infer HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", "400")]
    [InlineData("POST /v2/models/nobody/infer HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", "404")]
    [InlineData("POST /v2/models//infer HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", "404")]
    [InlineData("POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\n\"\xFF\xFE\"", "400")]
    [InlineData("GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n", "404")]
    [InlineData("GET /invocations HTTP/1.1\r\nHost: localhost\r\n\r\n", "405")]
    [InlineData("DELETE /v2/models/churn HTTP/1.1\r\nHost: localhost\r\n\r\n", "405")]
    [InlineData("BREW /v2 HTTP/1.1\r\nHost: localhost\r\n\r\n", "405")]
    public async Task Each_request_gets_the_status_that_says_what_it_is(string request, string status)
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        Assert.StartsWith($"HTTP/1.1 {status}", await SendAsync(server.Port, request), StringComparison.Ordinal);
        Assert.Equal(200, (await server.PostAsync("/invocations", Good)).Status);
    }

    [Fact]
    public async Task A_body_that_is_dribbled_ends_in_time_and_others_are_served_meanwhile()
    {
        await using ServerFixture server = await ServerFixture.StartAsync(options => options with { RequestTimeout = TimeSpan.FromSeconds(1) });
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync("POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n"u8.ToArray());
        using var reader = new StreamReader(stream, Encoding.UTF8);
        Task<string?> answer = reader.ReadLineAsync();
        for (int i = 0; i < 400 && !answer.IsCompleted; i++)
        {
            await stream.WriteAsync("["u8.ToArray());
            Assert.Equal(200, (await server.PostAsync("/invocations", Good)).Status);
            await Task.Delay(50);
        }

        Assert.StartsWith("HTTP/1.1 408", await answer, StringComparison.Ordinal);
    }

    /// <summary>
    /// A caller who ends its half of the connection is one who has gone, for Kestrel, even if it has sent everything: whether it is still answered depends on what the server learns first.
    /// </summary>
    [Theory]
    [InlineData(0, "HTTP/1.1 200")]
    [InlineData(1, "HTTP/1.1 400")]
    public async Task A_caller_who_ends_its_half_of_the_connection_gets_the_right_answer_or_none(int missing, string status)
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        for (int i = 0; i < 50; i++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, server.Port);
            NetworkStream stream = client.GetStream();
            await stream.WriteAsync(Encoding.UTF8.GetBytes($"POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {Good.Length + missing}\r\n\r\n{Good}"));
            client.Client.Shutdown(SocketShutdown.Send);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            string? line;
            try
            {
                line = await reader.ReadLineAsync();
            }
            catch (IOException)
            {
                line = null;
            }

            Assert.True(line is null || line.StartsWith(status, StringComparison.Ordinal), line);
        }

        Assert.Equal(200, (await server.PostAsync("/invocations", Good)).Status);
    }

    [Theory]
    [InlineData("Content-Length: 30000000", "HTTP/1.1 413")]
    [InlineData("Transfer-Encoding: chunked", "HTTP/1.1 413")]
    public async Task A_caller_who_sends_too_much_can_send_it_all_and_is_told(string length, string status)
    {
        await using ServerFixture server = await ServerFixture.StartAsync(options => options with { MaxBodyBytes = 100_000 });
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{length}\r\n\r\n"));
        byte[] part = Encoding.UTF8.GetBytes(new string(' ', 1_000_000));
        bool isChunked = length.EndsWith("chunked", StringComparison.Ordinal);
        for (int i = 0; i < 30; i++)
        {
            await stream.WriteAsync(isChunked ? [.. "F4240\r\n"u8, .. part, .. "\r\n"u8] : part);
        }

        await stream.WriteAsync(isChunked ? "0\r\n\r\n"u8.ToArray() : []);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        Assert.StartsWith(status, await reader.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal(200, (await server.PostAsync("/invocations", Good)).Status);
    }

    [Fact]
    public async Task A_caller_who_asks_whether_to_go_on_is_told_so_and_then_answered()
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"POST /invocations HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: {Good.Length}\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync());
        Assert.Equal("", await reader.ReadLineAsync());
        await stream.WriteAsync(Encoding.UTF8.GetBytes(Good));
        Assert.StartsWith("HTTP/1.1 200", await reader.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"instances":[[NaN,"plus",true,null]]}""")]
    [InlineData("""{"instances":[[-Infinity,"plus",true,null]]}""")]
    [InlineData("""{"instances":[[1,"plus",true,null]],"instances":[[1,"plus",true,null]]}""")]
    [InlineData("""{"instances":[[1,"plus",true,null]],"params":{"probabilities":true},"params":{}}""")]
    [InlineData("""{"instances":[[1,"plus",true,null]],"params":{"probabilities":"yes"}}""")]
    [InlineData("""{"dataframe_split":{"columns":["tenure","plan of \"use\"","paperless","since"],"data":[[1,"plus",true,null]],"data":[]}}""")]
    [InlineData("""{"dataframe_split":{"columns":[],"columns":["tenure","plan of \"use\"","paperless","since"],"data":[[1,"plus",true,null]]}}""")]
    [InlineData("""{"inputs":[],"inputs":[{"name":"tenure","shape":[1],"datatype":"FP64","data":[1]}]}""")]
    [InlineData("""{"inputs":[{"name":"tenure","shape":[1],"datatype":"FP64","data":[1],"data":[2]}]}""")]
    [InlineData("""{"inputs":[{"name":"tenure","shape":[1],"shape":[2],"datatype":"FP64","data":[1]}]}""")]
    public async Task What_JSON_does_not_have_and_what_stands_twice_is_refused(string body)
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        string path = body.StartsWith("{\"inputs\":[", StringComparison.Ordinal) ? "/v2/models/churn/infer" : "/invocations";
        (int status, System.Text.Json.Nodes.JsonNode answer) = await server.PostAsync(path, body);
        Assert.Equal(400, status);
        string code = (string)answer["errors"]![0]!["code"]!;
        Assert.True(code is "malformed_json" or "duplicate_member" or "duplicate_column" or "ambiguous_body" or "wrong_type" or "missing_column", code);
        Assert.True(!body.Contains("\"data\":[]", StringComparison.Ordinal) || code == "duplicate_member", code);
    }

    [Theory]
    [InlineData("\"inf\"", 400)]
    [InlineData("\"-Infinity\"", 400)]
    [InlineData("\"nan\"", 400)]
    [InlineData("\"\\u0069nf\"", 400)]
    [InlineData("1e999", 400)]
    [InlineData("\"2.5\"", 200)]
    [InlineData("\"\"", 200)]
    [InlineData("9007199254740993", 200)]
    public async Task A_number_must_be_finite_in_whatever_way_it_is_written(string number, int status)
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        Assert.Equal(status, (await server.PostAsync("/invocations", $$"""{"instances":[[{{number}},"plus",true,null]]}""")).Status);
    }

    [Theory]
    [InlineData("2021-06-01", 200)]
    [InlineData("2021-06-01T08:30:00+02:00", 200)]
    [InlineData("01/02/2021", 400)]
    [InlineData("10:30", 400)]
    [InlineData("May", 400)]
    public async Task A_date_that_may_be_two_or_none_is_refused_and_not_guessed(string date, int status)
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        Assert.Equal(status, (await server.PostAsync("/invocations", $$"""{"instances":[[1,"plus",true,"{{date}}"]]}""")).Status);
    }

    [Theory]
    [InlineData("   ", "It holds no value.")]
    [InlineData("""{"instances":[[1,"plus",true,null],]}""", "A comma must be followed by another value.")]
    public async Task Malformed_JSON_is_told_in_words_of_the_request(string body, string words)
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        (int status, System.Text.Json.Nodes.JsonNode answer) = await server.PostAsync("/invocations", body);
        Assert.Equal(400, status);
        Assert.Contains(words, (string)answer["detail"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("reader", (string)answer["detail"]!, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_caller_who_leaves_in_the_middle_harms_nobody()
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        for (int i = 0; i < 20; i++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, server.Port);
            await client.GetStream().WriteAsync("POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n{\"inst"u8.ToArray());
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
