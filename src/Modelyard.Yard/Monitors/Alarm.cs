namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents that something has moved, for as long as it goes on: windows in a row that have moved are one alarm.</summary>
/// <param name="Id">The number.</param>
/// <param name="Monitor">The monitor.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="State">How far it has been dealt with.</param>
/// <param name="Since">The beginning of the first window that had moved, in UTC.</param>
/// <param name="Until">The end of the last one.</param>
/// <param name="Windows">The number of windows.</param>
/// <param name="Summary">What has moved, in a sentence, as of the last window.</param>
public sealed record Alarm(long Id, string Monitor, AlarmSeverity Severity, AlarmState State, DateTime Since, DateTime Until, int Windows, string Summary)
{
    /// <summary>Gets what was looked at when it was found: <c>drift</c>, <c>operation</c> and so on, <c>freshness</c>, or the name of a rule after <c>rule:</c>.</summary>
    public string Watch { get; init; } = "drift";

    /// <summary>Gets the columns, or the figures, that have moved in any of its windows.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Gets who has acknowledged it; null if nobody has.</summary>
    public string? AcknowledgedBy { get; init; }

    /// <summary>Gets what they said; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Gets a value indicating whether it was silenced when it began, so that nobody was told.</summary>
    public bool IsSilenced { get; init; }

    /// <summary>Gets the address of what is to be done, as the rule says that was broken; null if none does.</summary>
    public string? Runbook { get; init; }
}
