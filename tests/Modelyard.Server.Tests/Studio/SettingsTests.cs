using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Tokens;
using Modelyard.Server.Security;

namespace Modelyard.Server.Tests.Studio;

public sealed partial class SettingsTests(StudioFixture studio) : IClassFixture<StudioFixture>
{
    private const string Secret = "https://hooks.example.com/T0/very-secret";

    [Fact]
    public async Task A_rule_is_tested_on_history_before_it_is_kept()
    {
        const string Yaml = "rules:\n  - name: many\n    when: volume > 0\n";
        (int status, string page, _) = await studio.PostAsync("/studio/monitors/daily/rules", ("yaml", Yaml), ("act", "test"));
        Assert.Equal(200, status);
        Assert.Contains("They are not kept yet", page, StringComparison.Ordinal);
        Assert.Contains("When they would have fired", page, StringComparison.Ordinal);
        using Yard yard = studio.OpenYard();
        Assert.Empty(yard.Monitors.Get("daily").Rules);

        (status, page, _) = await studio.PostAsync("/studio/monitors/daily/rules", ("yaml", "rules:\n  - {name: a, when: volum < 3} # <script>"), ("act", "keep"));
        Assert.Equal(200, status);
        Assert.Contains("The nearest is &#x27;volume&#x27;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.Empty(yard.Monitors.Get("daily").Rules);

        (status, _, string? location) = await studio.PostAsync("/studio/monitors/daily/rules", ("yaml", Yaml), ("act", "keep"));
        Assert.Equal((303, "/studio/monitors/daily/rules?kept=yes"), (status, location));
        Assert.Contains("<b>Kept.</b>", (await studio.GetAsync(location!)).Text, StringComparison.Ordinal);
        Assert.Equal("volume > 0", Assert.Single(yard.Monitors.Get("daily").Rules).When);
        Assert.Contains("many", (await studio.GetAsync("/studio/monitors/daily/rules.csv?table=fired")).Text, StringComparison.Ordinal);
        Assert.Equal(404, (await studio.PostAsync("/studio/monitors/none/rules", ("yaml", Yaml), ("act", "test"))).Status);
        yard.Monitors.SetRules("daily", []);
    }

    [Fact]
    public async Task A_webhook_is_added_shown_without_its_path_and_removed_and_no_page_names_a_program()
    {
        (int status, string page, _) = await studio.PostAsync("/studio/settings/channels", ("name", "team"), ("kind", "slack"), ("target", Secret), ("severity", "warning"));
        Assert.Equal(200, status);
        Assert.Contains("hooks.example.com", page, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", page, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", (await studio.GetAsync("/studio/settings.json")).Text, StringComparison.Ordinal);
        using Yard yard = studio.OpenYard();
        Assert.Equal((ChannelKind.Slack, AlarmSeverity.Warning), (yard.Channels.List().Single(channel => channel.Name == "team").Kind, yard.Channels.List().Single(channel => channel.Name == "team").Severity));
        foreach ((string kind, string target) in ((string, string)[])[("command", "/bin/sh"), ("log", "alarms.ndjson"), ("webhook", "ftp://x")])
        {
            Assert.Equal(400, (await studio.PostAsync("/studio/settings/channels", ("name", "other"), ("kind", kind), ("target", target), ("severity", "info"))).Status);
        }

        await studio.PostAsync("/studio/settings/channels/act", ("name", "team"), ("act", "remove"));
        Assert.DoesNotContain(yard.Channels.List(), channel => channel.Name is "team" or "other");
    }

    [Fact]
    public async Task A_token_is_shown_once_opens_what_its_role_allows_and_is_revoked()
    {
        var own = new StudioFixture();
        await own.InitializeAsync();
        try
        {
            await GiveAndRevokeAsync(own);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    private static async Task GiveAndRevokeAsync(StudioFixture own)
    {
        (int status, string page, _) = await own.PostAsync("/studio/settings/tokens", ("name", "boss"), ("role", "admin"), ("models", "*"), ("scope", "pages"), ("scope", "predict"), ("days", "2"));
        Assert.Equal(200, status);
        string text = Given().Match(page).Groups["it"].Value;
        using (Yard yard = own.OpenYard())
        {
            AccessToken token = Assert.Single(yard.Tokens.List());
            Assert.Equal(("boss", TokenRole.Admin, TokenScopes.Pages | TokenScopes.Predict), (token.Name, token.Role, token.Scopes));
            Assert.InRange(token.Expires!.Value, DateTime.UtcNow.AddDays(1.9), DateTime.UtcNow.AddDays(2.1));
            Assert.NotNull(yard.Tokens.Find(text));
        }

        // From now on the server asks: without a token for nothing, with it for all, and the text is never shown again.
        TokenWatch known = own.Server.Services.GetRequiredService<TokenWatch>();
        known.Poll();
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOf(own, null, "/studio/settings.json"));
        using HttpRequestMessage request = new(HttpMethod.Get, "/studio/settings.json") { Headers = { { "Authorization", $"Bearer {text}" } } };
        using HttpResponseMessage answer = await own.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain(text, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        string viewer;
        using (Yard yard = own.OpenYard())
        {
            viewer = yard.Tokens.Add(new TokenGrant("looker", TokenRole.Viewer)).Text;
        }

        known.Poll();
        Assert.Equal(HttpStatusCode.OK, await StatusOf(own, viewer, "/studio/models.json"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusOf(own, viewer, "/studio/settings.json"));
        using (Yard yard = own.OpenYard())
        {
            yard.Tokens.Revoke("boss");
        }

        known.Poll();
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOf(own, text, "/studio/settings.json"));
    }

    private static async Task<HttpStatusCode> StatusOf(StudioFixture studio, string? token, string path)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        if (token is not null)
        {
            request.Headers.Add("Authorization", $"Bearer {token}");
        }

        using HttpResponseMessage answer = await studio.Client.SendAsync(request);
        return answer.StatusCode;
    }

    [GeneratedRegex("<code id=\"given\">(?<it>[^<]+)</code>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Given();
}
