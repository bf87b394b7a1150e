using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Lifecycle.Automation;

namespace Modelyard.Cli.Commands.Watching;

/// <summary>Writes automations and what came of them, for people and as JSON.</summary>
internal static class AutomationText
{
    internal static void Write(Terminal terminal, Execution execution)
    {
        terminal.Line($" execution {execution.Id} of {execution.Rule.Name}: {Choice.Word(execution.State)}{(execution.ChallengerReference is { } challenger ? $", challenger {challenger}" : "")}");
        if (execution.Told.Length > 0)
        {
            terminal.Line($"   {PlainText.Of(execution.Told)}");
        }
    }

    internal static void WriteWhole(Terminal terminal, Execution execution)
    {
        Write(terminal, execution);
        terminal.Line($" set off by   {PlainText.Of(execution.Facts.Summary)}{(execution.Facts.Alarm is { } alarm ? $" (alarm {alarm} of {execution.Facts.Monitor})" : "")}{(execution.Facts.By is { } by ? $", by hand: {PlainText.Of(by)}" : "")}");
        terminal.Line($" rule         {PlainText.Of(execution.Rule.Describe())}");
        if (execution.DecidedBy is { } decider)
        {
            terminal.Line($" decided by   {PlainText.Of(decider)}, {MonitorCommand.Moment(execution.Decided!.Value)}{(execution.Note is { } note ? $": {PlainText.Of(note)}" : "")}");
        }

        if (execution.Result is not { } result)
        {
            return;
        }

        if (result.Recipe is not null)
        {
            terminal.Line($" learned from {NumberText.Counted(result.Rows, "row")} of {result.Data}; run {result.Run}");
        }

        if (result.Comparison is { } comparison)
        {
            ChallengerText.Write(terminal, comparison, execution.ChallengerReference ?? "challenger");
        }

        foreach (string line in result.Output.Length == 0 ? [] : result.Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            terminal.Line($"   | {PlainText.Of(line)}");
        }
    }

    internal static void Write(Utf8JsonWriter json, AutomationRule rule)
    {
        json.WriteString("name", rule.Name);
        json.WriteString("monitor", rule.Monitor);
        json.WriteString("on", Choice.Word(rule.Trigger));
        json.WriteString("severity", Choice.Word(rule.Severity));
        json.WriteString("does", rule.Describe());
        json.WriteNumber("most", rule.Most);
        json.WriteNumber("periodSeconds", rule.Period.TotalSeconds);
        json.WriteNumber("cooldownSeconds", rule.Cooldown.TotalSeconds);
        json.WriteNumber("timeLimitSeconds", rule.TimeLimit.TotalSeconds);
    }

    internal static void Write(Utf8JsonWriter json, Execution execution)
    {
        json.WriteNumber("id", execution.Id);
        json.WriteString("automation", execution.Rule.Name);
        json.WriteString("state", Choice.Word(execution.State));
        json.WriteString("told", execution.Told);
        json.WriteString("model", execution.Facts.Model);
        json.WriteString("champion", execution.Champion is { } champion ? $"{execution.Facts.Model}:{champion}" : null);
        json.WriteString("challenger", execution.ChallengerReference);
        Moment(json, "created", execution.Created);
        Moment(json, "started", execution.Started);
        Moment(json, "ended", execution.Ended);
        Moment(json, "decided", execution.Decided);
        json.WriteString("decidedBy", execution.DecidedBy);
        json.WriteString("note", execution.Note);
        json.WriteStartObject("cause");
        json.Number("alarm", execution.Facts.Alarm ?? double.NaN);
        json.WriteString("monitor", execution.Facts.Monitor);
        json.WriteString("severity", Choice.Word(execution.Facts.Severity));
        json.WriteString("since", MonitorCommand.Moment(execution.Facts.Since));
        json.WriteString("until", MonitorCommand.Moment(execution.Facts.Until));
        json.WriteString("summary", execution.Facts.Summary);
        json.Texts("columns", execution.Facts.Columns);
        json.WriteString("by", execution.Facts.By);
        json.WriteEndObject();
    }

    internal static void WriteWhole(Utf8JsonWriter json, Execution execution)
    {
        Write(json, execution);
        if (execution.Result is not { } result)
        {
            return;
        }

        json.Number("exitCode", result.ExitCode ?? double.NaN);
        json.WriteString("output", result.Output);
        json.WriteString("run", result.Run);
        json.WriteString("data", result.Data);
        json.WriteString("digest", result.Digest);
        json.WriteNumber("rows", result.Rows);
        if (result.Recipe is { } recipe)
        {
            json.WritePropertyName("recipe");
            json.WriteRawValue(recipe);
        }

        if (result.Comparison is { } comparison)
        {
            ChallengerText.Write(json, comparison);
        }

        if (result.Decision is { } decision)
        {
            ChallengerText.Write(json, decision);
        }
    }

    private static void Moment(Utf8JsonWriter json, string name, DateTime? moment) => json.WriteString(name, moment is { } time ? MonitorCommand.Moment(time) : null);
}
