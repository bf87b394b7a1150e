using System.Text;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Tokens;
using Modelyard.Server.Telemetry;
using Modelyard.Server.Tests.Telemetry;
using Modelyard.Server.Tests.Watching;

namespace Modelyard.Server.Tests.Security;

[Collection(nameof(SecretLeakTests))]
[CollectionDefinition(nameof(SecretLeakTests), DisableParallelization = true)]
public sealed class SecretLeakTests
{
    private const string Own = "planted-own-token-5a7e";
    private const string Wrong = "planted-wrong-token-91c2";
    private const string Hook = "planted-hook-path-77aa";
    private const string Signing = "planted-signing-key-1b2c";
    private const string Collector = "planted-collector-key-0d4f";
    private const string DatabasePassword = "planted-database-password-33";

    [Fact]
    public async Task Planted_secrets_are_in_nothing_that_the_server_says_writes_or_sends()
    {
        Environment.SetEnvironmentVariable("MODELYARD_TEST_HOOK", $"http://127.0.0.1:9/{Hook}");
        Environment.SetEnvironmentVariable("MODELYARD_TEST_SIGNING", Signing);
        var said = new StringBuilder();
        TextWriter console = Console.Error;
        using var errors = new StringWriter(said);
        Console.SetError(TextWriter.Synchronized(errors));
        try
        {
            await using OtlpCollector collector = await OtlpCollector.StartAsync();
            await using TokenServer server = await TokenServer.StartAsync(options => options with
            {
                Token = Own,
                WatchInterval = TimeSpan.FromMilliseconds(100),
                Telemetry = new TelemetryOptions { Otlp = collector.Address, Variables = new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_HEADERS"] = $"api-key={Collector}", ["OTEL_METRIC_EXPORT_INTERVAL"] = "100", ["OTEL_BSP_SCHEDULE_DELAY"] = "100" } },
            });
            string given = server.Give("ci", TokenRole.Admin);
            server.Yard.Runs.Start(new RunStart { Name = "leaky", CommandLine = $"modelyard train postgres://me:{DatabasePassword}@db/x --token {Own}" });
            WatchedYard.Make(server.Yard.Folder);
            server.Yard.Channels.Set(new AlarmChannel("hook", ChannelKind.Webhook, "env:MODELYARD_TEST_HOOK") { SecretVariable = "MODELYARD_TEST_SIGNING" });
            await TokenServer.UntilAsync(() => Task.FromResult(server.Yard.Channels.Deliveries().Any(delivery => delivery.Fault is not null)));

            var answers = new StringBuilder();
            string cookie = "";
            foreach ((string method, string path, string? token, string? body) in new[]
            {
                ("GET", "/", Own, null), ("GET", "/metrics", given, null), ("GET", "/openapi/v1.json", given, null), ("GET", "/v2/models", Wrong, null), ("POST", "/invocations", Own, "{"), ("POST", "/invocations", given, TokenServer.Row),
                ("GET", $"/v2/models?token={Wrong}", null, null), ("POST", "/studio/login", null, $"token={Wrong}"), ("POST", "/studio/login", null, $"token={Own}"), ("GET", "/metrics", Own, null),
                ("POST", "/models/churn/feedback", Own, """{"request":"r","label":"yes"}"""),
            })
            {
                using HttpResponseMessage answer = await server.SendAsync(method, path, token, body);
                answers.AppendJoin('\n', answer.Headers.Where(header => header.Key != "Set-Cookie").SelectMany(header => header.Value)).Append(await answer.Content.ReadAsStringAsync());
                cookie = answer.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? cookies) ? cookies.First().Split(';')[0].Split('=')[1] : cookie;
            }

            for (int i = 0; i < 12; i++)
            {
                await server.StatusAsync("GET", "/v2", Wrong);
            }

            Assert.NotEmpty(cookie);
            await TokenServer.UntilAsync(() => Task.FromResult(collector.Bodies.Count > 5));
            await server.Server.StopAsync();
            string[] secrets = [Own, Wrong, Hook, Signing, Collector, DatabasePassword, cookie, given, given[15..79]];

            // That each is found where it may be shows that the search would find it.
            Assert.Contains("wrong tokens", said.ToString(), StringComparison.Ordinal);
            Assert.Contains(collector.Headers, header => header.Value == Collector);
            Assert.All(secrets, secret =>
            {
                Assert.DoesNotContain(secret, said.ToString(), StringComparison.Ordinal);
                Assert.DoesNotContain(secret, answers.ToString(), StringComparison.Ordinal);
                Assert.All(collector.Bodies, sent => Assert.True(sent.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0, $"'{secret}' was sent to the collector."));
                Assert.All(Directory.GetFiles(server.Yard.Folder, "*", SearchOption.AllDirectories), file => Assert.True(Read(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0, $"'{secret}' is in '{file}'."));
            });
        }
        finally
        {
            Console.SetError(console);
        }
    }

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
