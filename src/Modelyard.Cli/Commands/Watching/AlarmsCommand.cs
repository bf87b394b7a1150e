using System.CommandLine;
using Modelyard.Lifecycle.Monitors;

namespace Modelyard.Cli.Commands.Watching;

/// <summary>Looks after what monitors have found.</summary>
internal static class AlarmsCommand
{
    internal static Command Create(Terminal terminal) => new("alarms", "What monitors have found: list, show, acknowledge, silence, and whom it is told.")
    {
        List(terminal), AlarmVerb.Create(terminal), Acknowledge(terminal), Silence(terminal), ChannelCommand.Create(terminal),
    };

    private static Command List(Terminal terminal)
    {
        var all = new Option<bool>("--all") { Description = "Those that are over too." };
        var monitor = new Option<string?>("--monitor") { Description = "Those of one monitor." };
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("list", "List the alarms that go on.") { all, monitor, yard, json }.WithExample("modelyard alarms list");
        command.SetAction(parsed =>
        {
            using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            if (parsed.GetValue(monitor) is { } name)
            {
                opened.Monitors.Get(name);
            }

            IReadOnlyList<Alarm> alarms = opened.Alarms.List(parsed.GetValue(all), parsed.GetValue(monitor));
            IReadOnlyList<Silence> silences = opened.Alarms.Silences(DateTime.UtcNow);
            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer =>
                {
                    writer.Objects("alarms", alarms, alarm => MonitorText.Write(writer, alarm));
                    writer.Objects("silences", silences, silence =>
                    {
                        writer.WriteString("monitor", silence.Monitor);
                        writer.WriteString("until", MonitorCommand.Moment(silence.Until));
                        writer.WriteString("reason", silence.Reason);
                    });
                });
                return CommandLine.Success;
            }

            if (alarms.Count == 0)
            {
                terminal.Line(parsed.GetValue(all) ? "There has been no alarm." : "Nothing is the matter: no alarm goes on.");
            }
            else
            {
                TextTable table = new TextTable("alarm", "monitor", "of", "severity", "state", "since", "windows", "what").Right(0, 6);
                foreach (Alarm alarm in alarms)
                {
                    string state = Choice.Word(alarm.State) + (alarm.AcknowledgedBy is { } by ? alarm.State == AlarmState.Closed ? $", known to {by}" : $" by {by}" : "") + (alarm.IsSilenced ? ", silenced" : "");
                    table.Add($"{alarm.Id}", alarm.Monitor, alarm.Watch, Choice.Word(alarm.Severity), state, MonitorCommand.Moment(alarm.Since), alarm.Windows == 0 ? "-" : $"{alarm.Windows}", alarm.Summary);
                }

                table.Write(terminal);
            }

            foreach (Silence silence in silences)
            {
                terminal.Line($" {silence.Monitor} is silent until {MonitorCommand.Moment(silence.Until)}{(silence.Reason is { } reason ? $": {PlainText.Of(reason)}" : "")}");
            }

            return CommandLine.Success;
        });
        return command;
    }

    private static Command Acknowledge(Terminal terminal)
    {
        Argument<long> id = new Argument<long>("ALARM") { Description = "The number of the alarm." }.Plainly("the number of an alarm, as 'modelyard alarms list' shows it");
        var by = new Option<string?>("--by") { Description = "Who knows of it; by default the user of this machine." };
        var note = new Option<string?>("--note") { Description = "What there is to say." };
        Option<string> yard = SharedOptions.Yard();
        Command command = new Command("ack", "Say that somebody knows of an alarm; it goes on until a window is quiet.") { id, by, note, yard }.WithExample("modelyard alarms ack 3 --note \"new tariff\"");
        command.SetAction(parsed =>
        {
            using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            Alarm alarm = opened.Alarms.Acknowledge(parsed.GetValue(id), parsed.GetValue(by) ?? (Environment.UserName is { Length: > 0 } user ? user : "somebody"), parsed.GetValue(note));
            terminal.Line($" alarm {alarm.Id} of {alarm.Monitor}: {Choice.Word(alarm.State)}, known to {PlainText.Of(alarm.AcknowledgedBy ?? "")}");
            return CommandLine.Success;
        });
        return command;
    }

    private static Command Silence(Terminal terminal)
    {
        var monitor = new Argument<string>("MONITOR") { Description = "The monitor." };
        Option<TimeSpan> span = Durations.Of("--for", "How long, such as 2h or 3d; 0 ends the silence.", TimeSpan.FromDays(1));
        var reason = new Option<string?>("--reason") { Description = "Why." };
        Option<string> yard = SharedOptions.Yard();
        Command command = new Command("silence", "Tell nobody of new alarms of a monitor for a time; they are kept all the same.") { monitor, span, reason, yard }.WithExample("modelyard alarms silence churn-daily --for 3d --reason \"known outage\"");
        command.SetAction(parsed =>
        {
            using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            string name = parsed.GetRequiredValue(monitor);
            DateTime until = DateTime.UtcNow + parsed.GetValue(span);
            opened.Alarms.Silence(name, until, parsed.GetValue(reason));
            terminal.Line(parsed.GetValue(span) == TimeSpan.Zero ? $" {name} is silent no more" : $" {name} is silent until {MonitorCommand.Moment(until)}");
            return CommandLine.Success;
        });
        return command;
    }
}
