using Modelyard.Server.Security;

namespace Modelyard.Server.Tests.Security;

public sealed class ProxyTests
{
    private const string Own = "correct horse battery";

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.0.0.0/8", true)]
    [InlineData("10.0.0.0/8", false)]
    [InlineData(null, false)]
    public async Task Wrong_tokens_count_for_whom_a_trusted_proxy_asks_and_for_nobody_whom_others_name(string? proxy, bool isTrusted)
    {
        await using TokenServer server = await TokenServer.StartAsync(options => options with { Token = Own, Proxies = proxy is null ? [] : [proxy] });
        for (int i = 0; i < FailedAttempts.Most; i++)
        {
            Assert.Equal(401, await StatusAsync(server, "wrong", "203.0.113.7"));
        }

        Assert.Equal(429, await StatusAsync(server, "wrong", "203.0.113.7"));
        Assert.Equal(isTrusted ? 401 : 429, await StatusAsync(server, "wrong", "203.0.113.8"));

        // What a caller writes before the proxy adds its own is not believed.
        Assert.Equal(429, await StatusAsync(server, "wrong", "198.51.100.1, 203.0.113.7"));
    }

    [Fact]
    public async Task Who_was_asked_by_https_through_a_trusted_proxy_tells_browsers_to_keep_to_it()
    {
        await using TokenServer trusting = await TokenServer.StartAsync(options => options with { Proxies = ["127.0.0.1", "::1"] }), other = await TokenServer.StartAsync();
        foreach ((TokenServer server, bool expected) in new[] { (trusting, true), (other, false) })
        {
            using HttpResponseMessage answer = await server.SendAsync("GET", "/", null, null, ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Host", "evil.example"), ("Accept", "text/html"));
            Assert.Equal(expected, answer.Headers.Contains("Strict-Transport-Security"));
            Assert.DoesNotContain("evil.example", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("proxy.example.com")]
    [InlineData("10.0.0.7/33")]
    [InlineData("")]
    public void What_is_no_address_is_refused(string proxy)
    {
        ModelyardException fault = Assert.Throws<ModelyardException>(() => TrustedProxies.Read([proxy]));
        Assert.Contains("must be an IP address", fault.Message, StringComparison.Ordinal);
    }

    private static async Task<int> StatusAsync(TokenServer server, string token, string forwarded)
    {
        using HttpResponseMessage answer = await server.SendAsync("GET", "/v2", token, null, ("X-Forwarded-For", forwarded));
        return (int)answer.StatusCode;
    }
}
