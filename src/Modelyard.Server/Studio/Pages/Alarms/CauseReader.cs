using Modelyard.Lifecycle.Automation;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Alarms;

/// <summary>Reads what may be behind an alarm, and what it set off.</summary>
internal static class CauseReader
{
    private const int MostExecutions = 1000;

    private static readonly TableColumn[] ChangeColumns = [new("at", "When", ColumnKind.Time), new("what", "What changed", ColumnKind.Prose)];

    private static readonly TableColumn[] SliceColumns =
    [
        new("slice", "Slice"), new("loss", "Mean loss", ColumnKind.Number), new("elsewhere", "Elsewhere", ColumnKind.Number), new("effect", "Effect", ColumnKind.Number) { Help = "The difference in standard deviations of the loss" }, new("p", "Adjusted p", ColumnKind.Chance),
    ];

    private static readonly TableColumn[] ExecutionColumns =
    [
        new("execution", "Execution", ColumnKind.Number), new("what", "What came of it", ColumnKind.Prose), new("automation", "Automation"), new("state", "State", ColumnKind.State), new("challenger", "Challenger"), new("decided", "Decided by"), new("created", "Set off", ColumnKind.Time),
    ];

    /// <summary>Reads what changed in front of the model around the beginning of an alarm.</summary>
    public static DataTable Changes(StudioYard yard, Alarm alarm, MonitorDefinition monitor) => new(
        "changes", "What changed before", ChangeColumns, monitor.Model is not { } model ? [] : [.. yard.Yard.Lineage.Changes(model, alarm.Since).Select(change => (IReadOnlyList<Cell>)[new Cell(change.At), new Cell(change.Summary)])]);

    /// <summary>Reads the log of the windows of an alarm for the slices in which errors are concentrated.</summary>
    public static DataTable Slices(StudioYard yard, Alarm alarm) => new(
        "slices", "Where errors are concentrated", SliceColumns, [.. AlarmCauses.Of(yard.Yard, alarm.Id).Slices.Select(slice => (IReadOnlyList<Cell>)[new Cell(slice.Slice), new Cell(slice.Loss), new Cell(slice.OtherLoss), new Cell(slice.Effect), new Cell(slice.PValue)])]);

    /// <summary>Reads what an alarm set off.</summary>
    public static DataTable Executions(StudioYard yard, Alarm alarm) => new(
        "executions", "What it set off", ExecutionColumns, [.. yard.Yard.Automations.History(limit: MostExecutions).Where(execution => execution.Facts.Alarm == alarm.Id).Select(Row)]);

    private static IReadOnlyList<Cell> Row(Execution execution) =>
    [
        new Cell(execution.Id),
        new Cell(execution.Told),
        new Cell(execution.Rule.Name) { Note = execution.Rule.Describe() },
        new Cell(execution.State.ToString().ToLowerInvariant()) { Tone = ToneOf(execution.State) },
        execution is { Challenger: { } version, Facts.Model: { } model } ? new Cell($"{model}:{version}", PageUrl.Of("models", model, "versions", $"{version}")) : new Cell(null),
        new Cell(execution.DecidedBy) { Note = execution.Note },
        new Cell(execution.Created),
    ];

    private static Tone ToneOf(ExecutionState state) => state switch
    {
        ExecutionState.Failed or ExecutionState.Interrupted => Tone.Problem,
        ExecutionState.Waiting => Tone.Warning,
        ExecutionState.Promoted or ExecutionState.Done => Tone.Good,
        ExecutionState.Queued or ExecutionState.Running => Tone.Notice,
        _ => Tone.Neutral,
    };
}
