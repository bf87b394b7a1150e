using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;

namespace EndToEnd.Studio;

/// <summary>Presses what nothing else presses, by the mouse and by the keyboard, and looks from another part of the world.</summary>
public sealed class StudioWalkTests(ServedStudio studio) : IClassFixture<ServedStudio>
{
    [Theory(Timeout = 120_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_webhook_is_tried_and_told(bool byKeyboard)
    {
        using var receiver = new HttpListener();
        string address = $"http://127.0.0.1:{FreePort()}/hook/";
        receiver.Prefixes.Add(address);
        receiver.Start();
        Task<string> told = ReceiveAsync(receiver);
        string name = byKeyboard ? "keys" : "mouse";

        await using IBrowserContext context = await studio.Browser.NewContextAsync();
        IPage page = await OpenAsync(context, "/studio/settings");
        await page.Locator("#channel > summary").ClickAsync();
        await page.Locator("#channel-name").FillAsync(name);
        await page.Locator("#target").FillAsync(address);
        await page.Locator("#channel form button").ClickAsync();
        await page.GetByText("is told of alarms from now on").WaitForAsync();
        await page.Locator("#acted").SelectOptionAsync(name);
        ILocator button = page.GetByRole(AriaRole.Button, new() { Name = "Send a test" });
        if (byKeyboard)
        {
            await page.Locator("#acted").FocusAsync();
            await page.Keyboard.PressAsync("Tab");
            Assert.Equal("Send a test", await page.EvaluateAsync<string>("document.activeElement.innerText"));
            await page.Keyboard.PressAsync("Enter");
        }
        else
        {
            await button.ClickAsync();
        }

        await page.GetByText($"The channel '{name}' has been told of a test.").WaitForAsync();
        Assert.Contains("This is a test: nothing is the matter.", await told, StringComparison.Ordinal);

        // Nobody is there any more, which is said and not swallowed.
        receiver.Stop();
        await page.Locator("#acted").SelectOptionAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send a test" }).ClickAsync();
        await page.GetByText($"The channel '{name}' could not be told").WaitForAsync();
        await page.Locator("#acted").SelectOptionAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
        await page.GetByText("is removed").WaitForAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task The_log_is_read_for_what_is_behind_an_alarm_by_the_keyboard()
    {
        await using IBrowserContext context = await studio.Browser.NewContextAsync();
        IPage page = await OpenAsync(context, "/studio/alarms/1");
        await page.Locator("#slices a.button").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**slices=yes**");
        Assert.Equal(0, await page.Locator("#slices a.button").CountAsync());
        Assert.Contains("Where errors are concentrated", await page.Locator("#slices").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Days_are_those_of_UTC_whatever_zone_the_reader_lives_in()
    {
        await using IBrowserContext context = await studio.Browser.NewContextAsync(new() { TimezoneId = "America/New_York" });
        IPage page = await OpenAsync(context, "/studio/models/species/traffic?from=2026-03-01&until=2026-03-20");
        await page.Locator("#chart-volume svg text").First.WaitForAsync();
        string[] days = [.. (await page.Locator("#chart-volume text").AllTextContentsAsync()).Where(text => text.Length == 5 && text[2] == '-')];
        Assert.Contains("03-02", days);
        Assert.Contains("03-03", days);
        Assert.DoesNotContain("03-01", days);
        Assert.DoesNotContain(await page.Locator("#chart-volume text").AllTextContentsAsync(), text => text.Contains(':', StringComparison.Ordinal));
    }

    [Fact(Timeout = 120_000)]
    public async Task The_number_of_windows_is_chosen_and_stands_in_the_address()
    {
        await using IBrowserContext context = await studio.Browser.NewContextAsync();
        IPage page = await OpenAsync(context, "/studio/monitors/looks?measure=accuracy");
        await page.Locator("#last").SelectOptionAsync("14");
        await page.WaitForFunctionAsync("location.search === '?last=14'");
        await page.Locator("#last").WaitForAsync();
        Assert.Equal("14", await page.Locator("#last").InputValueAsync());
        await page.GoBackAsync();
        Assert.Contains("measure=accuracy", page.Url, StringComparison.Ordinal);
    }

    private async Task<IPage> OpenAsync(IBrowserContext context, string path)
    {
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(studio.Address, path).ToString());
        return page;
    }

    private static async Task<string> ReceiveAsync(HttpListener receiver)
    {
        HttpListenerContext request = await receiver.GetContextAsync();
        using var reader = new StreamReader(request.Request.InputStream);
        string text = await reader.ReadToEndAsync();
        request.Response.StatusCode = 204;
        request.Response.Close();
        return text;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
