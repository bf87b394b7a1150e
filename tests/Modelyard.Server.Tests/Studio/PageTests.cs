using System.Text.Json.Nodes;

namespace Modelyard.Server.Tests.Studio;

public sealed class PageTests(StudioFixture studio) : IClassFixture<StudioFixture>
{
    public static TheoryData<string> Paths => new(
        "/studio", "/studio/models", "/studio/models/churn", "/studio/models/churn/versions/2", "/studio/models/churn/try", "/studio/models/churn/traffic", "/studio/monitors", "/studio/monitors/daily", "/studio/alarms", "/studio/alarms/1", "/studio/runs",
        "/studio/runs/RUN", "/studio/data", "/studio/monitors/daily/rules", "/studio/settings");

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_page_has_a_heading_and_a_policy_that_runs_nothing_but_our_files(string path)
    {
        using HttpResponseMessage answer = await studio.Client.GetAsync(Real(path));
        string page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        Assert.Single(page.Split("<h1>").Skip(1));
        string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("style-src 'unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", page, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_page_has_a_twin_in_JSON(string path) => Assert.IsType<JsonObject>(await studio.JsonAsync(Real(path) + ".json"));

    [Theory]
    [InlineData("/studio/models", "models")]
    [InlineData("/studio/models/churn", "versions")]
    [InlineData("/studio/monitors", "monitors")]
    [InlineData("/studio/alarms", "alarms")]
    [InlineData("/studio/runs", "runs")]
    [InlineData("/studio/data", "files")]
    public async Task The_twin_of_a_list_says_how_many_there_are(string path, string list)
    {
        JsonNode page = await studio.JsonAsync(path + ".json");
        Assert.Equal((long)page[list]!.AsArray().Count, (long)page["paging"]!["total"]!);
        Assert.Null((await studio.JsonAsync("/studio.json"))["paging"]);
    }

    [Theory]
    [InlineData("/studio.csv?table=latest", "run,name,kind,status,started,duration,estimator,metric,score,data")]
    [InlineData("/studio/models.csv", "model,predicts,champion,newest,state,estimator,metric,score,versions,registered")]
    [InlineData("/studio/models/churn.csv?table=scores", "at,roc-auc,\"roc-auc, low\",\"roc-auc, high\"")]
    [InlineData("/studio/models/churn/versions/2.csv?table=inputs", "input,kind,missing,minimum,mean,maximum,deviation,levels")]
    [InlineData("/studio/monitors.csv", "monitor,model,state,what,window,rows,drifted,p,level,reference")]
    [InlineData("/studio/monitors/daily.csv?table=effects", "at,")]
    [InlineData("/studio/alarms.csv", "alarm,what,monitor,state,severity,since,until,windows,note")]
    [InlineData("/studio/alarms/1.csv?table=columns", "column,since,windows,effect,p,missing,what")]
    [InlineData("/studio/runs.csv", "run,name,kind,status,started,duration,estimator,metric,score,data")]
    [InlineData("/studio/runs/RUN.csv?table=progress-1", "at,loss")]
    [InlineData("/studio/data.csv", "file,rows,runs,last,digest,path")]
    public async Task A_table_is_exported(string path, string header)
    {
        (int status, string csv) = await studio.GetAsync(Real(path));
        Assert.Equal(200, status);
        Assert.StartsWith(header, csv, StringComparison.Ordinal);
        Assert.True(csv.Trim().Split('\n').Length > 1, "The table has no row.");
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_hostile_text_is_shown_as_text(string path)
    {
        (_, string page) = await studio.GetAsync(Real(path));
        Assert.DoesNotContain("<script>", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img src=x", page, StringComparison.OrdinalIgnoreCase);
        (_, string json) = await studio.GetAsync(Real(path) + ".json");
        Assert.DoesNotContain("<script>", json, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Hostile_texts_are_there_all_the_same()
    {
        (_, string page) = await studio.GetAsync("/studio/runs");
        Assert.Contains("&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.Contains(MadeYard.Script, (await studio.JsonAsync("/studio/runs.json"))["runs"]!.AsArray().Select(run => (string)run!["name"]!));
        (_, string card) = await studio.GetAsync("/studio/models/churn/versions/1");
        Assert.Contains("&lt;script&gt;", card, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/studio/models?sort=nothing", "must be one of")]
    [InlineData("/studio/models?page=0", "must be a whole number from 1")]
    [InlineData("/studio/models?order=up&sort=model", "&#x27;ascending&#x27;, &#x27;descending&#x27;")]
    [InlineData("/studio/alarms?state=loud", "&#x27;acknowledged&#x27;")]
    [InlineData("/studio/monitors/daily?last=many", "must be a whole number from 1 to 1000")]
    [InlineData("/studio/monitors/daily?window=yesterday", "must be a date")]
    [InlineData("/studio/monitors/daily?column=nothing", "It has &#x27;x&#x27;")]
    [InlineData("/studio/runs/compare?ids=one", "must name 2 to")]
    [InlineData("/studio/runs?sort=metric", "say which")]
    public async Task A_query_that_cannot_be_read_is_told_what_to_mend(string path, string told)
    {
        (int status, string page) = await studio.GetAsync(path);
        Assert.Equal(400, status);
        Assert.Contains(told, page, StringComparison.Ordinal);
        using HttpResponseMessage twin = await studio.Client.GetAsync(path.Replace("?", ".json?", StringComparison.Ordinal));
        Assert.Equal(400, (int)twin.StatusCode);
        Assert.Equal("application/problem+json", twin.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("/studio/models/chrun", "The nearest is &#x27;churn&#x27;")]
    [InlineData("/studio/models/churn/versions/9", "its newest is &#x27;2&#x27;")]
    [InlineData("/studio/monitors/none", "There is &#x27;daily&#x27;")]
    [InlineData("/studio/alarms/77", "There is no alarm")]
    [InlineData("/studio/runs/compare?ids=none,neither", "There is no run")]
    [InlineData("/studio/alarms/first", "alarms have numbers")]
    [InlineData("/studio/runs/zzzz", "There is no run")]
    [InlineData("/studio/nowhere/at/all", "The studio has Home")]
    public async Task What_is_not_there_says_what_is(string path, string told)
    {
        (int status, string page) = await studio.GetAsync(path);
        Assert.Equal(404, status);
        Assert.Contains(told, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_are_sorted_and_searched_by_the_address()
    {
        JsonArray rising = (await studio.JsonAsync("/studio/models/churn.json?sort=score&order=ascending"))["versions"]!.AsArray();
        Assert.Equal([1, 2], rising.Select(version => (int)version!["version"]!));
        JsonArray falling = (await studio.JsonAsync("/studio/models/churn.json?sort=score&order=descending"))["versions"]!.AsArray();
        Assert.Equal([2, 1], falling.Select(version => (int)version!["version"]!));
        Assert.Empty((await studio.JsonAsync("/studio/models.json?q=price"))["models"]!.AsArray());
        Assert.Single((await studio.JsonAsync("/studio/runs.json?q=SECOND"))["runs"]!.AsArray());
        JsonArray byMetric = (await studio.JsonAsync("/studio/runs.json?sort=metric&metric=test/roc-auc&order=ascending"))["runs"]!.AsArray();
        Assert.Equal([0.7, 0.8], byMetric.Select(run => (double)run!["score"]!));
    }

    [Fact]
    public async Task Home_lists_what_needs_attention_the_most_pressing_first()
    {
        JsonArray items = (await studio.JsonAsync("/studio.json"))["attention"]!.AsArray();
        string[] words = [.. items.Select(item => (string)item!["word"]!)];
        Assert.Contains("Alarm 1", words);
        Assert.Contains("Run failed", words);
        Assert.Contains("Waits", words);
        Assert.True(Array.IndexOf(words, "Waits") > Array.IndexOf(words, "Alarm 1"));
    }

    [Fact]
    public async Task Runs_are_compared_by_what_differs()
    {
        string ids = string.Join(',', (await studio.JsonAsync("/studio/runs.json"))["runs"]!.AsArray().Select(run => (string)run!["run"]!));
        JsonNode page = await studio.JsonAsync($"/studio/runs/compare.json?ids={ids}");
        Assert.Contains("rate", page["differences"]!.AsArray().Select(one => (string)one!["name"]!));
        Assert.Equal(["rate", "loss", "test/roc-auc"], page["axes"]!["x"]!["categories"]!.AsArray().Select(one => (string)one!));
    }

    [Fact]
    public async Task A_monitor_shows_then_and_now_of_the_column_that_moved()
    {
        JsonNode page = await studio.JsonAsync("/studio/monitors/daily.json");
        Assert.Equal("x", (string)page["column"]!["name"]!);
        JsonArray series = page["column"]!["chart"]!["series"]!.AsArray();
        Assert.All(series, one => Assert.Equal(1, one!["values"]!.AsArray().Sum(value => (double)value!), 9));
        Assert.Contains(true, page["effects"]!["series"]![0]!["marked"]!.AsArray().Select(one => (bool)one!));
    }

    [Fact]
    public async Task A_report_is_shown_in_a_sandbox()
    {
        using HttpResponseMessage answer = await studio.Client.GetAsync($"/studio/runs/{studio.FirstRun}/artifacts/report.html");
        Assert.Equal(200, (int)answer.StatusCode);
        string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("sandbox", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script", policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task What_pages_load_is_compressed_and_kept_for_ever(string encoding)
    {
        (_, string page) = await studio.GetAsync("/studio");
        string path = page.Split("src=\"").Select(part => part.Split('"')[0]).First(one => one.Contains("studio.", StringComparison.Ordinal) && one.EndsWith(".js", StringComparison.Ordinal));
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept-Encoding", encoding);
        using HttpResponseMessage answer = await studio.Client.SendAsync(request);
        Assert.Equal([encoding], answer.Content.Headers.ContentEncoding);
        Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.True(answer.Content.Headers.ContentLength < 10_000);
    }

    [Theory]
    [InlineData("text/html,application/xhtml+xml", 303)]
    [InlineData("*/*", 200)]
    public async Task A_browser_is_led_to_the_studio(string accept, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using HttpResponseMessage answer = await studio.Client.SendAsync(request);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    private string Real(string path) => path.Replace("RUN", studio.FirstRun, StringComparison.Ordinal);
}
