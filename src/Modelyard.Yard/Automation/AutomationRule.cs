using Modelyard.Lifecycle.Challengers;
using Modelyard.Lifecycle.Monitors;

namespace Modelyard.Lifecycle.Automation;

/// <summary>Says what is done when a monitor alarms: a command, or a retraining whose version challenges the one in production.</summary>
/// <param name="Name">The name of the rule.</param>
/// <param name="Monitor">The monitor.</param>
public sealed record AutomationRule(string Name, string Monitor)
{
    private static readonly TimeSpan s_most = TimeSpan.FromDays(366);
    private static readonly string[] s_notMended = ["operation", "silence", "freshness"];

    /// <summary>Gets what sets it off.</summary>
    public AutomationTrigger Trigger { get; init; } = AutomationTrigger.Alarm;

    /// <summary>Gets for how many windows an alarm must have gone on, of <see cref="AutomationTrigger.Persists"/>.</summary>
    public int Windows { get; init; } = 3;

    /// <summary>Gets what an alarm must be of, such as <c>drift</c>, <c>performance</c> or <c>rule:low</c>; if none is named of anything, but a retraining of nothing that newer rows do not mend: rows that stay away or come otherwise than usual.</summary>
    public IReadOnlyList<string> Of { get; init; } = [];

    /// <summary>Gets the least severity of the alarm.</summary>
    public AlarmSeverity Severity { get; init; } = AlarmSeverity.Info;

    /// <summary>Gets the program to start; null for a retraining.</summary>
    public RuleCommand? Command { get; init; }

    /// <summary>Gets the retraining; null for a command.</summary>
    public RetrainingPlan? Retraining { get; init; }

    /// <summary>Gets how often it is carried out at most within <see cref="Period"/>.</summary>
    public int Most { get; init; } = 1;

    /// <summary>Gets the time in which it is carried out <see cref="Most"/> times at most.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Gets how long it rests after it was carried out.</summary>
    public TimeSpan Cooldown { get; init; } = TimeSpan.Zero;

    /// <summary>Gets how long it may take: a command is ended then, and the search of a retraining.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Says in words what is done.</summary>
    /// <returns>A part of a sentence.</returns>
    public string Describe() => Command is { } command ? $"starts {command}" : $"retrains from {Retraining!.Source}; {Retraining.Promotion}";

    /// <summary>Determines whether an alarm is of what the rule is about.</summary>
    internal bool Concerns(Alarm alarm) => Of.Count > 0 ? Of.Contains(alarm.Watch, StringComparer.Ordinal) : Retraining is null || !s_notMended.Contains(alarm.Watch, StringComparer.Ordinal);

    internal void Check()
    {
        ModelReference.CheckName("automation", Name);
        if (Command is null == Retraining is null)
        {
            throw new YardException($"The automation '{Name}' must have a command or a retraining, and not both.");
        }

        if (Command is { } command && (command.Arguments.Count == 0 || command.Arguments[0].Length == 0))
        {
            throw new YardException($"The command of the automation '{Name}' is empty and must name a program.");
        }

        if (Windows is < 1 or > 1000)
        {
            throw new YardException($"The number of windows is '{Windows}' and must be from 1 to 1,000.");
        }

        if (Most < 1)
        {
            throw new YardException($"The greatest number of executions is '{Most}' and must be 1 or more.");
        }

        if (Period <= TimeSpan.Zero || Period > s_most || Cooldown < TimeSpan.Zero || Cooldown > s_most)
        {
            throw new YardException($"The period is '{Period}' and the rest '{Cooldown}'; they must be up to 366 days, and the period longer than 0.");
        }

        if (TimeLimit <= TimeSpan.Zero || TimeLimit > TimeSpan.FromDays(7))
        {
            throw new YardException($"The time limit is '{TimeLimit}' and must be above 0, at most 7 days.");
        }

        Retraining?.Check();
    }
}
