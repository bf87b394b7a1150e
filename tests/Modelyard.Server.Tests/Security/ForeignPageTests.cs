using Modelyard.Lifecycle.Tokens;

namespace Modelyard.Server.Tests.Security;

public sealed class ForeignPageTests
{
    [Theory]
    [InlineData("cross-site", null, 403)]
    [InlineData("same-site", null, 403)]
    [InlineData("CROSS-SITE", null, 403)]
    [InlineData("", null, 403)]
    [InlineData("same-origin", null, 200)]
    [InlineData("none", null, 200)]
    [InlineData(null, null, 200)]
    [InlineData(null, "http://evil.example", 403)]
    [InlineData(null, "null", 403)]
    [InlineData(null, "http://localhost:1", 403)]
    [InlineData(null, "http://localhost.evil.example:{0}", 403)]
    [InlineData(null, "http://localhost:{0}@evil.example", 403)]
    [InlineData(null, "http://localhost:{0}", 200)]
    [InlineData("cross-site", "http://localhost:{0}", 403)]
    [InlineData("same-origin", "http://evil.example", 200)]
    public async Task A_page_of_another_site_may_change_nothing_even_where_no_token_is_asked_for(string? site, string? origin, int expected)
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        string headers = (site is null ? "" : $"Sec-Fetch-Site: {site}\r\n") + (origin is null ? "" : $"Origin: {origin.Replace("{0}", $"{server.Port}", StringComparison.Ordinal)}\r\n");
        foreach (string path in new[] { "/invocations", "/invocations?model=churn" })
        {
            string answer = await RawRequest.SendAsync(server.Port, $"POST {path} HTTP/1.1\r\nHost: localhost:{server.Port}\r\nConnection: close\r\n{headers}Content-Type: application/json\r\nContent-Length: {TokenServer.Row.Length}\r\n\r\n{TokenServer.Row}");
            Assert.StartsWith($"HTTP/1.1 {expected}", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_token_does_not_make_a_foreign_page_ones_own_and_what_only_looks_is_answered()
    {
        await using TokenServer server = await TokenServer.StartAsync();
        string token = server.Give("ci", TokenRole.Admin);
        (string, string) foreign = ("Sec-Fetch-Site", "cross-site");
        Assert.Equal(403, await server.StatusAsync("POST", "/invocations", token, TokenServer.Row, foreign));
        Assert.Equal(403, await server.StatusAsync("DELETE", "/v2/models/churn", token, null, foreign));
        Assert.Equal(403, await server.StatusAsync("BREW", "/v2/models/churn", token, null, foreign));
        Assert.Equal(200, await server.StatusAsync("GET", "/v2/models", token, null, foreign));
    }

    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("localhost:{0}", 200)]
    [InlineData("LOCALHOST:{0}", 200)]
    [InlineData("127.0.0.1:{0}", 200)]
    [InlineData("[::1]:{0}", 200)]
    [InlineData("localhost:1", 200)]
    [InlineData("evil.example", 421)]
    [InlineData("evil.example:{0}", 421)]
    [InlineData("localhost.evil.example", 421)]
    [InlineData("localhost.", 421)]
    [InlineData("127.1", 421)]
    [InlineData("127.0.0.2", 421)]
    [InlineData("0.0.0.0", 421)]
    [InlineData("2130706433", 421)]
    [InlineData("[::ffff:127.0.0.1]", 421)]
    [InlineData("192.168.0.1", 421)]
    [InlineData("", 421)]
    [InlineData("localhost@evil.example", 400)]
    [InlineData("localhost/", 400)]
    [InlineData("local\x00host", 400)]
    [InlineData("localhost\r\nHost: localhost", 400)]
    public async Task A_server_on_this_machine_is_asked_under_its_own_names_alone(string host, int status)
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        foreach (string request in new[] { "GET /ping", "GET /v2/models", "POST /invocations" })
        {
            string answer = await RawRequest.SendAsync(server.Port, $"{request} HTTP/1.1\r\nHost: {host.Replace("{0}", $"{server.Port}", StringComparison.Ordinal)}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {(request[0] == 'P' ? TokenServer.Row.Length : 0)}\r\n\r\n{(request[0] == 'P' ? TokenServer.Row : "")}");
            Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("GET /v2/models HTTP/1.0\r\n\r\n", "421")]
    [InlineData("GET /v2/models HTTP/1.1\r\nConnection: close\r\n\r\n", "400")]
    [InlineData("GET http://evil.example/v2/models HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "400")]
    [InlineData("GET http://evil.example/v2/models HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", "421")]
    [InlineData("GET /v2/models HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: localhost\r\nForwarded: host=localhost\r\nX-Forwarded-For: 127.0.0.1\r\nConnection: close\r\n\r\n", "421")]
    public async Task No_other_part_of_a_request_stands_in_for_its_host(string request, string status)
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        Assert.StartsWith($"HTTP/1.1 {status}", await RawRequest.SendAsync(server.Port, request), StringComparison.Ordinal);
    }
}
