using EndToEnd.Running;
using Microsoft.Playwright;

namespace EndToEnd.Studio;

public sealed class StudioPageTests(ServedStudio studio) : IClassFixture<ServedStudio>
{
    private const double MostShift = 0.02;
    private const long MostBytes = 200_000;

    private static readonly string[] Paths =
    [
        "/studio", "/studio/models", "/studio/models/species", "/studio/models/species/versions/2", "/studio/models/species/try?version=2", "/studio/models/species/traffic?from=2026-03-01&until=2026-03-08&against=before", "/studio/monitors", "/studio/monitors/daily",
        "/studio/monitors/daily?metric=first", "/studio/monitors/looks", "/studio/monitors/looks?measure=accuracy", "/studio/monitors/looks?measure=shap.island", "/studio/monitors/files", "/studio/monitors/daily/rules", "/studio/monitors/looks/rules",
        "/studio/settings", "/studio/alarms", "/studio/alarms/1", "/studio/runs", "/studio/data",
    ];

    /// <summary>Gets the pages, those of runs with their identifiers, and one that is not there.</summary>
    private IEnumerable<string> All => [.. Paths, .. studio.Runs.Take(1).Select(run => $"/studio/runs/{run}"), $"/studio/runs/compare?ids={string.Join(',', studio.Runs.Take(2))}", "/studio/models/none"];

    [Theory(Timeout = 180_000)]
    [InlineData(1440, 900, ColorScheme.Light)]
    [InlineData(1440, 900, ColorScheme.Dark)]
    [InlineData(390, 844, ColorScheme.Light)]
    [InlineData(390, 844, ColorScheme.Dark)]
    public async Task Every_page_opens_without_a_fault_fits_the_screen_stays_in_place_and_is_light(int width, int height, ColorScheme scheme)
    {
        await using IBrowserContext context = await studio.Browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme });
        IPage page = await context.NewPageAsync();
        var faults = new List<string>();
        Watch(page, faults);
        await page.AddInitScriptAsync(
            """
            window.shift = 0;
            new PerformanceObserver(list => { for (const one of list.getEntries()) { if (!one.hadRecentInput) { window.shift += one.value; } } }).observe({ type: 'layout-shift', buffered: true });
            """);
        foreach (string path in All)
        {
            await page.GotoAsync(new Uri(studio.Address, path).ToString());
            await DrawnAsync(page);
            if (path.EndsWith("none", StringComparison.Ordinal))
            {
                // A page that is not there is an error to the console too.
                Assert.Single(faults);
                faults.Clear();
            }

            Assert.True(faults.Count == 0, $"{path}: {string.Join(' ', faults)}");
            int shown = await page.EvaluateAsync<int>("document.documentElement.clientWidth");
            Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= shown, $"{path} is wider than {shown} pixels.");
            double shift = await page.EvaluateAsync<double>("window.shift");
            Assert.True(shift < MostShift, $"{path} moves while it loads: {shift:0.000}.");
            long bytes = await page.EvaluateAsync<long>(
                "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].filter(one => !/echarts/.test(one.name)).reduce((sum, one) => sum + one.encodedBodySize, 0)");
            Assert.True(bytes < MostBytes, $"{path} loads {bytes} bytes.");

            // A choice may be as long as a name, and the count of alarms as high as it likes; both are tried last, as they move what is below.
            await page.EvaluateAsync("document.querySelectorAll('main select').forEach(one => one.append(new Option('a name that is '.repeat(8) + 'long'))); document.getElementById('open-alarms')?.replaceChildren('1234')");
            Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= shown, $"{path} is wider than {shown} pixels where a choice is long.");
            Assert.True(await page.EvaluateAsync<int>("document.getElementById('open-alarms')?.offsetHeight ?? 0") < 30, $"{path} breaks the count of alarms in lines.");
        }
    }

    [Theory(Timeout = 180_000)]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Everybody_can_use_every_page(int width, ColorScheme scheme)
    {
        await using IBrowserContext context = await studio.Browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme });
        IPage page = await context.NewPageAsync();
        string axe = await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(Workplace.Example("penguins.csv"))!, "..", "..", "tests", "Axe", "node_modules", "axe-core", "axe.min.js"));
        foreach (string path in All)
        {
            await page.GotoAsync(new Uri(studio.Address, path).ToString());
            await DrawnAsync(page);
            await page.EvaluateAsync(axe);
            string[] faults = await page.EvaluateAsync<string[]>(
                """
                async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
                    .violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.target.join(' ')} ${node.failureSummary}`))
                """);
            Assert.True(faults.Length == 0, $"{path}: {string.Join('\n', faults)}");
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task Keys_lead_to_pages_and_through_lists()
    {
        await using IBrowserContext context = await studio.Browser.NewContextAsync();
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(studio.Address.ToString());
        foreach ((string key, string path) in ((string, string)[])[("m", "/studio/models"), ("o", "/studio/monitors"), ("a", "/studio/alarms"), ("r", "/studio/runs"), ("d", "/studio/data"), ("h", "/studio")])
        {
            await GoAsync(page, key, new Uri(studio.Address, path).ToString());
        }

        await page.GotoAsync(new Uri(studio.Address, "/studio/runs").ToString());
        await PaintedAsync(page);
        await page.Keyboard.PressAsync("/");
        Assert.Equal("search", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Keyboard.TypeAsync("zzz");
        await page.Locator(".empty").WaitForAsync();
        Assert.EndsWith("q=zzz", page.Url, StringComparison.Ordinal);
        await page.GotoAsync(new Uri(studio.Address, "/studio/models").ToString());
        await PaintedAsync(page);
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/studio/models/species");
        await PaintedAsync(page);
        await page.Keyboard.PressAsync("?");
        Assert.True(await page.Locator("#keys").IsVisibleAsync());
    }

    [Fact(Timeout = 120_000)]
    public async Task A_prediction_follows_the_inputs_and_is_compared_with_the_first()
    {
        await using IBrowserContext context = await studio.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 1000 } });
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(studio.Address, "/studio/models/species/try?version=2").ToString());
        string before = await page.Locator(".answer-main").InnerTextAsync();
        await page.GetByLabel("island").SelectOptionAsync("Biscoe");
        await page.Locator("input[name='x.bill_depth_mm']").FillAsync("14");
        await page.Locator("input[name='x.flipper_length_mm']").FillAsync("222");
        await page.Locator("input[name='x.body_mass_g']").FillAsync("5600");
        await page.Locator(".answer-main", new() { HasText = "Gentoo" }).WaitForAsync();
        Assert.DoesNotContain("Gentoo", before, StringComparison.Ordinal);
        Assert.Contains("points from", await page.Locator(".answer-main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("222", await page.Locator("input[type=range][aria-label='flipper_length_mm']").InputValueAsync());
        Assert.True(await page.Locator(".why tbody tr").CountAsync() > 2);

        // The address holds the values; whoever opens it sees the same.
        IPage other = await context.NewPageAsync();
        await other.GotoAsync(page.Url);
        Assert.Equal("Gentoo", (await other.Locator(".answer-main").InnerTextAsync()).Trim());
        await page.Locator("[data-restart]").ClickAsync();
        await page.Locator("[data-restart]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    [Fact(Timeout = 120_000)]
    public async Task A_file_is_previewed_and_scored()
    {
        await using IBrowserContext context = await studio.Browser.NewContextAsync(new() { AcceptDownloads = true });
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(studio.Address, "/studio/models/species/try").ToString());
        await page.Locator("#file").SetInputFilesAsync(Path.Combine(studio.Workplace.Folder, "biscoe.csv"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await page.Locator("#preview table").WaitForAsync();
        Assert.Equal(20, await page.Locator("#preview tbody tr").CountAsync());
        IDownload file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Score and download" }).ClickAsync());
        string[] lines = await File.ReadAllLinesAsync(await file.PathAsync());
        Assert.Equal(169, lines.Length);
        Assert.Contains("prediction", lines[0], StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task An_alarm_is_acknowledged_and_another_open_page_shows_it_by_itself()
    {
        await using IBrowserContext context = await studio.Browser.NewContextAsync();
        IPage home = await context.NewPageAsync(), alarm = await context.NewPageAsync();
        await home.GotoAsync(studio.Address.ToString());
        await home.GetByText("Alarm 1").WaitForAsync();
        await home.WaitForTimeoutAsync(1500);
        await alarm.GotoAsync(new Uri(studio.Address, "/studio/alarms/1").ToString());
        await alarm.Locator("#acknowledge > summary").ClickAsync();
        await alarm.GetByLabel("Note").FillAsync("the boat does not sail");
        await alarm.Locator("#acknowledge form button").ClickAsync();
        await alarm.GetByText("acknowledged by local").WaitForAsync();
        Assert.Contains("the boat does not sail", await alarm.Locator(".callout").First.InnerTextAsync(), StringComparison.Ordinal);
        await home.GetByText("Alarm 1").WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    [Fact(Timeout = 120_000)]
    public async Task A_rule_is_tested_on_history_and_kept_and_a_webhook_is_named_and_removed()
    {
        await using IBrowserContext context = await studio.Browser.NewContextAsync();
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(studio.Address, "/studio/monitors/daily").ToString());
        await page.GetByRole(AriaRole.Link, new() { Name = "Rules", Exact = true }).ClickAsync();
        await page.GetByLabel("Rules, as YAML").FillAsync("rules:\n  - {name: some, when: volume > 0}\n");
        await page.GetByRole(AriaRole.Button, new() { Name = "Test on history" }).ClickAsync();
        await page.GetByText("They are not kept yet").WaitForAsync();
        Assert.True(await page.GetByText("When they would have fired").CountAsync() > 0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep", Exact = true }).ClickAsync();
        await page.GetByText("They are not kept yet").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Contains("volume > 0", await page.GetByLabel("Rules, as YAML").InputValueAsync(), StringComparison.Ordinal);
        await page.GetByLabel("Rules, as YAML").FillAsync("rules: []");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep", Exact = true }).ClickAsync();
        await page.GetByText("There are no rules.").WaitForAsync();

        await page.GotoAsync(new Uri(studio.Address, "/studio/settings").ToString());
        await page.Locator("#channel > summary").ClickAsync();
        await page.Locator("#channel-name").FillAsync("desk");
        await page.Locator("#target").FillAsync("https://hooks.example.com/T0/very-secret");
        await page.Locator("#channel form button").ClickAsync();
        await page.GetByText("is told of alarms from now on").WaitForAsync();
        Assert.DoesNotContain("very-secret", await page.ContentAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
        await page.GetByText("is removed").WaitForAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task A_version_is_promoted_and_rolled_back()
    {
        await using IBrowserContext context = await studio.Browser.NewContextAsync();
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(studio.Address, "/studio/models/species/versions/2").ToString());
        await page.Locator("#promote > summary").ClickAsync();
        await page.Locator("#promote form button").ClickAsync();
        await page.GetByText("made champion by local").WaitForAsync();
        await page.GotoAsync(new Uri(studio.Address, "/studio/models/species").ToString());
        await page.GetByText("Roll back to version 1").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Roll back", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/versions/1");
        Assert.Contains("champion", await page.Locator(".facts").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Chosen_runs_are_compared()
    {
        await using IBrowserContext context = await studio.Browser.NewContextAsync();
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(studio.Address, "/studio/runs").ToString());
        foreach (ILocator choice in await page.Locator(".choice input").AllAsync())
        {
            await choice.CheckAsync();
        }

        await page.GetByText("Compare chosen").ClickAsync();
        await page.WaitForURLAsync("**/studio/runs/compare?*");
        await DrawnAsync(page);
        Assert.Equal("Compare 2 runs", await page.Locator("h1").InnerTextAsync());
        Assert.Contains("estimator", await page.Locator("table[data-list]").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await page.Locator("#chart-axes .plot svg").CountAsync());
    }

    [Fact(Timeout = 120_000)]
    public async Task Charts_are_exported_and_themes_kept()
    {
        await using IBrowserContext context = await studio.Browser.NewContextAsync(new() { AcceptDownloads = true, ColorScheme = ColorScheme.Light });
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(studio.Address, "/studio/monitors/daily").ToString());
        await DrawnAsync(page);
        foreach ((string format, byte first) in ((string, byte)[])[("svg", (byte)'<'), ("png", 0x89)])
        {
            await page.Locator("#chart-effects .menu summary").ClickAsync();
            IDownload file = await page.RunAndWaitForDownloadAsync(() => page.Locator($"#chart-effects [data-export={format}]").ClickAsync());
            Assert.Equal($"effects.{format}", file.SuggestedFilename);
            byte[] content = await File.ReadAllBytesAsync(await file.PathAsync());
            Assert.Equal(first, content[0]);
            Assert.True(content.Length > 2000);
        }

        await PaintedAsync(page);
        await page.Keyboard.PressAsync("t");
        await page.Keyboard.PressAsync("t");
        await page.ReloadAsync();
        Assert.Equal("dark", await page.EvaluateAsync<string>("document.documentElement.dataset.theme"));
        Assert.True(await page.EvaluateAsync<double>("getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).map(Number).slice(0, 3).reduce((a, b) => a + b) / 3") < 60);
    }

    private static void Watch(IPage page, List<string> faults)
    {
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                faults.Add(message.Text);
            }
        };
        page.PageError += (_, fault) => faults.Add(fault);
    }

    /// <summary>Waits until the charts of a page are drawn, if it has any.</summary>
    private static Task DrawnAsync(IPage page) => UntilAsync(page, "[...document.querySelectorAll('[data-chart]')].every(box => box.querySelector('svg'))");

    /// <summary>Waits until something is seen of a page; keys that are pressed before are lost.</summary>
    /// <summary>Presses the two keys that lead to a page. A browser drops what is typed while one page gives way to the next, and one who sees that types it again.</summary>
    private static async Task GoAsync(IPage page, string key, string address)
    {
        for (int attempt = 1; page.Url != address; attempt++)
        {
            await PaintedAsync(page);
            await page.Keyboard.PressAsync("g");
            await page.Keyboard.PressAsync(key);
            try
            {
                await page.WaitForURLAsync(address, new() { Timeout = 5000 });
            }
            catch (TimeoutException) when (attempt < 6)
            {
                // Typed again.
            }
        }
    }

    private static Task PaintedAsync(IPage page) => UntilAsync(page, "performance.getEntriesByType('paint').length > 0");

    private static async Task UntilAsync(IPage page, string condition)
    {
        // The page's policy forbids what waiting for a function takes.
        while (!await page.EvaluateAsync<bool>(condition))
        {
            await page.WaitForTimeoutAsync(50);
        }
    }
}
