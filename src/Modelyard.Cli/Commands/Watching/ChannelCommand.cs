using System.CommandLine;
using Modelyard.Lifecycle.Monitors;

namespace Modelyard.Cli.Commands.Watching;

/// <summary>Looks after whom alarms are told.</summary>
internal static class ChannelCommand
{
    internal static Command Create(Terminal terminal) => new("channel", "Whom alarms are told, and how.")
    {
        Add(terminal), List(terminal), Test(terminal), Remove(terminal),
    };

    private static Command Add(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "The name of the channel; one of this name is changed." };
        (ChannelKind Kind, Option<string?> Option)[] targets =
        [
            (ChannelKind.Webhook, new("--webhook") { Description = "An address that JSON is posted to; env:NAME or file:PATH if it is a secret." }),
            (ChannelKind.Slack, new("--slack") { Description = "An address that a line of text is posted to, as Slack and its likes take it; env:NAME or file:PATH, as it is a secret." }),
            (ChannelKind.Email, new("--email") { Description = "An address of e-mail." }),
            (ChannelKind.Command, new("--command") { Description = "A program that is started and given JSON on its standard input." }),
            (ChannelKind.Log, new("--log") { Description = "A file at whose end a line of JSON is written." }),
        ];
        Option<AlarmSeverity> severity = Choice.Of("--severity", "The least severity that is told", AlarmSeverity.Info);
        var monitor = new Option<string?>("--monitor") { Description = "The monitor whose alarms are told; all by default." };
        Option<TimeSpan> after = Durations.Of("--after", "How long an alarm must have gone on with nobody who knows of it before it is told, such as 2h.", TimeSpan.Zero);
        var secret = new Option<string?>("--secret-variable") { Description = "The environment variable, or file:PATH, that holds what webhooks are signed with, or the password of the mail server." };
        var server = new Option<string?>("--mail-server") { Description = "The mail server, as in mail.example.com:587." };
        var sender = new Option<string?>("--from") { Description = "The address that e-mail comes from." };
        var runbook = new Option<string?>("--runbook") { Description = "The address of what is to be done." };
        Option<string> yard = SharedOptions.Yard();
        Command command = new Command("add", "Add a channel, or change one.") { name }.WithExample("modelyard alarms channel add ops --webhook https://example.com/hook --secret-variable OPS_SECRET");
        foreach (Option option in (Option[])[.. targets.Select(one => one.Option), severity, monitor, after, secret, server, sender, runbook, yard])
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed =>
        {
            if (targets.Where(one => parsed.GetValue(one.Option) is not null).ToArray() is not [var target])
            {
                throw new UsageException($"A channel is told in one way: give one of {string.Join(", ", targets.Select(one => one.Option.Name))}.");
            }

            using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            string text = parsed.GetValue(target.Option)!;
            var channel = new AlarmChannel(parsed.GetRequiredValue(name), target.Kind, target.Kind switch
            {
                ChannelKind.Log => WholePath.Of(text),
                ChannelKind.Command => WholePath.OfProgram(text),
                _ => WholePath.OfSecret(text),
            })
            {
                Severity = parsed.GetValue(severity),
                Monitor = parsed.GetValue(monitor),
                After = parsed.GetValue(after),
                SecretVariable = parsed.GetValue(secret) is { } place ? WholePath.OfSecret(place) : null,
                MailServer = parsed.GetValue(server),
                Sender = parsed.GetValue(sender),
                Runbook = parsed.GetValue(runbook),
            };
            opened.Channels.Set(channel);
            terminal.Line($" {channel.Name} is told of alarms: {Choice.Word(channel.Kind)} {PlainText.Of(channel.ShownTarget)}");
            terminal.Line($" next    modelyard alarms channel test {channel.Name}");
            return CommandLine.Success;
        });
        return command;
    }

    private static Command List(Terminal terminal)
    {
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("list", "List the channels, and what they have not been told yet.") { yard, json }.WithExample("modelyard alarms channel list");
        command.SetAction(parsed =>
        {
            using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            IReadOnlyList<AlarmChannel> channels = opened.Channels.List();
            AlarmDelivery[] waiting = [.. opened.Channels.Deliveries().Where(delivery => delivery.Delivered is null)];
            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer =>
                {
                    writer.Objects("channels", channels, channel =>
                    {
                        writer.WriteString("name", channel.Name);
                        writer.WriteString("kind", Choice.Word(channel.Kind));
                        writer.WriteString("target", channel.ShownTarget);
                        writer.WriteString("severity", Choice.Word(channel.Severity));
                        writer.WriteString("monitor", channel.Monitor);
                        writer.WriteNumber("afterSeconds", channel.After.TotalSeconds);
                        writer.WriteString("runbook", channel.Runbook);
                    });
                    writer.Objects("waiting", waiting, delivery => DeliveryText.Write(writer, delivery));
                });
                return CommandLine.Success;
            }

            if (channels.Count == 0)
            {
                terminal.Line("Nobody is told of alarms yet. Add a channel: modelyard alarms channel add NAME --webhook URL");
                return CommandLine.Success;
            }

            var table = new TextTable("channel", "kind", "target", "from severity", "monitor", "after");
            foreach (AlarmChannel channel in channels)
            {
                table.Add(channel.Name, Choice.Word(channel.Kind), channel.ShownTarget, Choice.Word(channel.Severity), channel.Monitor ?? "all", channel.After == TimeSpan.Zero ? "at once" : Durations.Text(channel.After));
            }

            table.Write(terminal);
            foreach (AlarmDelivery delivery in waiting)
            {
                DeliveryText.Write(terminal, delivery);
            }

            return CommandLine.Success;
        });
        return command;
    }

    private static Command Test(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "The name of the channel." };
        Option<string> yard = SharedOptions.Yard();
        Command command = new Command("test", "Tell a channel that this is a test.") { name, yard }.WithExample("modelyard alarms channel test ops");
        command.SetAction(async (parsed, cancellation) =>
        {
            using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            await opened.Channels.TestAsync(parsed.GetRequiredValue(name), cancellation).ConfigureAwait(false);
            terminal.Line($" {parsed.GetRequiredValue(name)} has been told");
            return CommandLine.Success;
        });
        return command;
    }

    private static Command Remove(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "The name of the channel." };
        Option<string> yard = SharedOptions.Yard();
        Command command = new Command("remove", "Remove a channel.") { name, yard }.WithExample("modelyard alarms channel remove ops");
        command.SetAction(parsed =>
        {
            using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            opened.Channels.Remove(parsed.GetRequiredValue(name));
            terminal.Line($" {parsed.GetRequiredValue(name)} is removed");
            return CommandLine.Success;
        });
        return command;
    }
}
