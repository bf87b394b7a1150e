namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents what a look at a window says to alarms.</summary>
/// <param name="Watch">What was looked at.</param>
/// <param name="IsFound">Whether something was found.</param>
/// <param name="Since">The beginning of the window, or of the first of several in a row, in UTC.</param>
/// <param name="Until">The end of the window.</param>
/// <param name="Summary">What was found, in a sentence.</param>
internal sealed record AlarmFinding(string Watch, bool IsFound, DateTime Since, DateTime Until, string Summary)
{
    internal int Windows { get; init; } = 1;

    internal AlarmSeverity Severity { get; init; }

    internal TimeSpan Cooldown { get; init; }

    internal IReadOnlyList<string> Subjects { get; init; } = [];

    internal Uri? Runbook { get; init; }
}
