using System.Text;
using System.Text.Json.Nodes;
using Modelyard.Learning;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Predictions;

namespace Modelyard.Server.Tests.Studio;

public sealed class TrafficTests(StudioFixture studio) : IClassFixture<StudioFixture>
{
    private static readonly DateTime Day = new(2026, 5, 4, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task The_page_tells_what_was_asked_and_answered_day_by_day_and_hour_by_hour()
    {
        Fill();
        JsonNode page = await studio.JsonAsync("/studio/models/churn/traffic.json?from=2026-05-01&until=2026-05-31");
        Assert.Equal([10.0, 20.0], Series(page, "volume", "version 1"));
        Assert.Equal([0.0, 5.0], Series(page, "volume", "version 2"));
        Assert.Equal([0.5, 0.6], Series(page, "answers", "no"));
        Assert.Equal([0.5, 0.4], Series(page, "answers", MadeYard.Script));
        Assert.Equal([0.25, 0.25], Series(page, "answers", "mean probability of no"));
        Assert.All(Series(page, "latency", "p50"), latency => Assert.InRange(latency, 1.98, 2.02));
        Assert.Equal([0.1, 0.08], Series(page, "missing", "tenure"));
        Assert.Equal(["1", "2"], page["versions"]!.AsArray().Select(row => (string)row!["version"]!));
        Assert.Equal([30, 5], page["versions"]!.AsArray().Select(row => (int)row!["predictions"]!));

        JsonNode against = await studio.JsonAsync("/studio/models/churn/traffic.json?from=2026-05-05&until=2026-05-06&against=before");
        Assert.Equal("2026-05-04 to 2026-05-04", (string)against["againstDays"]!);
        JsonNode predictions = against["compared"]!.AsArray().First(row => (string)row!["figure"]! == "predictions")!;
        Assert.Equal((25.0, 10.0, 1.5), ((double)predictions["now"]!, (double)predictions["then"]!, (double)predictions["change"]!));
        Assert.Equal([10.0, 15.0, 0.0], Series(against, "then", "now"));
        Assert.Equal([0.0, 0.0, 10.0], Series(against, "then", "then"));
        JsonNode dated = await studio.JsonAsync("/studio/models/churn/traffic.json?from=2026-05-05&until=2026-05-06&against=2026-05-04");
        Assert.Equal(against["compared"]!.ToJsonString(), dated["compared"]!.ToJsonString());

        JsonNode hours = await studio.JsonAsync("/studio/models/churn/traffic.json?from=2026-05-04&until=2026-05-06");
        double?[] counted = [.. Series(hours, "volume", "version 1").Select(value => (double?)value)];
        Assert.Equal([10, 10, 10], counted.Where(count => count > 0));

        // Hours without predictions between those that have some are there, so that a line has a gap and not a bridge.
        Assert.True(counted.Length > 10);
        JsonNode? latencies = hours["latency"]!["series"]!.AsArray()[0]!["values"];
        Assert.Equal(counted.Select(count => count > 0), latencies!.AsArray().Select(value => value is not null));
        (int status, string csv) = await studio.GetAsync("/studio/models/churn/traffic.csv?table=volume&from=2026-05-01&until=2026-05-31");
        Assert.Equal((200, "at,version 1,version 2"), (status, csv.Split('\n')[0].Trim()));
        (_, string html) = await studio.GetAsync("/studio/models/churn/traffic?from=2026-05-01&until=2026-05-31");
        Assert.DoesNotContain("<script>alert", html, StringComparison.OrdinalIgnoreCase);
        Assert.Single(html.Split("<h1>").Skip(1));
    }

    [Theory]
    [InlineData("/studio/models/churn/traffic?from=2026-05-04&until=2026-05-04", 400, "must be longer than nothing")]
    [InlineData("/studio/models/churn/traffic?from=1999-05-04", 400, "at most 800 days")]
    [InlineData("/studio/models/churn/traffic?against=never", 400, "must be")]
    [InlineData("/studio/models/churn/traffic?from=2026-05-04&against=2026-06-04", 400, "a date before 2026-05-04")]
    [InlineData("/studio/models/churn/traffic?from=soon", 400, "must be a date")]
    [InlineData("/studio/models/none/traffic", 404, "none")]
    [InlineData("/studio/models/churn/traffic?from=2020-05-01&until=2020-05-31", 200, "Nothing was logged in this time.")]
    [InlineData("/studio/models/churn/traffic?from=2020-05-01&until=2020-05-31", 200, "Show the latest that was, until ")]
    public async Task What_is_not_there_is_said(string path, int expected, string told)
    {
        (int status, string page) = await studio.GetAsync(path);
        Assert.Equal(expected, status);
        Assert.Contains(told, page, StringComparison.Ordinal);
    }

    private void Fill()
    {
        using Yard yard = studio.OpenYard();
        using PredictionLog log = yard.Predictions.Open("churn");
        var source = new PredictionSource("churn", "1", new FeatureSchema(new Feature("tenure")), "churn") { Classes = ["no", MadeYard.Script] };
        using PredictionWriter first = log.WriterOf(source), second = log.WriterOf(source with { Version = "2" });
        Write(first, Day.AddHours(8), 10, i => i % 2);
        Write(first, Day.AddHours(30), 10, i => i % 2);
        Write(first, Day.AddHours(31), 10, i => i % 2);
        Write(second, Day.AddHours(31), 5, _ => 0);
    }

    private static void Write(PredictionWriter writer, DateTime time, int count, Func<int, double> answer)
    {
        for (int i = 0; i < count; i++)
        {
            writer.Write(new PredictionBlock { Time = time, Request = Encoding.UTF8.GetBytes($"{time:HH}-{count}-{i}"), Latency = TimeSpan.FromMilliseconds(2), Inputs = [count == 10 && i == 9 ? double.NaN : i], Predictions = [answer(i)], Probabilities = [0.25, 0.75] });
        }
    }

    private static double[] Series(JsonNode page, string chart, string name) =>
        [.. page[chart]!["series"]!.AsArray().Single(series => (string)series!["name"]! == name)!["values"]!.AsArray().Select(value => (double)value!)];
}
