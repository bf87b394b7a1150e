using EndToEnd.Running;
using Microsoft.Playwright;

namespace EndToEnd.Reports;

public sealed class ReportPageTests(TrainedPenguins penguins, Chromium chromium) : IClassFixture<TrainedPenguins>, IClassFixture<Chromium>
{
    [Theory(Timeout = 90_000)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    [InlineData(1200, ColorScheme.Light)]
    [InlineData(1200, ColorScheme.Dark)]
    public async Task The_report_opens_whole_by_itself_and_fits_the_screen(int width, ColorScheme scheme)
    {
        await using IBrowserContext context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = scheme });
        IPage page = await context.NewPageAsync();
        var faults = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                faults.Add(message.Text);
            }
        };
        page.PageError += (_, fault) => faults.Add(fault);
        var requests = new List<string>();
        page.Request += (_, request) => requests.Add(request.Url);
        string path = penguins.Training.GetProperty("report").GetString()!;
        await page.GotoAsync(new Uri(path).AbsoluteUri);

        Assert.Empty(faults);
        Assert.Single(requests);
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        string[] sections = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('section')].map(one => one.id)");
        Assert.All((string[])["leaderboard", "errors", "importances", "data", "preparation", "use", "lineage"], one => Assert.Contains(one, sections));

        string[] charts = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('figure .picture > svg')].map(one => [...one.querySelectorAll('title, text')].map(text => text.textContent).join('|'))");
        Assert.All(charts, chart => Assert.True(chart.Split('|').Length > 3, $"A chart without labels: {chart}"));
        AssertShows(charts, "ROC curve", "↑ true positive rate", "false positive rate →");
        AssertShows(charts, "Precision and recall", "↑ precision", "recall →");
        AssertShows(charts, "Confusion matrix", "predicted →", "actual ↓", "Adelie");

        double[] paper = await page.EvaluateAsync<double[]>("getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).map(Number).slice(0, 3)");
        double[] ink = await page.EvaluateAsync<double[]>("getComputedStyle(document.body).color.match(/[0-9.]+/g).map(Number).slice(0, 3)");
        Assert.Equal(scheme == ColorScheme.Dark, paper.Average() < 100);
        Assert.True(Math.Abs(paper.Average() - ink.Average()) > 120, "Text and background are too alike.");
    }

    private static void AssertShows(string[] charts, string title, params string[] texts)
    {
        string chart = Assert.Single(charts, chart => chart.StartsWith(title, StringComparison.Ordinal));
        Assert.All(texts, text => Assert.Contains(text, chart.Split('|')));
    }
}
