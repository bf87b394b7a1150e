using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Modelyard.Server.Tests.Studio;

public sealed partial class SourcePageTests(SourcedStudio studio) : IClassFixture<SourcedStudio>
{
    [Theory]
    [InlineData("files", "watches files")]
    [InlineData("rows", "watches files")]
    [InlineData("query", "watches a query")]
    [InlineData("waits", "watches files")]
    public async Task A_page_says_why_it_does_not_say_how_a_model_did(string monitor, string told)
    {
        foreach (string query in (string[])["", "?metric=first"])
        {
            (int status, string page) = await studio.GetAsync($"/studio/monitors/{monitor}{query}");
            Assert.Equal(200, status);
            Assert.Contains($"{monitor} {told}.", page, StringComparison.Ordinal);
            Assert.DoesNotContain("Read the log", page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/studio")]
    [InlineData("/studio/monitors")]
    [InlineData("/studio/monitors/files/rules")]
    [InlineData("/studio/monitors/query/rules")]
    [InlineData("/studio/monitors/waits/rules")]
    [InlineData("/studio/alarms")]
    [InlineData("/studio/alarms/1")]
    [InlineData("/studio/data")]
    public async Task Every_page_opens_and_has_a_twin(string path)
    {
        Assert.Equal(200, (await studio.GetAsync(path)).Status);
        Assert.IsType<JsonObject>(await studio.JsonAsync(path + ".json"));
    }

    [Theory]
    [InlineData("files", 6)]
    [InlineData("rows", 7)]
    [InlineData("query", 6)]
    public async Task Every_window_of_the_list_can_be_chosen_though_it_begins_within_a_second(string monitor, int count)
    {
        (_, string page) = await studio.GetAsync($"/studio/monitors/{monitor}");
        string[] links = [.. WindowLink().Matches(page).Select(link => System.Net.WebUtility.HtmlDecode(link.Groups["link"].Value)).Distinct(StringComparer.Ordinal)];
        Assert.Equal(count, links.Length);
        var titles = new HashSet<string>(StringComparer.Ordinal);
        foreach (string link in links)
        {
            (int status, string chosen) = await studio.GetAsync(link);
            Assert.True(status == 200, link);
            titles.Add(LooksTitle().Match(chosen).Value);
        }

        // Windows of rows are named by the minute at which they begin, so that of those no two begin in the same one.
        Assert.Equal(count, titles.Count);
    }

    [Fact]
    public async Task Files_are_named_along_the_axes_and_in_the_list()
    {
        JsonNode page = await studio.JsonAsync("/studio/monitors/files.json");
        Assert.Equal(["day-0.csv", "day-1.csv", "day-2.csv", "day-3.csv", "day-4.csv", "day-5.csv"], page["rows"]!["x"]!["categories"]!.AsArray().Select(name => (string)name!));
        Assert.Equal("day-5.csv", (string)page["windows"]![0]!["file"]!);
        Assert.Equal("day-5.csv", (string)page["column"]!["windowName"]!);
        Assert.Null((await studio.JsonAsync("/studio/monitors/query.json"))["windows"]![0]!["file"]);
    }

    [Fact]
    public async Task Files_that_were_changed_at_the_same_moment_are_counted_together_and_that_is_said()
    {
        JsonNode page = await studio.JsonAsync("/studio/monitors/files.json?window=2026-03-04T00:00:00.123456Z&skip=1");
        Assert.Equal("day-3.csv", (string)page["column"]!["windowName"]!);
        Assert.Contains("counted together with day-2.csv", (string)page["column"]!["facts"]!.AsArray().Single(fact => (string)fact!["name"]! == "rows")!["note"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_query_and_the_column_of_times_are_shown()
    {
        (_, string page) = await studio.GetAsync("/studio/monitors/query");
        Assert.Contains("SELECT * FROM orders WHERE amount &lt; 1000", page, StringComparison.Ordinal);
        Assert.Contains("times are in &#x27;at&#x27;", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_not_behind_and_where_no_row_comes_the_alarm_says_so()
    {
        JsonNode[] items = [.. (await studio.JsonAsync("/studio.json"))["attention"]!.AsArray().Select(item => item!)];
        Assert.Equal(["waits has looked at no window yet."], items.Where(item => (string)item["word"]! == "Behind").Select(item => (string)item["text"]!));
        JsonNode silent = Assert.Single(items, item => ((string)item["text"]!).Contains("No row has come", StringComparison.Ordinal));
        Assert.Equal("Acknowledge it, or find out why no row comes.", (string)silent["next"]!);
        (_, string page) = await studio.GetAsync((string)silent["link"]!);
        Assert.Contains("It is about rows that have not come", page, StringComparison.Ordinal);
    }

    [GeneratedRegex("<a href=\"(?<link>[^\"]*window=[^\"#]*)#looks\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WindowLink();

    [GeneratedRegex("Looks at the window of [^<]*", RegexOptions.None, 1000)]
    private static partial Regex LooksTitle();
}
