using Modelyard.Lifecycle.Tokens;
using Modelyard.Server.Security;

namespace Modelyard.Server.Tests.Security;

public sealed class HeaderTests
{
    [Fact]
    public async Task Every_answer_says_that_it_is_neither_kept_nor_guessed_at()
    {
        await using TokenServer server = await TokenServer.StartAsync();
        string token = server.Give("ci", TokenRole.Admin);
        foreach ((string method, string path, string? bearer, string? body) in new[]
        {
            ("GET", "/", token, null), ("GET", "/v2/models", token, null), ("GET", "/metrics", token, null), ("GET", "/ping", null, null), ("GET", "/page.css", null, null), ("GET", "/studio/login", null, null),
            ("GET", "/nowhere", token, null), ("GET", "/v2", null, null), ("POST", "/invocations", token, TokenServer.Row), ("POST", "/invocations", token, "{"), ("POST", "/invocations", "wrong", "{}"), ("DELETE", "/v2", token, null),
        })
        {
            using HttpResponseMessage answer = await server.SendAsync(method, path, bearer, body);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-store", answer.Headers.GetValues("Cache-Control").Single());
            Assert.False(answer.Headers.Contains("Server"));
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
            if (path != "/invocations" || !answer.IsSuccessStatusCode)
            {
                Assert.Equal(answer.Content.Headers.ContentType?.MediaType == "text/html" ? SecurityHeaders.PagePolicy : "default-src 'none'; frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
                Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
                Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
                Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
                Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
            }
        }
    }

    [Fact]
    public async Task No_page_has_a_style_or_script_within_it()
    {
        await using TokenServer server = await TokenServer.StartAsync();
        foreach (string path in new[] { "/", "/studio/login" })
        {
            using HttpResponseMessage answer = await server.SendAsync("GET", path, path == "/" ? server.Give("ci", TokenRole.Viewer) : null);
            string html = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotMatch("<(script|style)|style=|\\son\\w+=", html);
            Assert.Contains("href=\"/page.css\"", html, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(null, "Bearer", "unauthorized")]
    [InlineData("Basic dG9rZW46c2VjcmV0", "Bearer", "unauthorized")]
    [InlineData("Bearer", "Bearer", "unauthorized")]
    [InlineData("Bearer ", "Bearer", "unauthorized")]
    [InlineData("Bearer wrong", "Bearer error=\"invalid_token\"", "invalid_token")]
    [InlineData("bearer wrong", "Bearer error=\"invalid_token\"", "invalid_token")]
    [InlineData("Bearer my_ wrong", "Bearer error=\"invalid_token\"", "invalid_token")]
    public async Task A_refusal_says_how_to_ask_and_repeats_nothing_of_what_was_sent(string? authorization, string challenge, string code)
    {
        await using TokenServer server = await TokenServer.StartAsync();
        server.Give("ci", TokenRole.Admin);
        using HttpResponseMessage answer = await server.SendAsync("GET", "/v2/models", null, null, authorization is null ? [] : [("Authorization", authorization)]);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(401, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(challenge, answer.Headers.GetValues("WWW-Authenticate").Single());
        Assert.Contains($"\"code\":\"{code}\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("dG9rZW46c2VjcmV0", text, StringComparison.Ordinal);
    }
}
