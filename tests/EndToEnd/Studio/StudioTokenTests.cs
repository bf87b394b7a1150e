using Microsoft.Playwright;

namespace EndToEnd.Studio;

/// <summary>Gives the first token of a studio, after which everybody is asked for one; so nothing else is tried on this one.</summary>
public sealed class StudioTokenTests(ServedStudio studio) : IClassFixture<ServedStudio>
{
    [Fact(Timeout = 120_000)]
    public async Task Tokens_are_given_and_shown_once_let_their_bearer_in_and_are_revoked()
    {
        await using IBrowserContext context = await studio.Browser.NewContextAsync();
        IPage page = await context.NewPageAsync();
        var settings = new Uri(studio.Address, "/studio/settings");
        await page.GotoAsync(settings.ToString());
        string owner = await GiveAsync(page, "owner", "admin");

        // The server sees within seconds that there are tokens; from then on whoever has none is asked for one.
        for (int attempt = 0; attempt < 100 && await page.Locator("#token").CountAsync() == 0; attempt++)
        {
            await page.WaitForTimeoutAsync(100);
            await page.GotoAsync(settings.ToString());
        }

        await page.Locator("#token").FillAsync(owner);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync("**/studio/settings");
        Assert.DoesNotContain(owner, await page.ContentAsync(), StringComparison.Ordinal);
        Assert.Equal("owner", (await page.Locator(".who").InnerTextAsync()).Trim());

        string desk = await GiveAsync(page, "desk", "viewer");
        Assert.Equal(200, await UntilAsync(desk, 200));
        await page.Locator("#revoke > summary").ClickAsync();
        await page.Locator("#revoked").SelectOptionAsync("desk");
        await page.Locator("#revoke form button").ClickAsync();
        await page.Locator(".callout").First.WaitForAsync();
        Assert.Equal(401, await UntilAsync(desk, 401));
        Assert.Equal(200, await StatusAsync(owner));
    }

    private static async Task<string> GiveAsync(IPage page, string name, string role)
    {
        await page.Locator("#give > summary").ClickAsync();
        await page.Locator("#name").FillAsync(name);
        await page.Locator("#role").SelectOptionAsync(role);
        await page.Locator("#give form button").ClickAsync();
        await page.GetByText($"{name} has a token").WaitForAsync();
        return (await page.Locator("#given").InnerTextAsync()).Trim();
    }

    /// <summary>Asks with a token until the answer is as expected; tokens take effect within seconds.</summary>
    private async Task<int> UntilAsync(string token, int expected)
    {
        int status = await StatusAsync(token);
        for (int attempt = 0; attempt < 100 && status != expected; attempt++)
        {
            await Task.Delay(100);
            status = await StatusAsync(token);
        }

        return status;
    }

    private async Task<int> StatusAsync(string token)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(studio.Address, "/studio/models.json"));
        request.Headers.Authorization = new("Bearer", token);
        using HttpResponseMessage answer = await client.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
