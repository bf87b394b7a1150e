using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Persistence;
using Modelyard.Server.Tests.Protocol;

namespace Modelyard.Server.Tests.Telemetry;

public sealed class MetricsTests : IDisposable
{
    private const string Row = """[5,"plus",true,"2021-06-01"]""";
    private const string MissingRow = """[null,"plus",true,"2021-06-01"]""";
    private const string UnknownRow = """[5,"new",true,"2021-06-01"]""";

    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-server-metrics-").FullName;

    public void Dispose() => ScratchFolder.Delete(_folder);

    [Fact]
    public async Task What_was_sent_is_what_is_counted()
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        string version = await VersionAsync(server);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(200, (await server.PostAsync("/invocations", $$"""{"instances":[{{Row}},{{MissingRow}},{{UnknownRow}},{{UnknownRow}}]}""")).Status);
        }

        Assert.Equal(200, (await server.PostAsync("/v2/models/price/infer", """{"inputs":[{"name":"input","shape":[2,3],"datatype":"FP64","data":[1,2,3,4,5,6]}]}""")).Status);
        Assert.Equal(400, (await server.PostAsync("/invocations", """{"instances":[["long","plus",true,null],["short","plus",true,null]]}""")).Status);
        Assert.Equal(404, (await server.PostAsync("/v2/models/none/infer", "{}")).Status);

        PrometheusSamples samples = await PrometheusSamples.ReadAsync(server);
        string churn = $$"""{model="churn",model_version="{{version}}"}""";
        Assert.Equal(12, samples["modelyard_prediction_rows_total" + churn]);
        Assert.Equal(3, samples["modelyard_prediction_rows_with_missing_total" + churn]);
        Assert.Equal(6, samples["modelyard_prediction_rows_with_unknown_total" + churn]);
        Assert.Equal(3, samples["modelyard_prediction_duration_seconds_count" + churn]);
        Assert.Equal(1, samples["modelyard_model_served" + churn]);
        Assert.Equal(0, samples["modelyard_model_behind" + churn]);
        Assert.Equal(2, samples["""modelyard_request_faults_total{code="wrong_type"}"""]);
        Assert.Equal(1, samples["""modelyard_request_faults_total{code="unknown_model"}"""]);
        Assert.Equal(3, samples[Requests("POST", 200, "/invocations")]);
        Assert.Equal(1, samples[Requests("POST", 400, "/invocations")]);
        Assert.Equal(1, samples[Requests("POST", 200, "/v2/models/{name}/infer")]);
        Assert.Equal(1, samples[Requests("POST", 404, "/v2/models/{name}/infer")]);

        // The scrape is itself the only request at hand.
        Assert.Equal(1, samples["http_server_active_requests"]);
        Assert.True(samples["modelyard_memory_limit_bytes"] > 0);
        Assert.True(samples["dotnet_process_memory_working_set_bytes"] > 1e6);
        Assert.Contains("dotnet_gc_pause_time_seconds_total", samples.Series);
        Assert.Contains("dotnet_thread_pool_thread_count", samples.Series);
        Assert.Equal("counter", samples.Types["modelyard_prediction_rows_total"]);
        Assert.Equal("histogram", samples.Types["http_server_request_duration_seconds"]);
        Assert.Equal("gauge", samples.Types["process_uptime_seconds"]);
    }

    [Fact]
    public async Task Buckets_are_cumulative_and_end_with_all()
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        for (int i = 0; i < 20; i++)
        {
            await server.PostAsync("/invocations", $$"""{"instances":[{{Row}}]}""");
        }

        PrometheusSamples samples = await PrometheusSamples.ReadAsync(server);
        const string Labels = """http_request_method="POST",http_response_status_code="200",http_route="/invocations",url_scheme="http",le=""";
        double[] buckets = [.. samples.Series.Where(series => series.StartsWith("http_server_request_duration_seconds_bucket{" + Labels, StringComparison.Ordinal)).Select(series => samples[series])];
        Assert.Equal(15, buckets.Length);
        Assert.Equal(buckets.Order(), buckets);
        Assert.Equal(20, samples["http_server_request_duration_seconds_bucket{" + Labels + "\"+Inf\"}"]);
        Assert.Equal(20, samples["http_server_request_duration_seconds_bucket{" + Labels + "\"10.0\"}"]);
        Assert.InRange(samples["http_server_request_duration_seconds_sum{" + Labels[..^",le=".Length] + "}"], 1e-6, 60);
    }

    [Fact]
    public async Task What_callers_invent_makes_no_new_series()
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        for (int i = 0; i < 50; i++)
        {
            (await server.Client.GetAsync($"/nothing/{i}")).Dispose();
            (await server.Client.GetAsync($"/v2/models/none{i}")).Dispose();
            using var strange = new HttpRequestMessage(new HttpMethod($"METHOD{i}"), "/ping");
            (await server.Client.SendAsync(strange)).Dispose();
        }

        PrometheusSamples samples = await PrometheusSamples.ReadAsync(server);
        string[] counts = [.. samples.Series.Where(series => series.StartsWith("http_server_request_duration_seconds_count", StringComparison.Ordinal))];
        Assert.Equal(3, counts.Length);
        Assert.Equal(50, samples["""http_server_request_duration_seconds_count{http_request_method="GET",http_response_status_code="404",url_scheme="http"}"""]);
        Assert.Equal(50, samples[Requests("GET", 404, "/v2/models/{name}")]);
        Assert.Equal(50, samples["""http_server_request_duration_seconds_count{http_request_method="_OTHER",http_response_status_code="405",url_scheme="http"}"""]);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_no_success()
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        using (var leaver = new TcpClient())
        {
            await leaver.ConnectAsync(IPAddress.Loopback, server.Port);
            await leaver.GetStream().WriteAsync("POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"u8.ToArray());
            await Poll.UntilAsync(() => ActiveOf(server) == 1);
            leaver.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        await Poll.UntilAsync(() => ActiveOf(server) == 0);
        PrometheusSamples samples = await PrometheusSamples.ReadAsync(server);

        // Whether its end is seen as a fault of the body or as that of the connection is a matter of what comes first.
        string[] seen = [.. samples.Series.Where(series => series == Requests("POST", 400, "/invocations") || series == Requests("POST", 499, "/invocations"))];
        Assert.Equal(1, samples[Assert.Single(seen)]);
        Assert.DoesNotContain(Requests("POST", 200, "/invocations"), samples.Series);
    }

    [Theory]
    [InlineData("a \"b\" \\ c\nd", """a \"b\" \\ c\nd""")]
    [InlineData("größer, {x}=1", "größer, {x}=1")]
    [InlineData("a\\nb", """a\\nb""")]
    public async Task Names_of_models_are_escaped(string name, string expected)
    {
        await using ServerFixture server = await MadeModel.Start(MadeModel.Make(new Linear.Ridge()) with { Name = name });
        await server.PostAsync("/invocations", """{"instances":[[1,2]]}""");
        Assert.Equal(1, (await PrometheusSamples.ReadAsync(server))[$$"""modelyard_prediction_rows_total{model="{{expected}}",model_version="1"}"""]);
    }

    [Fact]
    public async Task The_log_says_what_it_keeps_and_what_it_leaves_out()
    {
        await using ServerFixture server = await ServerFixture.StartAsync(options => options with { Predictions = new PredictionLogStore(_folder), PredictionOptions = new PredictionLogOptions { Share = 0.5 } });
        string churn = $$"""{model="churn",model_version="{{await VersionAsync(server)}}"}""";
        for (int i = 0; i < 40; i++)
        {
            await server.PostAsync("/invocations", $$"""{"instances":[{{Row}},{{Row}}]}""");
        }

        await server.PostAsync("/models/churn/feedback", """{"labels":[{"request":"a","label":"yes"},{"request":"b","label":"no"}]}""");
        PrometheusSamples samples = await PrometheusSamples.ReadAsync(server);
        double kept = samples["modelyard_log_predictions_total" + churn];
        Assert.InRange(kept, 2, 78);
        Assert.Equal(80, kept + samples["modelyard_log_sampled_out_total" + churn]);
        Assert.Equal(2, samples["modelyard_log_labels_total" + churn]);
        Assert.Equal(0, samples["modelyard_log_failures_total" + churn]);
        using PredictionLog log = new PredictionLogStore(_folder).Open("churn", new PredictionLogOptions());
        Assert.Equal(kept, log.Read().RowCount);
    }

    [Fact]
    public async Task A_server_that_must_log_answers_nothing_that_it_has_not_logged()
    {
        string file = Path.Combine(_folder, "no folder either");
        await File.WriteAllTextAsync(file, "");
        await using ServerFixture server = await ServerFixture.StartAsync(options => options with { Predictions = new PredictionLogStore(file), RequireLog = true });
        (int status, JsonNode answer) = await server.PostAsync("/invocations", $$"""{"instances":[{{Row}}]}""");
        Assert.Equal(503, status);
        Assert.Equal("not_logged", (string)answer["errors"]![0]!["code"]!);
        Assert.Null(answer["predictions"]);
    }

    [Fact]
    public async Task A_log_that_cannot_be_written_is_counted()
    {
        string file = Path.Combine(_folder, "no folder");
        await File.WriteAllTextAsync(file, "");
        await using ServerFixture server = await ServerFixture.StartAsync(options => options with { Predictions = new PredictionLogStore(file) });
        string churn = $$"""{model="churn",model_version="{{await VersionAsync(server)}}"}""";
        Assert.Equal(200, (await server.PostAsync("/invocations", $$"""{"instances":[{{Row}}]}""")).Status);
        PrometheusSamples samples = await PrometheusSamples.ReadAsync(server);
        Assert.Equal(1, samples["modelyard_log_failures_total" + churn]);
        Assert.Equal(0, samples["modelyard_log_predictions_total" + churn]);
    }

    [Fact]
    public async Task What_was_counted_of_a_version_stays_when_another_is_served()
    {
        await using ServerFixture server = await ServerFixture.StartAsync(options => options with { PollInterval = TimeSpan.FromMilliseconds(20) });
        string first = await VersionAsync(server);
        await server.PostAsync("/invocations", $$"""{"instances":[{{Row}}]}""");
        ModelFile.Write(ServerFixture.MakeChurn(2), server.ChurnFile);
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await VersionAsync(server) == first)
        {
            await Task.Delay(10, time.Token);
        }

        string second = await VersionAsync(server);
        PrometheusSamples samples = await PrometheusSamples.ReadAsync(server);
        Assert.Equal(1, samples[$$"""modelyard_prediction_rows_total{model="churn",model_version="{{first}}"}"""]);
        Assert.Equal(0, samples[$$"""modelyard_prediction_rows_total{model="churn",model_version="{{second}}"}"""]);
        Assert.Equal(1, samples[$$"""modelyard_model_served{model="churn",model_version="{{second}}"}"""]);
        Assert.DoesNotContain($$"""modelyard_model_served{model="churn",model_version="{{first}}"}""", samples.Series);
    }

    [Fact]
    public async Task A_gauge_that_is_added_later_is_there_and_one_that_fails_takes_no_other_with_it()
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        server.Telemetry.Meter.AddGauge("modelyard.drift.effect", "1", "How far a column has drifted.", () => [new(0.25, new KeyValuePair<string, object?>("column", "te\"nure"))]);
        server.Telemetry.Meter.AddGauge("modelyard.drift.broken", "1", "It fails.", () => throw new InvalidOperationException("It fails."));
        PrometheusSamples samples = await PrometheusSamples.ReadAsync(server);
        Assert.Equal(0.25, samples["""modelyard_drift_effect_ratio{column="te\"nure"}"""]);
        Assert.Contains("process_uptime_seconds", samples.Series);
        Assert.DoesNotContain("modelyard_drift_broken_ratio", samples.Series);
    }

    [Fact]
    public async Task Who_accepts_OpenMetrics_gets_it()
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        await server.PostAsync("/invocations", $$"""{"instances":[{{Row}}]}""");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("application/openmetrics-text; version=1.0.0"));
        using HttpResponseMessage answer = await server.Client.SendAsync(request);
        Assert.Equal("application/openmetrics-text; version=1.0.0; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        string text = await answer.Content.ReadAsStringAsync();
        Assert.EndsWith("\n# EOF\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE modelyard_prediction_rows counter\nmodelyard_prediction_rows_total{", text, StringComparison.Ordinal);
        Assert.Contains("# UNIT http_server_request_duration_seconds seconds\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_ask_for_the_token_as_other_routes_do_and_say_the_type_of_their_text()
    {
        await using ServerFixture server = await ServerFixture.StartAsync(options => options with { Token = "secret" });
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Client.GetAsync("/metrics")).StatusCode);
        server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "secret");
        using HttpResponseMessage answer = await server.Client.GetAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        PrometheusSamples samples = PrometheusSamples.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(1, samples["""modelyard_request_faults_total{code="unauthorized"}"""]);
        Assert.Equal(1, samples[Requests("GET", 401, "/metrics")]);
    }

    [Fact]
    public async Task Two_servers_of_one_process_count_each_for_itself()
    {
        await using ServerFixture first = await ServerFixture.StartAsync();
        await using ServerFixture second = await ServerFixture.StartAsync();
        await first.PostAsync("/invocations", $$"""{"instances":[{{Row}}]}""");
        string churn = $$"""{model="churn",model_version="{{await VersionAsync(first)}}"}""";
        Assert.Equal(1, (await PrometheusSamples.ReadAsync(first))["modelyard_prediction_rows_total" + churn]);
        Assert.Equal(0, (await PrometheusSamples.ReadAsync(second))["modelyard_prediction_rows_total" + churn]);
    }

    private static double ActiveOf(ServerFixture server) => server.Metrics.Collect().Single(family => family.Name == "http.server.active_requests").Points[0].Value;

    private static string Requests(string method, int status, string route) =>
        $$"""http_server_request_duration_seconds_count{http_request_method="{{method}}",http_response_status_code="{{status}}",http_route="{{route}}",url_scheme="http"}""";

    private static async Task<string> VersionAsync(ServerFixture server) => (string)(await server.GetAsync("/v2/models/churn"))["versions"]![0]!;
}
