using System.Text.Json.Nodes;
using Modelyard.Lifecycle;

namespace Modelyard.Server.Tests.Studio;

public sealed class ManyRunsTests(StudioFixture studio) : IClassFixture<StudioFixture>
{
    [Fact]
    public async Task Runs_are_read_page_by_page_each_once()
    {
        using (Yard yard = studio.OpenYard())
        {
            for (int i = 0; i < 60; i++)
            {
                using RunLog run = yard.Runs.Start(new RunStart { Name = $"many {i:D2}" });
                run.Finish();
            }
        }

        string[] first = await NamesAsync("q=many&page=1"), second = await NamesAsync("q=many&page=2");
        Assert.Equal((50, 10), (first.Length, second.Length));
        Assert.Equal(Enumerable.Range(0, 60).Reverse().Select(i => $"many {i:D2}"), first.Concat(second));
        Assert.Empty(await NamesAsync("q=many&page=3"));
        Assert.Equal("""{"page":2,"size":50,"total":60,"pages":2}""", (await studio.JsonAsync("/studio/runs.json?q=many&page=2"))["paging"]!.ToJsonString());
        (_, string page) = await studio.GetAsync("/studio/runs?q=many&page=2");
        Assert.Contains("2 of 2", page, StringComparison.Ordinal);
        Assert.Contains("/studio/runs?q=many&amp;page=1", page, StringComparison.Ordinal);
    }

    private async Task<string[]> NamesAsync(string query) => [.. (await studio.JsonAsync($"/studio/runs.json?{query}"))["runs"]!.AsArray().Select(run => (string)run!["name"]!)];
}
