using System.CommandLine;
using System.Globalization;
using Modelyard.Charts;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Monitors;

namespace Modelyard.Cli.Commands.Watching;

/// <summary>Looks after what watches over models.</summary>
internal static class MonitorCommand
{
    internal static Command Create(Terminal terminal) => new("monitor", "What watches over models: windows of their predictions, compared with a reference.")
    {
        Add(terminal), List(terminal), Show(terminal), Run(terminal), PerformanceVerb.Create(terminal), RulesVerb.Create(terminal), Remove(terminal),
    };

    private static Command Add(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "The name of the monitor." };
        var settings = new MonitorOptions();
        Option<string> yard = SharedOptions.Yard();
        Command command = new Command("add", "Add a monitor of a model's predictions, of files or of a query.") { name }.WithExample("modelyard monitor add churn-daily --model churn --window 1d --reference training");
        settings.AddTo(command);
        command.Add(yard);
        command.SetAction(parsed =>
        {
            MonitorDefinition monitor = settings.Of(parsed, parsed.GetRequiredValue(name));
            using var opened = monitor.Model is null ? SharedOptions.OpenOrMakeYard(parsed.GetRequiredValue(yard), terminal) : SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            opened.Monitors.Add(monitor);
            terminal.Line($" {monitor.Name} watches {MonitorText.Subject(monitor)}");
            terminal.Line($" next    modelyard monitor run {monitor.Name}");
            return CommandLine.Success;
        });
        return command;
    }

    private static Command List(Terminal terminal)
    {
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("list", "List the monitors and how their last windows were.") { yard, json }.WithExample("modelyard monitor list");
        command.SetAction(parsed =>
        {
            using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            (MonitorDefinition Monitor, MonitorWindow? Last)[] monitors = [.. opened.Monitors.List().Select(monitor => (monitor, opened.Monitors.Windows(monitor.Name, 1) is [var last] ? last : null))];
            var faults = opened.Monitors.Faults().ToDictionary(fault => fault.Monitor, StringComparer.Ordinal);
            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer => writer.Objects("monitors", monitors, one =>
                {
                    MonitorText.Write(writer, one.Monitor);
                    writer.WriteString("lastWindow", one.Last is { } last ? Moment(last.Start) : null);
                    writer.WriteString("state", one.Last is { } known ? Choice.Word(known.State) : null);
                    writer.WriteString("fault", faults.GetValueOrDefault(one.Monitor.Name)?.Message);
                }));
                return CommandLine.Success;
            }

            if (monitors.Length == 0)
            {
                terminal.Line("There are no monitors yet. Make one: modelyard monitor add NAME --model MODEL");
                return CommandLine.Success;
            }

            var table = new TextTable("monitor", "model", "window", "reference", "last window", "state");
            foreach ((MonitorDefinition monitor, MonitorWindow? last) in monitors)
            {
                table.Add(monitor.Name, monitor.Model ?? "-", monitor.IsBatches ? "file" : monitor.WindowRows is { } rows ? NumberText.Counted(rows, "row") : Durations.Text(monitor.Window), monitor.Reference.ToString(), last is null ? "-" : Moment(last.Start), faults.ContainsKey(monitor.Name) ? "stopped" : last is null ? "not run yet" : MonitorText.State(last));
            }

            table.Write(terminal);
            foreach (MonitorFault fault in faults.Values)
            {
                terminal.Warning($"{fault.Monitor} has looked at nothing since {Moment(fault.Since)}: {PlainText.Of(fault.Message)}");
            }

            return CommandLine.Success;
        });
        return command;
    }

    private static Command Show(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "The name of the monitor." };
        Option<int> last = new Option<int>("--last") { Description = "The number of windows, the latest ones.", DefaultValueFactory = _ => 30 }.Plainly("a whole number, 1 or greater");
        var output = new Option<string?>("--output", "-o") { Description = "A page (.html) or a picture (.svg) to write: columns by time." };
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("show", "Show what a monitor watches, and what it saw.") { name, last, output, yard, json }.WithExample("modelyard monitor show churn-daily -o churn.html");
        command.SetAction(parsed =>
        {
            ChartPage.Check(parsed.GetValue(output));
            if (parsed.GetValue(last) < 1)
            {
                throw new UsageException($"'--last' is '{parsed.GetValue(last)}' and must be 1 or more.");
            }

            using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            MonitorDefinition monitor = opened.Monitors.Get(parsed.GetRequiredValue(name));
            IReadOnlyList<MonitorWindow> windows = opened.Monitors.Windows(monitor.Name, parsed.GetValue(last));
            IReadOnlyList<Alarm> alarms = opened.Alarms.List(monitor: monitor.Name);
            if (parsed.GetValue(output) is { } page)
            {
                MonitorPage.Write(page, monitor, windows, alarms);
            }

            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer =>
                {
                    MonitorText.Write(writer, monitor);
                    writer.Objects("windows", windows, window => MonitorText.Write(writer, window));
                    writer.Objects("alarms", alarms, alarm => MonitorText.Write(writer, alarm));
                });
            }
            else
            {
                MonitorText.Write(terminal, monitor, windows, alarms);
            }

            return CommandLine.Success;
        });
        return command;
    }

    private static Command Run(Terminal terminal)
    {
        var names = new Argument<string[]>("NAME") { Description = "The monitors; all of them by default.", Arity = ArgumentArity.ZeroOrMore };
        var until = new Option<string?>("--until") { Description = "The moment up to which windows must have ended, in UTC, as 2026-03-01; by default now." };
        var fail = new Option<bool>("--fail") { Description = "End with the exit code 1 if an alarm began, for scripts." };
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("run", "Look at the windows that have ended since a monitor was last run, and tell channels of alarms.") { names, until, fail, yard, json }.WithExample("modelyard monitor run");
        command.SetAction(async (parsed, cancellation) =>
        {
            DateTime? end = PredictionsCommand.Moment(parsed, until);
            if (end > DateTime.UtcNow)
            {
                // A window that goes on would be judged by a part of its rows, and the others never looked at.
                throw new UsageException($"'--until' is '{Moment(end.Value)}', which is in the future, and windows that go on cannot be judged. It must be now or earlier.");
            }

            using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            string[] given = parsed.GetValue(names) is { Length: > 0 } some ? some : [.. opened.Monitors.List().Select(monitor => monitor.Name)];
            (MonitorRun[] runs, MonitorFault[] faults) = RunAll(opened, given, end, cancellation);
            IReadOnlyList<AlarmDelivery> told = await opened.Channels.DeliverAsync(cancellation).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer =>
                {
                    writer.Objects("monitors", runs, run =>
                    {
                        writer.WriteString("name", run.Monitor.Name);
                        writer.Objects("windows", run.Windows, window => MonitorText.Write(writer, window));
                        writer.Objects("alarms", run.Alarms, alarm => MonitorText.Write(writer, alarm));
                    });
                    writer.Objects("faults", faults, fault =>
                    {
                        writer.WriteString("name", fault.Monitor);
                        writer.WriteString("fault", fault.Message);
                    });
                    writer.Objects("deliveries", told, delivery => DeliveryText.Write(writer, delivery));
                });
            }
            else if (given.Length == 0)
            {
                terminal.Line("There are no monitors yet. Make one: modelyard monitor add NAME --model MODEL");
            }

            foreach (MonitorRun run in parsed.GetValue(json) ? [] : runs)
            {
                terminal.Line($" {run.Monitor.Name}: {NumberText.Counted(run.Windows.Count, "window")}, {run.Windows.Count(window => window.State == WindowState.Drifted)} of them drifted");
                foreach (Alarm alarm in run.Alarms)
                {
                    terminal.Line($"   alarm {alarm.Id}{(alarm.IsSilenced ? " (silenced)" : "")}, since {Moment(alarm.Since)}: {alarm.Summary}");
                }
            }

            foreach (AlarmDelivery delivery in parsed.GetValue(json) ? [] : told)
            {
                DeliveryText.Write(terminal, delivery);
            }

            foreach (MonitorFault fault in faults)
            {
                terminal.Error($"The monitor '{fault.Monitor}' cannot look: {fault.Message}");
            }

            return faults.Length > 0 || (parsed.GetValue(fail) && runs.Any(run => run.Alarms.Count > 0)) ? CommandLine.Failure : CommandLine.Success;
        });
        return command;
    }

    /// <summary>Runs monitors one after the other; one that cannot look keeps none of the others from it.</summary>
    private static (MonitorRun[] Runs, MonitorFault[] Faults) RunAll(Yard yard, string[] names, DateTime? until, CancellationToken cancellation)
    {
        var runs = new List<MonitorRun>();
        var faults = new List<MonitorFault>();
        foreach (string name in names)
        {
            try
            {
                runs.Add(yard.Monitors.Run(name, until, cancellation: cancellation));
            }
            catch (Exception fault) when (names.Length > 1 && fault is ModelyardException or IOException or UnauthorizedAccessException)
            {
                faults.Add(new MonitorFault(name, DateTime.UtcNow, fault.Message));
            }
        }

        return ([.. runs], [.. faults]);
    }

    private static Command Remove(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "The name of the monitor." };
        Option<string> yard = SharedOptions.Yard();
        Command command = new Command("remove", "Remove a monitor with its windows and alarms; the log of predictions stays.") { name, yard }.WithExample("modelyard monitor remove churn-daily");
        command.SetAction(parsed =>
        {
            using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            opened.Monitors.Remove(parsed.GetRequiredValue(name));
            terminal.Line($" {parsed.GetRequiredValue(name)} is removed");
            return CommandLine.Success;
        });
        return command;
    }

    /// <summary>Writes a moment as it can be given again.</summary>
    internal static string Moment(DateTime moment) => moment.TimeOfDay == TimeSpan.Zero ? moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : moment.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
