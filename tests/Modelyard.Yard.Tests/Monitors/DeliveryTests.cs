using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Predictions;

namespace Modelyard.Lifecycle.Tests.Monitors;

/// <summary>Tells channels of alarms, over real sockets.</summary>
public sealed class DeliveryTests : TestYard
{
    private static readonly DateTime s_first = new(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task A_webhook_gets_each_message_once_and_signed()
    {
        using var receiver = new HttpListener();
        string address = $"http://127.0.0.1:{FreePort()}/hook/";
        receiver.Prefixes.Add(address);
        receiver.Start();
        var got = new List<(string Body, string? Delivery, string? Timestamp, string? Signature)>();
        Task listening = Task.Run(async () =>
        {
            while (receiver.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await receiver.GetContextAsync();
                }
                catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }

                using var reader = new StreamReader(context.Request.InputStream);
                string body = await reader.ReadToEndAsync();
                lock (got)
                {
                    got.Add((body, context.Request.Headers["X-Modelyard-Delivery"], context.Request.Headers["X-Modelyard-Timestamp"], context.Request.Headers["X-Modelyard-Signature"]));
                    context.Response.StatusCode = got.Count == 1 ? 503 : 204;
                }

                context.Response.Close();
            }
        });
        Environment.SetEnvironmentVariable("MODELYARD_TEST_SECRET", "s3cret");
        Drift();
        Yard.Channels.Set(new AlarmChannel("ops", ChannelKind.Webhook, address) { SecretVariable = "MODELYARD_TEST_SECRET", Runbook = "https://example.com/book" });
        Yard.Monitors.Run("daily", s_first.AddDays(4));
        AlarmDelivery failed = Assert.Single(await Yard.Channels.DeliverAsync());
        Assert.Equal((1, "The channel 'ops' could not be told: it answered 503."), (failed.Attempts, failed.Fault));
        Assert.Equal((2, null), (Assert.Single(await Yard.Channels.DeliverAsync()) is var again && again.Delivered is not null ? again.Attempts : 0, again.Fault));
        Assert.Empty(await Yard.Channels.DeliverAsync());
        Yard.Monitors.Run("daily", s_first.AddDays(5));
        Assert.Equal(AlarmEvent.Closed, Assert.Single(await Yard.Channels.DeliverAsync()).Event);
        receiver.Stop();
        await listening;

        Assert.Equal(["alarm-1-opened", "alarm-1-opened", "alarm-1-closed"], got.Select(one => one.Delivery));
        using var second = JsonDocument.Parse(got[1].Body);
        Assert.Equal((2, "opened", "daily", "https://example.com/book"), (second.RootElement.GetProperty("attempt").GetInt32(), second.RootElement.GetProperty("event").GetString(),
            second.RootElement.GetProperty("alarm").GetProperty("monitor").GetString(), second.RootElement.GetProperty("runbook").GetString()));
        foreach ((string body, _, string? timestamp, string? signature) in got)
        {
            Assert.Equal($"sha256={Convert.ToHexStringLower(HMACSHA256.HashData("s3cret"u8, Encoding.UTF8.GetBytes($"{timestamp}.{body}")))}", signature);
        }
    }

    [Fact]
    public async Task A_file_and_a_program_are_told_and_what_waits_is_told_only_if_nobody_knows()
    {
        string file = PathOf("alarms.ndjson"), program = PathOf("tell.sh"), told = PathOf("told.json");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\ncat > {told}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Drift();
        Yard.Monitors.Add(new MonitorDefinition("other", "churn"));
        Yard.Channels.Set(new AlarmChannel("file", ChannelKind.Log, file));
        Yard.Channels.Set(new AlarmChannel("program", ChannelKind.Command, program));
        Yard.Channels.Set(new AlarmChannel("boss", ChannelKind.Log, PathOf("boss.ndjson")) { After = TimeSpan.FromMilliseconds(1) });
        Yard.Channels.Set(new AlarmChannel("later", ChannelKind.Log, PathOf("later.ndjson")) { After = TimeSpan.FromHours(1) });
        Yard.Channels.Set(new AlarmChannel("critical", ChannelKind.Log, PathOf("critical.ndjson")) { Severity = AlarmSeverity.Critical });
        Yard.Channels.Set(new AlarmChannel("other", ChannelKind.Log, PathOf("other.ndjson")) { Monitor = "other" });
        Alarm alarm = Assert.Single(Yard.Monitors.Run("daily", s_first.AddDays(4)).Alarms);
        await Task.Delay(5);
        Assert.Equal(["boss", "file", "program"], (await Yard.Channels.DeliverAsync()).Select(one => one.Channel));
        Assert.Contains("\"id\":\"alarm-1-opened\"", Assert.Single(await File.ReadAllLinesAsync(file)), StringComparison.Ordinal);
        Assert.Contains("\"event\":\"opened\"", await File.ReadAllTextAsync(told), StringComparison.Ordinal);
        Yard.Alarms.Acknowledge(alarm.Id, "Ann");
        Assert.Empty(await Yard.Channels.DeliverAsync());
        Assert.Equal("later", Assert.Single(Yard.Channels.Deliveries(), one => one.Delivered is null).Channel);
    }

    [Fact]
    public async Task What_could_not_be_told_is_known_until_the_channel_is_told_something_again()
    {
        Drift();
        Yard.Channels.Set(new AlarmChannel("program", ChannelKind.Command, PathOf("missing.sh")));
        Yard.Monitors.Run("daily", s_first.AddDays(4));
        Assert.Empty(Yard.Channels.Failed());
        await Yard.Channels.DeliverAsync();
        AlarmDelivery failed = Assert.Single(Yard.Channels.Failed());
        Assert.Equal(("program", 1), (failed.Channel, failed.Attempts));
        Assert.Contains("missing.sh", failed.Fault, StringComparison.Ordinal);
        Yard.Channels.Set(new AlarmChannel("program", ChannelKind.Log, PathOf("alarms.ndjson")));
        await Yard.Channels.DeliverAsync();
        Assert.Empty(Yard.Channels.Failed());
    }

    [Fact]
    public async Task Who_waited_and_was_told_is_told_the_end_too()
    {
        Drift();
        Yard.Channels.Set(new AlarmChannel("boss", ChannelKind.Log, PathOf("boss.ndjson")) { After = TimeSpan.FromMilliseconds(1) });
        Yard.Channels.Set(new AlarmChannel("later", ChannelKind.Log, PathOf("later.ndjson")) { After = TimeSpan.FromHours(1) });
        Yard.Monitors.Run("daily", s_first.AddDays(4));
        await Task.Delay(5);
        Assert.Equal(("boss", AlarmEvent.Opened), (Assert.Single(await Yard.Channels.DeliverAsync()) is var begun ? begun.Channel : "", begun.Event));
        Yard.Monitors.Run("daily", s_first.AddDays(5));
        Assert.Equal(("boss", AlarmEvent.Closed), (Assert.Single(await Yard.Channels.DeliverAsync()) is var ended ? ended.Channel : "", ended.Event));
        Assert.Empty(await Yard.Channels.DeliverAsync());
        Assert.Equal(2, (await File.ReadAllLinesAsync(PathOf("boss.ndjson"))).Length);
        Assert.False(File.Exists(PathOf("later.ndjson")));
    }

    [Fact]
    public async Task E_mail_goes_to_a_mail_server()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        Task<string> received = Task.Run(async () =>
        {
            using TcpClient client = await server.AcceptTcpClientAsync();
            using var reader = new StreamReader(client.GetStream());
            await using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true, NewLine = "\r\n" };
            var mail = new StringBuilder();
            await writer.WriteLineAsync("220 here");
            bool isBody = false;
            while (await reader.ReadLineAsync() is { } line)
            {
                mail.AppendLine(line);
                if (isBody && line != ".")
                {
                    continue;
                }

                isBody = line == "DATA";
                await writer.WriteLineAsync(line == "DATA" ? "354 go on" : line == "QUIT" ? "221 bye" : "250 fine");
                if (line == "QUIT")
                {
                    break;
                }
            }

            return mail.ToString();
        });
        Yard.Channels.Set(new AlarmChannel("mail", ChannelKind.Email, "ann@example.com") { Sender = "yard@example.com", MailServer = $"127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}" });
        await Yard.Channels.TestAsync("mail");
        string mail = await received;
        Assert.Contains("RCPT TO:<ann@example.com>", mail, StringComparison.Ordinal);
        Assert.Contains("Subject: [info] test: drift", mail, StringComparison.Ordinal);

        // Lines of text end with both signs, whatever the mail program.
        Assert.Contains("Content-Transfer-Encoding: base64", mail, StringComparison.Ordinal);
        string[] lines = mail.Split(Environment.NewLine);
        string body = Encoding.UTF8.GetString(Convert.FromBase64String(string.Concat(lines.SkipWhile(line => line.Length > 0).TakeWhile(line => line != "."))));
        Assert.StartsWith("This is a test: nothing is the matter.\r\n", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_told_is_refused_or_told_why()
    {
        Refused("must begin with https", new AlarmChannel("a", ChannelKind.Webhook, "file:///etc/passwd"));
        Refused("both must be addresses", new AlarmChannel("a", ChannelKind.Email, "nobody"));
        Refused("must be a host and a port", new AlarmChannel("a", ChannelKind.Log, "x") { MailServer = "mail" });
        Refused("from 0 to 30 days", new AlarmChannel("a", ChannelKind.Log, "x") { After = TimeSpan.FromDays(31) });
        Refused("The runbook is", new AlarmChannel("a", ChannelKind.Log, "x") { Runbook = "javascript:alert(1)" });
        Refused("no monitor 'none'", new AlarmChannel("a", ChannelKind.Log, "x") { Monitor = "none" });
        Assert.Contains("no channel 'a'", Assert.Throws<YardException>(() => Yard.Channels.Remove("a")).Message, StringComparison.Ordinal);
        Yard.Channels.Set(new AlarmChannel("a", ChannelKind.Command, PathOf("none")));
        Assert.StartsWith("The channel 'a' could not be told", (await Assert.ThrowsAsync<YardException>(() => Yard.Channels.TestAsync("a"))).Message, StringComparison.Ordinal);
        Yard.Channels.Set(new AlarmChannel("a", ChannelKind.Webhook, $"http://127.0.0.1:{FreePort()}/"));
        Assert.StartsWith("The channel 'a' could not be told", (await Assert.ThrowsAsync<YardException>(() => Yard.Channels.TestAsync("a"))).Message, StringComparison.Ordinal);
        Yard.Channels.Set(new AlarmChannel("a", ChannelKind.Slack, "http://127.0.0.1:1/") { SecretVariable = "MODELYARD_NOT_SET" });
        Assert.Contains("'MODELYARD_NOT_SET', which is not set", (await Assert.ThrowsAsync<YardException>(() => Yard.Channels.TestAsync("a"))).Message, StringComparison.Ordinal);

        void Refused(string expected, AlarmChannel channel) => Assert.Contains(expected, Assert.Throws<YardException>(() => Yard.Channels.Set(channel)).Message, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>Logs four days, of which the fourth differs, and a fifth that does not.</summary>
    private void Drift()
    {
        var source = new PredictionSource("churn", "1", new FeatureSchema(new Feature("x")), "churn") { Classes = ["No", "Yes"] };
        using PredictionLog log = Yard.Predictions.Open("churn");
        using PredictionTableWriter writer = log.TableWriterOf(source);
        for (int day = 0; day < 5; day++)
        {
            writer.Write(
                Frame.Of([new DoubleColumn("x", [.. Enumerable.Range(0, 100).Select(i => (i * 37 % 101) + (day == 3 ? 200.5 : 0.5))]), CategoryColumn.From("_prediction", Enumerable.Repeat("No", 100))]),
                s_first.AddDays(day));
        }

        Yard.Monitors.Add(new MonitorDefinition("daily", "churn") { Reference = new MonitorReference(ReferenceKind.First, 2) });
    }
}
