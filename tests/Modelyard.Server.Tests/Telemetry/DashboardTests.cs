using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Server.Tests.Watching;
using Modelyard.Server.Telemetry;
using Modelyard.Server.Telemetry.Collecting;
using Modelyard.Server.Telemetry.Dogstatsd;

namespace Modelyard.Server.Tests.Telemetry;

public sealed partial class DashboardTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-dashboards-").FullName;

    public void Dispose() => ScratchFolder.Delete(_folder);

    [Fact]
    public async Task Grafana_asks_only_for_what_Prometheus_finds()
    {
        await using ServerFixture server = await StartAsync();
        string text = await server.Client.GetStringAsync("/metrics");
        PrometheusSamples samples = PrometheusSamples.Parse(text);
        HashSet<string> names = [.. samples.Series.Select(series => series.Split('{')[0])];
        string[] queries = [.. Read("grafana.json", "expr")];
        Assert.True(queries.Length > 20);
        Assert.All(queries, query =>
        {
            Assert.NotEmpty(PrometheusMetric().Matches(query));
            Assert.All(PrometheusMetric().Matches(query), metric => Assert.Contains(metric.Groups["it"].Value, names));
            Assert.All(Grouping().Matches(query).SelectMany(by => by.Groups["it"].Value.Split(", ")), label => Assert.Contains($"{label}=\"", text + "instance=\"", StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task Datadog_asks_only_for_what_DogStatsD_receives()
    {
        await using ServerFixture server = await StartAsync();
        IReadOnlyList<MetricFamily> families = server.Metrics.Collect();
        string[] lines = [.. new DogstatsdLines(new ServiceIdentity(new TelemetryOptions())).Due(families).Select(line => line.Text)];
        HashSet<string> names = [.. lines.Select(line => line.Split(':')[0]), .. families.Where(family => family.Kind != MetricKind.Histogram).Select(family => family.Name)];
        string[] queries = [.. Read("datadog.json", "query")];
        Assert.True(queries.Length > 20);
        Assert.All(queries, query =>
        {
            Assert.Contains(Assert.Single(DatadogMetric().Matches(query)).Groups["it"].Value, names);
            Assert.All(DatadogGrouping().Matches(query).SelectMany(by => by.Groups["it"].Value.Split(',')), tag => Assert.Contains(lines, line => line.Contains($",{tag}:", StringComparison.Ordinal)));
        });
    }

    [Fact]
    public async Task The_page_names_all_metrics_of_the_server_and_no_other()
    {
        await using ServerFixture server = await StartAsync();
        string[] named = [.. Checkout.Read("docs/telemetry.md").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).SelectMany(line => OwnMetric().Matches(line.Split(" | ")[0])).Select(match => match.Groups["it"].Value)];
        Assert.Equal(server.Metrics.Collect().Select(family => family.Name).Where(name => !name.StartsWith("dotnet.", StringComparison.Ordinal)), named.Order(StringComparer.Ordinal));
    }

    private async Task<ServerFixture> StartAsync()
    {
        string watched = Path.Combine(_folder, "yard");
        WatchedYard.Make(watched);
        ServerFixture server = await ServerFixture.StartAsync(options => options with { Predictions = new PredictionLogStore(_folder), Watch = watched });
        await Poll.UntilAsync(() => server.Metrics.Collect().Any(family => family.Name == "modelyard.drift.effect"));
        await server.PostAsync("/invocations", """{"instances":[[5,"plus",true,null]]}""");
        await server.PostAsync("/invocations", "{");
        GC.Collect();
        return server;
    }

    /// <summary>Reads all values of a property, wherever it is in a dashboard.</summary>
    private static IEnumerable<string> Read(string file, string property) => Find(JsonNode.Parse(Checkout.Read($"examples/dashboards/{file}")), property);

    private static IEnumerable<string> Find(JsonNode? node, string property) => node switch
    {
        JsonObject all => all.SelectMany(one => one.Key == property && one.Value is JsonValue value ? [value.GetValue<string>()] : Find(one.Value, property)),
        JsonArray all => all.SelectMany(one => Find(one, property)),
        _ => [],
    };

    [GeneratedRegex(@"(?<it>[a-z_][a-z0-9_]*)\{", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex PrometheusMetric();

    [GeneratedRegex("`(?<it>(http|modelyard|process)[a-z_.]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex OwnMetric();

    [GeneratedRegex(@"by \((?<it>[^)]*)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Grouping();

    [GeneratedRegex(@"(sum|avg|min|max):(?<it>[a-z0-9_.]+)\{", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex DatadogMetric();

    [GeneratedRegex(@"by \{(?<it>[^}]*)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex DatadogGrouping();
}
