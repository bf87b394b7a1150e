using System.Text;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Server.Telemetry;
using Modelyard.Server.Telemetry.Otlp;

namespace Modelyard.Server.Tests.Telemetry;

public sealed class OtlpTests : IDisposable
{
    private const string Body = """{"instances":[[5,"plus",true,"2021-06-01"],[6,"plus",true,"2021-06-01"]]}""";
    private const string Caller = "00f067aa0ba902b7";

    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-server-otlp-").FullName;

    public void Dispose() => ScratchFolder.Delete(_folder);

    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("grpc")]
    public async Task A_collector_receives_exactly_what_was_sent(string protocol)
    {
        await using OtlpCollector collector = await OtlpCollector.StartAsync(isGrpc: protocol == "grpc");
        await using ServerFixture server = await StartAsync(collector, variables: new() { ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol });
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(200, (await server.PostAsync("/invocations", Body)).Status);
        }

        Assert.Equal(400, (await server.PostAsync("/invocations", """{"instances":[["long","plus",true,null],["short","plus",true,null]]}""")).Status);
        await Poll.UntilAsync(() => collector.Last("modelyard.request.faults", ("code", "wrong_type")) == 2);
        await Poll.UntilAsync(() => collector.Spans.Count(span => span.Resource["service.instance.id"] == collector.Resource["service.instance.id"] && span.Name == "POST /invocations") == 6);
        await server.StopAsync();
        Assert.Equal(10, collector.Last("modelyard.prediction.rows", ("model", "churn")));
        Assert.Equal(0, collector.Last("modelyard.prediction.rows", ("model", "price")));
        Assert.Equal(5, collector.Last("modelyard.prediction.duration", ("model", "churn")));
        Assert.Equal(5, collector.Last("http.server.request.duration", ("http.route", "/invocations"), ("http.request.method", "POST"), ("http.response.status_code", "200")));
        Assert.Equal(1, collector.Last("http.server.request.duration", ("http.response.status_code", "400")));
        Assert.True(collector.Last("dotnet.process.memory.working_set") > 1e6);
    }

    [Fact]
    public async Task A_trace_follows_a_request_through_preparation_model_and_store()
    {
        await using OtlpCollector collector = await OtlpCollector.StartAsync();
        await using ServerFixture server = await StartAsync(collector, options => options with { Predictions = new PredictionLogStore(_folder) });
        string trace = await TraceAsync(server, Body);
        await Poll.UntilAsync(() => collector.Spans.Any(span => span.Trace == trace && span.Parent == Caller));
        OtlpSpan[] spans = [.. collector.Spans.Where(span => span.Trace == trace)];
        OtlpSpan request = Assert.Single(spans, span => span.Parent == Caller);
        Assert.Equal("POST /invocations", request.Name);
        Assert.Equal("200", request.Attributes["http.response.status_code"]);
        OtlpSpan[] parts = [.. spans.Where(span => span.Parent == request.Id)];
        Assert.Equal(["modelyard.log", "modelyard.predict", "modelyard.prepare", "modelyard.read"], parts.Select(span => span.Name).Order(StringComparer.Ordinal));
        Assert.All(parts, span => Assert.Equal("churn", span.Attributes["model"]));
        Assert.Equal("2", Assert.Single(parts, span => span.Name == "modelyard.predict").Attributes["modelyard.rows"]);
        Assert.Equal(5, spans.Length);
    }

    [Fact]
    public async Task What_the_server_logs_bears_the_trace_of_its_request()
    {
        string file = Path.Combine(_folder, "no folder");
        await File.WriteAllTextAsync(file, "");
        await using OtlpCollector collector = await OtlpCollector.StartAsync();
        await using ServerFixture server = await StartAsync(collector, options => options with { Predictions = new PredictionLogStore(file) });
        string trace = await TraceAsync(server, Body);
        await Poll.UntilAsync(() => collector.Logs.Count > 0 && collector.Spans.Any(span => span.Trace == trace && span.Name == "modelyard.log"));
        OtlpLog log = Assert.Single(collector.Logs, log => log.Body.StartsWith("Predictions are answered and not logged: ", StringComparison.Ordinal));
        Assert.Equal("Error", log.Severity);
        Assert.Equal(trace, log.Trace);
        Assert.Equal(Assert.Single(collector.Spans, span => span.Trace == trace && span.Name == "modelyard.log").Id, log.Span);
        Assert.Equal("modelyard", log.Resource["service.name"]);
    }

    [Fact]
    public async Task A_collector_that_was_away_has_all_when_it_is_back_and_every_series_in_its_order()
    {
        await using OtlpCollector collector = await OtlpCollector.StartAsync();
        await using ServerFixture server = await StartAsync(collector);
        List<string> traces = [];
        await AskAsync(5);
        await Poll.UntilAsync(() => collector.Last("modelyard.prediction.rows", ("model", "churn")) == 10);
        collector.IsBusy = true;
        await AskAsync(7);
        await Poll.UntilAsync(() => collector.Refused.Contains("/v1/traces") && collector.Refused.Contains("/v1/metrics"));
        await collector.GoAsync();
        await AskAsync(2);
        collector.IsBusy = false;
        await collector.ComeAsync();
        await Poll.UntilAsync(() => collector.Last("modelyard.prediction.rows", ("model", "churn")) == 28 && traces.TrueForAll(trace => collector.Spans.Any(span => span.Trace == trace && span.Parent == Caller)));
        IReadOnlyList<double> rows = collector.Values("modelyard.prediction.rows", ("model", "churn"));
        Assert.Equal(rows.Order(), rows);
        Assert.Equal(14, collector.Last("http.server.request.duration", ("http.route", "/invocations"), ("http.response.status_code", "200")));
        string[] arrived = [.. collector.Spans.Where(span => span.Parent == Caller && traces.Contains(span.Trace)).Select(span => span.Trace)];
        Assert.Equal(traces, arrived);

        async Task AskAsync(int times)
        {
            for (int i = 0; i < times; i++)
            {
                traces.Add(await TraceAsync(server, Body));
            }
        }
    }

    [Fact]
    public async Task A_server_that_nobody_traces_makes_no_spans_for_the_collector_of_another()
    {
        await using OtlpCollector collector = await OtlpCollector.StartAsync();
        await using ServerFixture traced = await StartAsync(collector);
        await using ServerFixture other = await ServerFixture.StartAsync();
        Assert.False(other.Telemetry.Trace.Source.HasListeners());
        string unwanted = await TraceAsync(other, Body), wanted = await TraceAsync(traced, Body);
        await traced.StopAsync();
        await Poll.UntilAsync(() => collector.Spans.Any(span => span.Trace == wanted && span.Parent == Caller));
        Assert.DoesNotContain(collector.Spans, span => span.Trace == unwanted);
    }

    [Fact]
    public async Task That_nothing_gets_to_the_collector_is_told_without_a_trace_of_the_stack()
    {
        var log = new KeptLog<OtlpFaults>();
        using var faults = new OtlpFaults(log);
        OtlpCollector collector = await OtlpCollector.StartAsync();
        await collector.DisposeAsync();
        await using ServerFixture server = await StartAsync(collector, variables: new() { ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "300" });
        await Poll.UntilAsync(() => !log.Lines.IsEmpty);
        string line = Assert.Single(log.Lines);
        Assert.Contains($":{collector.Address.Port}", line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("will not be sent", line, StringComparison.Ordinal);
        Assert.Contains("tried again", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_resource_is_that_of_unified_tagging_and_options_come_first()
    {
        await using OtlpCollector collector = await OtlpCollector.StartAsync();
        await using ServerFixture server = await StartAsync(collector, options => options with { Telemetry = options.Telemetry with { Version = "2.1" } }, new()
        {
            ["DD_ENV"] = "staging",
            ["DD_SERVICE"] = "churn-api",
            ["DD_VERSION"] = "1.0",
            ["DD_TAGS"] = "team:growth,region:eu:1",
            ["OTEL_SERVICE_NAME"] = "other",
            ["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment.name=test,k8s.pod.name=pod%201",
            ["OTEL_EXPORTER_OTLP_HEADERS"] = "api-key=secret",
        });
        await Poll.UntilAsync(() => collector.Values("process.uptime").Count > 0);
        IReadOnlyDictionary<string, string> resource = collector.Resource;
        Assert.Equal("churn-api", resource["service.name"]);
        Assert.Equal("2.1", resource["service.version"]);
        Assert.Equal("staging", resource["deployment.environment.name"]);
        Assert.Equal("staging", resource["deployment.environment"]);
        Assert.Equal("growth", resource["team"]);
        Assert.Equal("eu:1", resource["region"]);
        Assert.Equal("pod 1", resource["k8s.pod.name"]);
        Assert.NotEmpty(resource["service.instance.id"]);
        Assert.Equal("secret", collector.Headers["api-key"]);
    }

    [Theory]
    [InlineData("", "", "")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318", "metrics traces logs", "http/protobuf")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317", "metrics traces logs", "grpc")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317;OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "metrics traces logs", "http/protobuf")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318;OTEL_LOGS_EXPORTER=none", "metrics traces", "http/protobuf")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318;OTEL_SDK_DISABLED=true", "", "http/protobuf")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://c:4318/v1/traces", "traces", "")]
    public void Signals_are_sent_where_the_variables_say_so(string variables, string signals, string protocol)
    {
        var settings = new OtlpSettings(new TelemetryOptions { Variables = Read(variables) });
        string[] sent = [.. new[] { (settings.HasMetrics, "metrics"), (settings.HasTraces, "traces"), (settings.HasLogs, "logs") }.Where(signal => signal.Item1).Select(signal => signal.Item2)];
        Assert.Equal(signals, string.Join(' ', sent));
        Assert.Equal(protocol, settings.Values.GetValueOrDefault("OTEL_EXPORTER_OTLP_PROTOCOL") ?? "");
    }

    [Theory]
    [InlineData("localhost:4318")]
    [InlineData("ftp://c")]
    [InlineData("/v1")]
    public void An_address_that_is_none_is_refused(string address)
    {
        var fault = Assert.Throws<ModelyardException>(() => new OtlpSettings(new TelemetryOptions { Variables = Read($"OTEL_EXPORTER_OTLP_ENDPOINT={address}") }));
        Assert.Contains($"'{address}'", fault.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Read(string variables) =>
        variables.Split(';', StringSplitOptions.RemoveEmptyEntries).ToDictionary(one => one[..one.IndexOf('=', StringComparison.Ordinal)], one => one[(one.IndexOf('=', StringComparison.Ordinal) + 1)..], StringComparer.Ordinal);

    private static Task<ServerFixture> StartAsync(OtlpCollector collector, Func<ModelServerOptions, ModelServerOptions>? change = null, Dictionary<string, string>? variables = null)
    {
        Dictionary<string, string> all = variables ?? [];
        all["OTEL_METRIC_EXPORT_INTERVAL"] = "100";
        all["OTEL_BSP_SCHEDULE_DELAY"] = "50";
        all["OTEL_BLRP_SCHEDULE_DELAY"] = "50";
        return ServerFixture.StartAsync(options =>
        {
            ModelServerOptions own = options with { Telemetry = new TelemetryOptions { Otlp = collector.Address, Variables = all } };
            return change?.Invoke(own) ?? own;
        });
    }

    /// <summary>Asks as a caller who traces.</summary>
    /// <returns>The caller's trace.</returns>
    private static async Task<string> TraceAsync(ServerFixture server, string body)
    {
        string trace = Guid.NewGuid().ToString("N");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/invocations") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("traceparent", $"00-{trace}-{Caller}-01");
        using HttpResponseMessage answer = await server.Client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return trace;
    }
}
