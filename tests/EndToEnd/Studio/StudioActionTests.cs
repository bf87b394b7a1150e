using Microsoft.Playwright;

namespace EndToEnd.Studio;

/// <summary>Clicks what pages of figures, rules, runs and settings offer.</summary>
public sealed class StudioActionTests(ServedStudio studio) : IClassFixture<ServedStudio>
{
    [Fact(Timeout = 120_000)]
    public async Task A_figure_is_chosen_and_shown_large_while_the_small_ones_stay_where_they_are()
    {
        await using IBrowserContext context = await studio.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 }, AcceptDownloads = true });
        IPage page = await OpenAsync(context, "/studio/monitors/looks", out List<string> faults);
        await DrawnAsync(page);
        double[] before = await PlacesAsync(page);
        Assert.True(before.Length > 8, $"There are {before.Length / 2} small charts.");
        await page.Locator("#choose-figure-accuracy").ClickAsync();
        await page.Locator("#chart-figure-accuracy").WaitForAsync();
        await DrawnAsync(page);
        Assert.EndsWith("measure=accuracy", page.Url, StringComparison.Ordinal);
        Assert.Equal(before, await PlacesAsync(page));

        // By the keyboard: the list is a form that sends itself.
        await page.GetByLabel("Figure", new() { Exact = true }).SelectOptionAsync("shap");
        await page.Locator("#chart-figure-shap").WaitForAsync();
        await DrawnAsync(page);
        await page.Locator("#chart-figure-shap .menu summary").ClickAsync();
        IDownload file = await page.RunAndWaitForDownloadAsync(() => page.Locator("#chart-figure-shap").GetByText("CSV", new() { Exact = true }).ClickAsync());
        Assert.StartsWith("at,shap.", await File.ReadAllTextAsync(await file.PathAsync()), StringComparison.Ordinal);
        await page.Locator("#small-figure-shap .menu summary").ClickAsync();
        file = await page.RunAndWaitForDownloadAsync(() => page.Locator("#small-figure-shap [data-export=svg]").ClickAsync());
        Assert.Equal("figure-shap.svg", file.SuggestedFilename);

        // Another window is chosen by its time.
        await page.Locator("table[data-list] tbody th a[href*='2026-03-02']").First.ClickAsync();
        await page.GetByText("Looks at the window of 2026-03-02").WaitForAsync();
        Assert.Empty(faults);
    }

    [Fact(Timeout = 120_000)]
    public async Task Rules_are_written_by_the_keyboard_alone()
    {
        await using IBrowserContext context = await studio.Browser.NewContextAsync();
        IPage page = await OpenAsync(context, "/studio/monitors/looks/rules", out List<string> faults);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a rule" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#rule-0-name").WaitForAsync();
        Assert.Equal("rule-0-name", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Keyboard.TypeAsync("weak");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("accuracy");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("0.5");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("They are not kept yet").WaitForAsync();
        Assert.Contains("when: \"accuracy < 0.5\"", await page.Locator("#yaml").InputValueAsync(), StringComparison.Ordinal);

        // What is no rule is said in its row, and can be mended there.
        await page.Locator("#rule-0-value").FillAsync("half");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("must be a number").WaitForAsync();
        await page.Locator("#rule-0-value").FillAsync("0.6");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep", Exact = true }).ClickAsync();
        await page.GetByText("must be a number").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Contains("accuracy < 0.6", await page.Locator("#yaml").InputValueAsync(), StringComparison.Ordinal);
        await page.ReloadAsync();
        Assert.Equal("0.6", await page.Locator("#rule-0-value").InputValueAsync());

        // Both changed: it asks which is meant.
        await page.Locator("#rule-0-value").FillAsync("0.7");
        await page.Locator("#yaml").FillAsync("# mine\nrules:\n  - {name: few, when: volume < 5 and rows > 1}\n");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep", Exact = true }).ClickAsync();
        await page.GetByText("line 1: # mine").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Take the text" }).ClickAsync();
        await page.Locator("#rule-0-when").WaitForAsync();
        Assert.Equal("volume < 5 and rows > 1", await page.Locator("#rule-0-when").InputValueAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove rule 1" }).ClickAsync();
        await page.Locator("#rule-0-when").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep", Exact = true }).ClickAsync();
        await page.GetByText("There are no rules.").WaitForAsync();
        Assert.Empty(faults);
    }

    [Fact(Timeout = 120_000)]
    public async Task The_form_of_a_token_fits_a_small_screen_and_is_closed_by_a_key()
    {
        await using IBrowserContext context = await studio.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 390, Height = 844 } });
        IPage page = await OpenAsync(context, "/studio/settings", out List<string> faults);
        await page.Locator("#give > summary").ClickAsync();
        LocatorBoundingBoxResult box = (await page.Locator("#give form").BoundingBoxAsync())!;
        Assert.True(box.X >= 0 && box.X + box.Width <= 390, $"It reaches from {box.X} to {box.X + box.Width}.");
        await page.Locator("#name").FillAsync("desk");
        await page.Keyboard.PressAsync("Escape");
        Assert.False(await page.Locator("#give form").IsVisibleAsync());
        Assert.Empty(faults);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_run_leads_to_its_report_and_its_artifacts()
    {
        await using IBrowserContext context = await studio.Browser.NewContextAsync();
        IPage page = await OpenAsync(context, $"/studio/runs/{studio.Runs[0]}", out List<string> faults);
        await page.GetByRole(AriaRole.Link, new() { Name = "report.html" }).First.ClickAsync();
        await page.WaitForURLAsync("**/artifacts/report.html");
        Assert.Contains("species", await page.Locator("body").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(faults);
    }

    private Task<IPage> OpenAsync(IBrowserContext context, string path, out List<string> faults)
    {
        var told = new List<string>();
        faults = told;
        return OpenAsync();

        async Task<IPage> OpenAsync()
        {
            IPage page = await context.NewPageAsync();
            page.PageError += (_, fault) => told.Add(fault);
            page.Console += (_, message) =>
            {
                if (message.Type is "error" or "warning")
                {
                    told.Add(message.Text);
                }
            };
            await page.GotoAsync(new Uri(studio.Address, path).ToString());
            return page;
        }
    }

    private static Task<double[]> PlacesAsync(IPage page) =>
        page.EvaluateAsync<double[]>("[...document.querySelectorAll('.multiples > li')].flatMap(item => [item.offsetLeft, item.offsetTop - document.querySelector('.multiples').offsetTop])");

    private static async Task DrawnAsync(IPage page)
    {
        while (!await page.EvaluateAsync<bool>("[...document.querySelectorAll('[data-chart]')].every(box => box.querySelector('svg'))"))
        {
            await page.WaitForTimeoutAsync(50);
        }
    }
}
