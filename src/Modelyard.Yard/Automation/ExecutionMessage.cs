using System.Globalization;
using System.Text;
using Modelyard.Lifecycle.Monitors;

namespace Modelyard.Lifecycle.Automation;

/// <summary>Represents what a channel is told of an execution.</summary>
/// <param name="Execution">The execution.</param>
/// <param name="State">How far it was when it was to be told.</param>
/// <param name="Attempt">The number of the attempt, from 1.</param>
/// <param name="Runbook">The address of what is to be done; null for none.</param>
internal sealed record ExecutionMessage(Execution Execution, ExecutionState State, int Attempt, string? Runbook) : IChannelMessage
{
    /// <inheritdoc/>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"execution-{Execution.Id}-{Word}");

    /// <inheritdoc/>
    public string Subject => PlainText.Of($"[{SeverityOf(State, Execution.Facts.Severity).ToString().ToLowerInvariant()}] {Execution.Rule.Name}: {What}{(Attempt > 1 ? " (sent again)" : "")}");

    private string Word => State.ToString().ToLowerInvariant();

    private string What => State switch
    {
        ExecutionState.Waiting => $"{Execution.ChallengerReference} waits for approval",
        ExecutionState.Promoted => $"{Execution.ChallengerReference} is in production",
        ExecutionState.Kept => $"{Execution.Facts.Model}:{Execution.Champion} stays in production",
        ExecutionState.Rejected => $"{Execution.ChallengerReference} was rejected",
        _ => Word,
    };

    /// <summary>Says how much it matters: what somebody must do or know, as much as what set it off.</summary>
    internal static AlarmSeverity SeverityOf(ExecutionState state, AlarmSeverity cause) => state is ExecutionState.Done or ExecutionState.Kept or ExecutionState.Rejected ? AlarmSeverity.Info : cause;

    /// <inheritdoc/>
    public string ToText()
    {
        var text = new StringBuilder(PlainText.Of(Execution.Told)).Append('\n');
        if (Execution.DecidedBy is { } by)
        {
            text.Append(CultureInfo.InvariantCulture, $"decided by {PlainText.Of(by)}{(Execution.Note is { } note ? $": {PlainText.Of(note)}" : "")}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"execution {Execution.Id} of {Execution.Rule.Name}, set off by: {PlainText.Of(Execution.Facts.Summary)}\n");
        return Runbook is null ? text.ToString() : text.Append(CultureInfo.InvariantCulture, $"what to do: {Runbook}\n").ToString();
    }

    /// <inheritdoc/>
    public byte[] ToJson() => Encoding.UTF8.GetBytes(MonitorJson.Text(json =>
    {
        json.WriteString("id", Id);
        json.WriteString("event", Word);
        json.WriteNumber("attempt", Attempt);
        json.WriteStartObject("execution");
        json.WriteNumber("id", Execution.Id);
        json.WriteString("automation", Execution.Rule.Name);
        json.WriteString("challenger", Execution.ChallengerReference);
        json.WriteString("champion", Execution.Champion is { } champion ? $"{Execution.Facts.Model}:{champion}" : null);
        json.WriteString("told", Execution.Told);
        json.WriteString("decidedBy", Execution.DecidedBy);
        json.WriteString("note", Execution.Note);
        json.WriteEndObject();
        json.WriteStartObject("cause");
        ExecutionJson.Write(json, Execution.Facts);
        json.WriteEndObject();
        json.WriteString("runbook", Runbook);
    }));
}
