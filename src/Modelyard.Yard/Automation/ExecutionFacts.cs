using Modelyard.Lifecycle.Monitors;

namespace Modelyard.Lifecycle.Automation;

/// <summary>Represents what set an execution off.</summary>
/// <param name="Monitor">The monitor.</param>
/// <param name="Model">The name of the model; null if the monitor watches none.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Since">The beginning, in UTC.</param>
/// <param name="Until">The end of the last window.</param>
/// <param name="Summary">What happened, in a sentence; it may hold texts of the data.</param>
public sealed record ExecutionFacts(string Monitor, string? Model, AlarmSeverity Severity, DateTime Since, DateTime Until, string Summary)
{
    /// <summary>Gets the number of the alarm; null if there is none.</summary>
    public long? Alarm { get; init; }

    /// <summary>Gets the number of windows.</summary>
    public int Windows { get; init; }

    /// <summary>Gets the columns that have moved.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Gets who set it off by hand; null if nobody did.</summary>
    public string? By { get; init; }

    internal static ExecutionFacts Of(Alarm alarm, string? model) => new(alarm.Monitor, model, alarm.Severity, alarm.Since, alarm.Until, alarm.Summary) { Alarm = alarm.Id, Windows = alarm.Windows, Columns = alarm.Columns };
}
