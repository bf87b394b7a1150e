using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Modelyard.Lifecycle.Tokens;
using Modelyard.Server.Hosting;
using Modelyard.Server.Tests.Telemetry;

namespace Modelyard.Server.Tests.Security;

public sealed partial class RouteDecisionTests
{
    private static readonly Access[] Callers = [Access.Viewer, Access.Operator, Access.Admin];

    [Fact]
    public async Task Every_route_bears_a_decision_and_the_page_tells_it()
    {
        await using TokenServer server = await TokenServer.StartAsync();
        RouteEndpoint[] routes = [.. server.Server.Endpoints];
        Assert.True(routes.Length > 15);
        Assert.All(routes, route => Assert.True(route.Metadata.GetMetadata<RouteAccess>() is not null, $"The route '{route.DisplayName}' bears no decision who may call it."));
        string[] told = [.. TableRow().Matches(Checkout.Read("docs/security.md")).Select(row => row.Groups["it"].Value)];
        Assert.Equal(routes.Select(Row).Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_route_lets_through_whom_its_decision_names_and_nobody_else()
    {
        await using TokenServer server = await TokenServer.StartAsync();
        string[] tokens = new string[Callers.Length];
        for (int i = 0; i < tokens.Length; i++)
        {
            tokens[i] = server.Give($"caller-{i}", (TokenRole)i);
        }

        foreach (RouteEndpoint route in server.Server.Endpoints)
        {
            Access least = route.Metadata.GetMetadata<RouteAccess>()!.Least;
            string method = MethodOf(route), path = "/" + route.RoutePattern.RawText!.TrimStart('/').Replace("{name}", "churn", StringComparison.Ordinal).Replace("{version}", "1", StringComparison.Ordinal)
                .Replace("{id}", "1", StringComparison.Ordinal).Replace("{file}", "studio.css", StringComparison.Ordinal).Replace("{**rest}", "nowhere", StringComparison.Ordinal);
            string? body = method == "POST" ? "{}" : null;
            Assert.True(await server.StatusAsync(method, path, token: null, body) == 401 == (least != Access.Anyone), $"{method} {path} without a token");
            for (int i = 0; i < Callers.Length; i++)
            {
                int status = await server.StatusAsync(method, path, tokens[i], body);
                Assert.True(status is 401 or 403 == Callers[i] < least, $"{method} {path} as {Callers[i]} is answered {status}.");
            }
        }
    }

    [Fact]
    public async Task A_route_without_a_decision_is_called_by_nobody()
    {
        await using ServerFixture server = await ServerFixture.StartAsync(routes: routes => routes.MapGet("/forgotten", context => context.Response.WriteAsync("secret")));
        using HttpResponseMessage answer = await server.Client.GetAsync("/forgotten");
        Assert.Equal(403, (int)answer.StatusCode);
        Assert.DoesNotContain("secret", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//v2/models")]
    [InlineData("/v2//models")]
    [InlineData("/v2/models/")]
    [InlineData("/V2/Models")]
    [InlineData("/v2/%6dodels")]
    [InlineData("/ping/../v2/models")]
    [InlineData("/ping/%2e%2e/v2/models")]
    [InlineData("/ping%2f..%2fv2/models")]
    [InlineData("/ping/..%2fv2/models")]
    [InlineData("/ping;/v2/models")]
    [InlineData("/ping%00/v2/models")]
    [InlineData("/v2/health/live/../../models")]
    [InlineData("/v2/health/ready%2f..%2f..%2fmodels")]
    [InlineData("/\\v2/models")]
    [InlineData("/metrics/")]
    [InlineData("/Metrics")]
    [InlineData("/nowhere")]
    [InlineData("/studio/login/../../v2/models")]
    public async Task No_spelling_of_a_path_gets_around_the_token(string path)
    {
        await using ServerFixture server = await ServerFixture.StartAsync(options => options with { Token = "correct horse battery" });
        foreach (string method in new[] { "GET", "HEAD", "OPTIONS", "POST", "DELETE", "BREW" })
        {
            string answer = await RawRequest.SendAsync(server.Port, $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            Assert.Matches("^HTTP/1.1 (401|400|404)", answer);
            Assert.DoesNotContain("churn", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("http_server", answer, StringComparison.Ordinal);
            Assert.True(!answer.StartsWith("HTTP/1.1 404", StringComparison.Ordinal) || path.Contains("%00", StringComparison.Ordinal), $"{method} {path}: what is there is told without a token.");
        }
    }

    private static string Row(RouteEndpoint route)
    {
        RouteScope? scope = route.Metadata.GetMetadata<RouteScope>();
        string scopes = route.Metadata.GetMetadata<RouteAccess>()!.Least == Access.Anyone ? "" : scope is null ? "pages" : scope.Any == TokenScopes.All ? "any" : scope.Any.ToString().ToLowerInvariant();
        return $"| `{MethodOf(route)} {route.RoutePattern.RawText}` | {route.Metadata.GetMetadata<RouteAccess>()!.Least.ToString().ToLowerInvariant()} | {scopes} |";
    }

    private static string MethodOf(RouteEndpoint route) => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0];

    [GeneratedRegex(@"^(?<it>\| `(GET|POST) /[^`]*` \| \w+ \| \w* \|)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TableRow();
}
