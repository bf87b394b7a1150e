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

    [Fact]
    public async Task Of_a_long_history_a_page_sends_some_rows_and_the_list_and_the_comparison_the_last_step()
    {
        string[] ids = new string[2];
        using (Yard yard = studio.OpenYard())
        {
            for (int i = 0; i < ids.Length; i++)
            {
                using RunLog run = yard.Runs.Start(new RunStart { Name = "long", Hyperparameters = new Dictionary<string, string> { ["rate"] = $"{i}" } });
                for (int step = 0; step < 150; step++)
                {
                    run.LogMetric("loss", step + (1000 * i), step);
                }

                run.LogMetric("accuracy", 0.5 + (0.1 * i), -3);
                run.Finish();
                ids[i] = run.Id;
            }

            Assert.Equal([("accuracy", 0.6, -3L), ("loss", 1149.0, 149L)], yard.Runs.List(new RunFilter { Text = "long" }, 1)[0].Metrics.Select(metric => (metric.Name, metric.Value, metric.Step)));
            RunComparison comparison = yard.Runs.Compare(ids);
            Assert.All(comparison.Runs, run => Assert.Equal(2, run.Metrics.Count));
            Assert.Equal(["149", "1149"], comparison.Differences.Single(difference => difference.Name == "loss").Values);
            Assert.Equal(151, yard.Runs.Get(ids[0]).Metrics.Count);
        }

        (_, string page) = await studio.GetAsync($"/studio/runs/{ids[0]}");
        Assert.Contains("The first 100 of 150 rows", page, StringComparison.Ordinal);
        (_, string csv) = await studio.GetAsync($"/studio/runs/{ids[0]}.csv?table=progress-1");
        Assert.Equal(151, csv.Trim().Split('\n').Length);
    }

    private async Task<string[]> NamesAsync(string query) => [.. (await studio.JsonAsync($"/studio/runs.json?{query}"))["runs"]!.AsArray().Select(run => (string)run!["name"]!)];
}
