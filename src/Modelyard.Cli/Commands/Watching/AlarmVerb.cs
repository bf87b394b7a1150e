using System.CommandLine;
using Modelyard.Charts;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Provenance;
using Modelyard.Monitoring;

namespace Modelyard.Cli.Commands.Watching;

/// <summary>Shows an alarm, and what may be behind it.</summary>
internal static class AlarmVerb
{
    internal static Command Create(Terminal terminal)
    {
        Argument<long> id = new Argument<long>("ALARM") { Description = "The number of the alarm." }.Plainly("the number of an alarm, as 'modelyard alarms list' shows it");
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("show", "Show an alarm and what may be behind it: columns, slices, since when, and what changed in front of the model.") { id, yard, json }.WithExample("modelyard alarms show 3");
        command.SetAction(parsed =>
        {
            using var opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            var causes = AlarmCauses.Of(opened, parsed.GetValue(id));
            if (parsed.GetValue(json))
            {
                Write(terminal, causes);
            }
            else
            {
                Tell(terminal, causes);
            }

            return CommandLine.Success;
        });
        return command;
    }

    private static void Tell(Terminal terminal, AlarmCauses causes)
    {
        Alarm alarm = causes.Alarm;
        terminal.Line($" alarm {alarm.Id} of {alarm.Monitor}, {Choice.Word(alarm.Severity)}, {Choice.Word(alarm.State)}: {PlainText.Of(alarm.Summary)}");
        terminal.Line($" since   {MonitorCommand.Moment(alarm.Since)}{(alarm.Windows == 0 ? "" : $", for {NumberText.Counted(alarm.Windows, "window")}")}{(causes.LastQuiet is { } quiet ? $"; quiet until {MonitorCommand.Moment(quiet)}" : "")}");
        if (alarm.AcknowledgedBy is { } by)
        {
            terminal.Line($" known   to {PlainText.Of(by)}{(alarm.Note is { } note ? $": {PlainText.Of(note)}" : "")}");
        }

        foreach (MovedColumn column in causes.Columns)
        {
            string when = column.Windows == alarm.Windows ? "" : $", since {MonitorCommand.Moment(column.Since)}, for {NumberText.Counted(column.Windows, "window")}";
            terminal.Line($" column  {PlainText.Of(column.Name)}: {PlainText.Of(column.Evidence)} (effect {NumberText.Value(Math.Round(column.Effect, 4))}){when}");
        }

        foreach (string finding in causes.Findings)
        {
            terminal.Line($" found   {PlainText.Of(finding)}");
        }

        foreach (SliceLoss slice in causes.Slices)
        {
            terminal.Line($" slice   errors are concentrated in {PlainText.Of(slice.Slice)}: mean loss {Figures.Score(slice.Loss)} against {Figures.Score(slice.OtherLoss)} elsewhere");
        }

        foreach (UpstreamChange change in causes.Changes)
        {
            terminal.Line($" before  {MonitorCommand.Moment(change.At)}: {PlainText.Of(change.Summary)}");
        }

        if (alarm.Runbook is { } runbook)
        {
            terminal.Line($" to do   {PlainText.Of(runbook)}");
        }
    }

    private static void Write(Terminal terminal, AlarmCauses causes) => JsonText.Write(terminal, writer =>
    {
        MonitorText.Write(writer, causes.Alarm);
        writer.WriteString("lastQuiet", causes.LastQuiet is { } quiet ? MonitorCommand.Moment(quiet) : null);
        writer.Objects("causes", causes.Columns, column =>
        {
            writer.WriteString("column", column.Name);
            writer.WriteString("since", MonitorCommand.Moment(column.Since));
            writer.WriteString("until", MonitorCommand.Moment(column.Until));
            writer.WriteNumber("windows", column.Windows);
            writer.Number("effect", column.Effect);
            writer.WriteString("evidence", column.Evidence);
        });
        writer.Texts("findings", causes.Findings);
        writer.Objects("slices", causes.Slices, slice =>
        {
            writer.WriteString("slice", slice.Slice);
            writer.Number("loss", slice.Loss);
            writer.Number("otherLoss", slice.OtherLoss);
            writer.Number("pValue", slice.PValue);
        });
        writer.Objects("changes", causes.Changes, change =>
        {
            writer.WriteString("at", MonitorCommand.Moment(change.At));
            writer.WriteString("summary", change.Summary);
        });
    });
}
