using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Modelyard.Server.Telemetry;
using Modelyard.Server.Telemetry.Collecting;
using Modelyard.Server.Telemetry.Dogstatsd;
using Modelyard.Server.Tests.Protocol;

namespace Modelyard.Server.Tests.Telemetry;

public sealed partial class DogstatsdTests : IDisposable
{
    private const string Body = """{"instances":[[5,"plus",true,"2021-06-01"],[6,"plus",true,"2021-06-01"]]}""";
    private const string Faulty = """{"instances":[["long","plus",true,null],["short","plus",true,null]]}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-dogstatsd-").FullName;

    public void Dispose() => ScratchFolder.Delete(_folder);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_socket_receives_exactly_what_was_sent_though_it_was_away(bool isUnix)
    {
        await using var agent = new DogstatsdAgent(isUnix ? new UnixDomainSocketEndPoint(Path.Combine(_folder, "dsd.socket")) : new IPEndPoint(IPAddress.Loopback, 0));
        await using (ServerFixture server = await StartAsync(agent.Address))
        {
            await AskAsync(server, 5);
            await Poll.UntilAsync(() => agent.Values("modelyard.prediction.rows", 'c', "model:churn").Sum() == 10);
            await agent.GoAsync();
            await AskAsync(server, 4);
            double uptime = agent.Values("process.uptime", 'g').Last();

            // Several sendings find nobody.
            await Poll.UntilAsync(() => UptimeOf(server) > uptime + 0.3);
            agent.Come();
            await AskAsync(server, 3);
            Assert.Equal(400, (await server.PostAsync("/invocations", Faulty)).Status);
            await server.StopAsync();
        }

        await Poll.UntilAsync(() => agent.Values("modelyard.request.faults", 'c', "code:wrong_type").Sum() == 2);
        Assert.Equal(24, agent.Values("modelyard.prediction.rows", 'c', "model:churn", "env:test", "service:churn-api", "version:3").Sum());
        Assert.Equal(12, agent.Values("modelyard.prediction.duration.count", 'c', "model:churn").Sum());
        Assert.Equal(12, agent.Values("http.server.request.duration.count", 'c', "http.route:/invocations", "http.response.status_code:200").Sum());
        Assert.Equal(1, agent.Values("http.server.request.duration.count", 'c', "http.route:/invocations", "http.response.status_code:400").Sum());
        Assert.True(agent.Values("http.server.request.duration.sum", 'c', "http.response.status_code:200").Sum() > 0);
        Assert.All(agent.Values("modelyard.prediction.rows", 'c'), value => Assert.True(value > 0));
        double[] uptimes = [.. agent.Values("process.uptime", 'g')];
        Assert.Equal(uptimes.Order(), uptimes);
        Assert.All(agent.Packets, packet => Assert.InRange(Encoding.UTF8.GetByteCount(packet), 1, isUnix ? 8192 : 1432));
        Assert.All(agent.Lines, line => Assert.Matches(Line(), line));
    }

    [Fact]
    public async Task An_agent_that_was_never_there_holds_nothing_up()
    {
        using var free = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        free.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)free.LocalEndPoint!).Port;
        free.Dispose();
        foreach (string address in new[] { $"udp://127.0.0.1:{port}", "unix:///no/such/socket", $"unix:///{new string('a', 300)}", "udp://no-such-host.invalid:8125" })
        {
            await using ServerFixture server = await StartAsync(address);
            await AskAsync(server, 3);
            await server.StopAsync();
        }
    }

    [Fact]
    public async Task Tags_have_no_sign_that_would_end_them()
    {
        await using var agent = new DogstatsdAgent(new IPEndPoint(IPAddress.Loopback, 0));
        await using ServerFixture server = await ServerFixture.StartAsync(options => options with
        {
            Models = ["hostile"],
            Source = new OneModel(MadeModel.Make(new Linear.Ridge()) with { Name = "a,b|c#d\ne:1@größer " + new string('x', 300) }),
            Telemetry = Telemetry(agent.Address) with { Environment = "pro duct,ion" },
        });
        await server.PostAsync("/invocations", """{"instances":[[1,2]]}""");
        await Poll.UntilAsync(() => agent.Values("modelyard.prediction.rows", 'c', "env:pro_duct_ion").Sum() == 1);
        string line = agent.Lines.First(line => line.StartsWith("modelyard.prediction.rows:", StringComparison.Ordinal));
        string tag = Assert.Single(line.Split('|')[2][1..].Split(','), tag => tag.StartsWith("model:", StringComparison.Ordinal));
        Assert.StartsWith("model:a_b_c_d_e:1_größer_xxx", tag, StringComparison.Ordinal);
        Assert.Equal(200, tag.Length);
    }

    [Fact]
    public void Percentiles_are_interpolated_within_buckets()
    {
        // Ten durations up to 1 second, ten from 1 to 2, none above; later 100 above all bounds.
        var family = new MetricFamily("d", "s", "", MetricKind.Histogram, [1, 2]);
        family.Points.Add(new MetricPoint([], 20, [10, 10, 0]));
        var lines = new DogstatsdLines(new ServiceIdentity(new TelemetryOptions { Service = "s", Version = "1", Variables = new Dictionary<string, string>() }));
        Assert.Equal(["d.count:20|c", "d.sum:20|c", "d.median:1|g", "d.95percentile:1.9|g", "d.99percentile:1.98|g"], Send(lines, family));
        Assert.Empty(Send(lines, family));
        family.Points[0] = new MetricPoint([], 520, [10, 10, 100]);
        Assert.Equal(["d.count:100|c", "d.sum:500|c", "d.median:2|g", "d.95percentile:2|g", "d.99percentile:2|g"], Send(lines, family));
    }

    [Theory]
    [InlineData("udp://127.0.0.1:9125", "", "udp://127.0.0.1:9125")]
    [InlineData("auto", "", "udp://localhost:8125")]
    [InlineData("auto", "DD_AGENT_HOST=10.0.0.7", "udp://10.0.0.7:8125")]
    [InlineData("auto", "DD_AGENT_HOST=fe80::1;DD_DOGSTATSD_PORT=9125", "udp://[fe80::1]:9125")]
    [InlineData("auto", "DD_AGENT_HOST=10.0.0.7;DD_DOGSTATSD_URL=unix:///var/run/datadog/dsd.socket", "unix:///var/run/datadog/dsd.socket")]
    public void The_variables_say_what_auto_is(string address, string variables, string expected) => Assert.Equal(expected, new DogstatsdAddress(address, Read(variables)).ToString());

    [Theory]
    [InlineData("127.0.0.1:8125", "")]
    [InlineData("http://127.0.0.1:8125", "")]
    [InlineData("udp://", "")]
    [InlineData("unix://host/path", "")]
    [InlineData("unix:///", "")]
    [InlineData("auto", "DD_DOGSTATSD_PORT=many")]
    public void An_address_that_is_none_is_refused(string address, string variables)
    {
        var fault = Assert.Throws<ModelyardException>(() => new DogstatsdAddress(address, Read(variables)));
        Assert.Contains("must be 'udp://HOST:PORT'", fault.Message, StringComparison.Ordinal);
    }

    private static double UptimeOf(ServerFixture server) => server.Metrics.Collect().Single(family => family.Name == "process.uptime").Points[0].Value;

    private static string[] Send(DogstatsdLines lines, MetricFamily family)
    {
        DogstatsdLine[] due = [.. lines.Due([family])];
        Array.ForEach(due, line => line.Sent());
        return Array.ConvertAll(due, line => line.Text[..line.Text.IndexOf("|#", StringComparison.Ordinal)]);
    }

    private static Dictionary<string, string> Read(string variables) =>
        variables.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('=')).ToDictionary(one => one[0], one => one[1], StringComparer.Ordinal);

    private static TelemetryOptions Telemetry(string address) => new()
    {
        Dogstatsd = address,
        DogstatsdInterval = TimeSpan.FromMilliseconds(50),
        Variables = new Dictionary<string, string> { ["DD_ENV"] = "test", ["DD_SERVICE"] = "churn-api", ["DD_VERSION"] = "3" },
    };

    private static Task<ServerFixture> StartAsync(string address) => ServerFixture.StartAsync(options => options with { Telemetry = Telemetry(address) });

    private static async Task AskAsync(ServerFixture server, int times)
    {
        for (int i = 0; i < times; i++)
        {
            Assert.Equal(200, (await server.PostAsync("/invocations", Body)).Status);
        }
    }

    [GeneratedRegex(@"^[a-zA-Z][a-zA-Z0-9_.]*:-?[0-9.]+(E[+-]?[0-9]+)?\|(c|g)\|#[\p{L}\p{Nd}_\-:./]+(,[\p{L}\p{Nd}_\-:./]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Line();
}
