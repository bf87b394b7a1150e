using Modelyard.Lifecycle.Tokens;

namespace Modelyard.Server.Tests.Security;

public sealed class SignInTests
{
    private static readonly (string, string) Html = ("Accept", "text/html");
    private static readonly (string, string) OwnPage = ("Sec-Fetch-Site", "same-origin");

    [Fact]
    public async Task A_person_is_led_to_sign_in_and_back_and_out_again()
    {
        await using TokenServer server = await TokenServer.StartAsync();
        string token = server.Give("ann", TokenRole.Viewer);
        using HttpResponseMessage led = await server.SendAsync("GET", "/?x=%C3%A9&y=<script>", null, null, Html);
        Assert.Equal(303, (int)led.StatusCode);
        string login = led.Headers.Location!.OriginalString;
        Assert.StartsWith("/studio/login?return=%2F%3Fx%3D", login, StringComparison.Ordinal);
        using (HttpResponseMessage page = await server.SendAsync("GET", login, null, null, Html))
        {
            string html = await page.Content.ReadAsStringAsync();
            Assert.Equal(200, (int)page.StatusCode);
            Assert.Contains("<form method=\"post\" action=\"/studio/login\">", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
            Assert.Equal(Modelyard.Server.Security.SecurityHeaders.PagePolicy, page.Headers.GetValues("Content-Security-Policy").Single());
        }

        string cookie = await SignInAsync(server, token, "/?x=1");
        Assert.Equal(200, await server.StatusAsync("GET", "/studio", null, null, Html, ("Cookie", cookie)));
        Assert.Equal(303, await server.StatusAsync("GET", "/studio/login", null, null, Html, ("Cookie", cookie)));
        using HttpResponseMessage left = await server.SendAsync("POST", "/studio/logout", null, "x=", OwnPage, ("Cookie", cookie));
        Assert.Equal(303, (int)left.StatusCode);
        Assert.Contains(left.Headers.GetValues("Set-Cookie"), value => value.Contains("expires=Thu, 01 Jan 1970", StringComparison.Ordinal));
        Assert.Equal(401, await server.StatusAsync("GET", "/v2/models", null, null, ("Cookie", cookie)));
    }

    [Fact]
    public async Task The_cookie_is_for_this_site_alone_and_over_TLS_bound_to_the_host()
    {
        await using TokenServer server = await TokenServer.StartAsync();
        string token = server.Give("ann", TokenRole.Viewer);
        string[] open = await CookieAsync(server, token);
        Assert.Equal($"modelyard-{server.Server.Port}", open[0].Split('=')[0]);
        Assert.Contains("httponly", open);
        Assert.Contains("samesite=strict", open);
        Assert.Contains("path=/", open);
        Assert.DoesNotContain("secure", open);
        Assert.DoesNotContain(open, part => part.StartsWith("domain", StringComparison.Ordinal));

        // A proxy that ends TLS hands the request on in the open; the browser says how the page was asked for.
        string[] secure = await CookieAsync(server, token, ("Origin", $"https://localhost:{server.Server.Port}"));
        Assert.Equal("__Host-modelyard", secure[0].Split('=')[0]);
        Assert.Contains("secure", secure);
        Assert.Equal(200, await server.StatusAsync("GET", "/v2/models", null, null, ("Cookie", secure[0])));
    }

    [Fact]
    public async Task A_session_ends_with_its_token_and_does_no_more_than_it()
    {
        await using TokenServer server = await TokenServer.StartAsync();
        string cookie = await SignInAsync(server, server.Give("ann", TokenRole.Viewer), "/");
        Assert.Equal(200, await server.StatusAsync("GET", "/v2/models", null, null, ("Cookie", cookie)));
        Assert.Equal(403, await server.StatusAsync("POST", "/invocations", null, TokenServer.Row, ("Cookie", cookie), OwnPage));
        server.Yard.Tokens.Revoke("ann");
        await TokenServer.UntilAsync(async () => await server.StatusAsync("GET", "/v2/models", null, null, ("Cookie", cookie)) == 401);

        // A token of the same name later does not bring the old session back.
        server.Give("ann", TokenRole.Viewer);
        Assert.Equal(401, await server.StatusAsync("GET", "/v2/models", null, null, ("Cookie", cookie)));
    }

    [Fact]
    public async Task A_cookie_alone_changes_nothing()
    {
        await using TokenServer server = await TokenServer.StartAsync();
        string cookie = await SignInAsync(server, server.Give("ann", TokenRole.Operator), "/");
        Assert.Equal(403, await server.StatusAsync("POST", "/invocations", null, TokenServer.Row, ("Cookie", cookie)));
        Assert.Equal(403, await server.StatusAsync("POST", "/invocations", null, TokenServer.Row, ("Cookie", cookie), ("Sec-Fetch-Site", "cross-site")));
        Assert.Equal(200, await server.StatusAsync("POST", "/invocations", null, TokenServer.Row, ("Cookie", cookie), OwnPage));
        Assert.Equal(200, await server.StatusAsync("POST", "/invocations", null, TokenServer.Row, ("Cookie", cookie), ("Origin", $"http://127.0.0.1:{server.Server.Port}")));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("\\\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/\r\nSet-Cookie: a=b")]
    [InlineData("javascript:alert(1)")]
    [InlineData("studio")]
    [InlineData(" /studio")]
    [InlineData("/ü")]
    [InlineData("")]
    public async Task Nobody_is_led_to_another_site(string target)
    {
        await using TokenServer server = await TokenServer.StartAsync();
        string token = server.Give("ann", TokenRole.Viewer);
        using HttpResponseMessage answer = await server.SendAsync("POST", "/studio/login", null, $"token={token}&return={Uri.EscapeDataString(target)}", OwnPage);
        Assert.Equal("/", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_link_of_another_site_is_followed_with_the_session()
    {
        await using TokenServer server = await TokenServer.StartAsync();
        server.Give("ann", TokenRole.Viewer);
        using HttpResponseMessage answer = await server.SendAsync("GET", "/?a=1&b=%22%3E%3Cscript%3E", null, null, Html, ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"));
        string html = await answer.Content.ReadAsStringAsync();
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Contains("<meta http-equiv=\"refresh\" content=\"0;url=/?a=1&amp;b=%22%3E%3Cscript%3E\">", html, StringComparison.Ordinal);
        Assert.Equal(303, await server.StatusAsync("GET", "/", null, null, Html, ("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Mode", "navigate")));
    }

    [Theory]
    [InlineData(TokenScopes.Predict, "*")]
    [InlineData(TokenScopes.All, "churn")]
    public async Task A_token_for_programs_signs_nobody_in(TokenScopes scopes, string models)
    {
        await using TokenServer server = await TokenServer.StartAsync();
        string token = server.Give("service", TokenRole.Operator, scopes, models);
        using HttpResponseMessage answer = await server.SendAsync("POST", "/studio/login", null, $"token={token}", OwnPage);
        Assert.Equal(403, (int)answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_wrong_form_is_refused_and_shown_back_as_text()
    {
        await using TokenServer server = await TokenServer.StartAsync();
        server.Give("ann", TokenRole.Viewer);
        using HttpResponseMessage wrong = await server.SendAsync("POST", "/studio/login", null, "token=%3Cscript%3E&return=%2Fx%22onclick%3D%22alert(1)", OwnPage);
        string html = await wrong.Content.ReadAsStringAsync();
        Assert.Equal(401, (int)wrong.StatusCode);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.Contains("value=\"/x&quot;onclick=&quot;alert(1)\"", html.Replace("&#34;", "&quot;", StringComparison.Ordinal).Replace("&#x22;", "&quot;", StringComparison.Ordinal).Replace("&#39;", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(415, await server.StatusAsync("POST", "/studio/login", null, """{"token":"x"}""", OwnPage));
        Assert.Equal(413, await server.StatusAsync("POST", "/studio/login", null, "token=" + new string('x', 10_000), OwnPage));
        Assert.Equal(403, await server.StatusAsync("POST", "/studio/login", null, "token=x", ("Sec-Fetch-Site", "cross-site")));
        Assert.Equal(401, await server.StatusAsync("GET", "/v2/models?token=x", null, null));
    }

    private static async Task<string> SignInAsync(TokenServer server, string token, string target)
    {
        using HttpResponseMessage answer = await server.SendAsync("POST", "/studio/login", null, $"token={token}&return={Uri.EscapeDataString(target)}", OwnPage);
        Assert.Equal((303, target), ((int)answer.StatusCode, answer.Headers.Location!.OriginalString));
        return answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private static async Task<string[]> CookieAsync(TokenServer server, string token, params (string, string)[] headers)
    {
        using HttpResponseMessage answer = await server.SendAsync("POST", "/studio/login", null, $"token={token}", [("Host", $"localhost:{server.Server.Port}"), .. headers]);
        return answer.Headers.GetValues("Set-Cookie").Single().Split("; ");
    }
}
