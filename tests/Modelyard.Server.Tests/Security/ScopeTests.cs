using System.Text.Json.Nodes;
using Modelyard.Lifecycle.Tokens;

namespace Modelyard.Server.Tests.Security;

public sealed class ScopeTests
{
    [Fact]
    public async Task A_token_for_some_models_finds_a_server_that_has_no_others()
    {
        await using TokenServer server = await TokenServer.StartAsync();
        string token = server.Give("shop", TokenRole.Operator, TokenScopes.All, "pri*");
        Assert.Equal(["price"], (await JsonAsync(server, "/v2/models", token))["models"]!.AsArray().Select(name => (string)name!));
        Assert.DoesNotContain("churn", (await JsonAsync(server, "/openapi/v1.json", token)).ToJsonString(), StringComparison.Ordinal);
        using (HttpResponseMessage home = await server.SendAsync("GET", "/", token))
        {
            Assert.DoesNotContain("churn", await home.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        // The first model is the first of those that the token is for.
        Assert.Equal(200, await server.StatusAsync("POST", "/invocations", token, TokenServer.PriceRow));
        Assert.Equal(200, await server.StatusAsync("POST", "/invocations?model=price", token, TokenServer.PriceRow));
        foreach ((string method, string path) in new[] { ("POST", "/invocations?model={0}"), ("POST", "/v2/models/{0}/infer"), ("GET", "/v2/models/{0}"), ("GET", "/v2/models/{0}/ready"), ("POST", "/models/{0}/feedback"), ("POST", "/models/{0}/predictions") })
        {
            (int status, string text) = await TextAsync(server, method, Path(path, "churn"), token);
            (int none, string other) = await TextAsync(server, method, Path(path, "nobody"), token);
            Assert.Equal((404, 404), (status, none));
            Assert.Equal(other.Replace("nobody", "churn", StringComparison.Ordinal), text);
        }
    }

    [Theory]
    [InlineData(TokenScopes.Predict, 200, 200, 403, 403)]
    [InlineData(TokenScopes.Log, 403, 200, 200, 403)]
    [InlineData(TokenScopes.Metrics, 403, 200, 403, 200)]
    [InlineData(TokenScopes.Pages, 403, 200, 403, 403)]
    [InlineData(TokenScopes.All, 200, 200, 200, 200)]
    public async Task A_scope_opens_its_part_of_the_server_and_no_other(TokenScopes scopes, int predict, int look, int label, int metrics)
    {
        await using TokenServer server = await TokenServer.StartAsync();
        string token = server.Give("narrow", TokenRole.Admin, scopes);
        Assert.Equal(predict, await server.StatusAsync("POST", "/invocations", token, TokenServer.Row));
        Assert.Equal(predict == 200 ? 400 : 403, await server.StatusAsync("POST", "/v2/models/churn/infer", token, "{}"));
        Assert.Equal(look, await server.StatusAsync("GET", "/v2/models/churn", token));
        Assert.Equal(label, await server.StatusAsync("POST", "/models/churn/feedback", token, """{"request":"r","label":"yes"}"""));
        Assert.Equal(metrics, await server.StatusAsync("GET", "/metrics", token));
    }

    [Fact]
    public async Task Metrics_tell_of_all_models_and_take_a_token_for_all()
    {
        await using TokenServer server = await TokenServer.StartAsync();
        string token = server.Give("narrow", TokenRole.Viewer, TokenScopes.All, "price");
        Assert.Equal(403, await server.StatusAsync("GET", "/metrics", token));
    }

    [Fact]
    public async Task Of_models_that_are_not_served_nothing_can_be_asked()
    {
        await using TokenServer server = await TokenServer.StartAsync();
        string token = server.Give("other", TokenRole.Operator, TokenScopes.Predict, "other");
        Assert.Equal(404, await server.StatusAsync("POST", "/invocations", token, TokenServer.Row));
    }

    private static string Path(string pattern, string name) => pattern.Replace("{0}", name, StringComparison.Ordinal);

    private static async Task<JsonNode> JsonAsync(TokenServer server, string path, string token)
    {
        using HttpResponseMessage answer = await server.SendAsync("GET", path, token);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    private static async Task<(int Status, string Text)> TextAsync(TokenServer server, string method, string path, string token)
    {
        using HttpResponseMessage answer = await server.SendAsync(method, path, token, method == "POST" ? TokenServer.Row : null);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
