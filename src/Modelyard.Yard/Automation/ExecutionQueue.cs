using System.Globalization;
using Microsoft.Data.Sqlite;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Storage;

namespace Modelyard.Lifecycle.Automation;

/// <summary>Finds what sets rules off, and queues it within their limits.</summary>
internal sealed class ExecutionQueue(Database database, Yard yard)
{
    internal int Look()
    {
        int queued = 0;
        foreach (AutomationRule rule in yard.Automations.List())
        {
            (string Cause, ExecutionFacts Facts)[] causes = [.. Causes(rule)];
            queued += causes.Length == 0 ? 0 : database.Write(connection => causes.Count(cause => TryQueue(connection, rule, cause.Cause, cause.Facts)));
        }

        return queued;
    }

    internal static void Insert(SqliteConnection connection, AutomationRule rule, string cause, ExecutionFacts facts, ExecutionState state, string told) => connection.Run(
        "INSERT INTO executions (automation, definition, cause, facts, state, created, told) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);",
        rule.Name, RuleJson.Write(rule), cause, ExecutionJson.Write(facts), state.ToString(), DateTime.UtcNow.Ticks, told);

    /// <summary>Lists the alarms that would set a rule off and have not done so yet.</summary>
    private (string Cause, ExecutionFacts Facts)[] Causes(AutomationRule rule)
    {
        MonitorDefinition monitor = yard.Monitors.Get(rule.Monitor);
        string suffix = rule.Trigger == AutomationTrigger.Persists ? "-persists" : "";
        return database.Read(connection =>
        {
            long last = (long?)connection.Scalar("SELECT last_alarm FROM automations WHERE name = ?1;", rule.Name) ?? long.MaxValue;
            return AlarmStore.After(connection, rule.Monitor, last)
                .Where(alarm => !alarm.IsSilenced && rule.Concerns(alarm) && alarm.Severity >= rule.Severity && (rule.Trigger == AutomationTrigger.Alarm || alarm.Windows >= rule.Windows))
                .Select(alarm => (Cause: string.Create(CultureInfo.InvariantCulture, $"alarm-{alarm.Id}{suffix}"), ExecutionFacts.Of(alarm, monitor.Model)))
                .Where(one => connection.Scalar("SELECT 1 FROM executions WHERE automation = ?1 AND cause = ?2;", rule.Name, one.Cause) is null)
                .ToArray();
        });
    }

    /// <summary>Queues what set a rule off, once; beyond the limits of the rule it is taken down and not carried out.</summary>
    private static bool TryQueue(SqliteConnection connection, AutomationRule rule, string cause, ExecutionFacts facts)
    {
        if (connection.Scalar("SELECT 1 FROM executions WHERE automation = ?1 AND cause = ?2;", rule.Name, cause) is not null)
        {
            return false;
        }

        string told = Limit(connection, rule);
        Insert(connection, rule, cause, facts, told.Length == 0 ? ExecutionState.Queued : ExecutionState.Skipped, told);
        return told.Length == 0;
    }

    /// <summary>Says why a rule is not to be carried out now; empty if it is. What was set off by hand does not count.</summary>
    private static string Limit(SqliteConnection connection, AutomationRule rule)
    {
        const string Counted = "FROM executions WHERE automation = ?1 AND state <> 'Skipped' AND cause NOT LIKE 'hand-%'";
        DateTime now = DateTime.UtcNow;
        long recent = (long)connection.Scalar($"SELECT COUNT(*) {Counted} AND created > ?2;", rule.Name, (now - rule.Period).Ticks)!;
        if (recent >= rule.Most)
        {
            return $"It is carried out {(rule.Most == 1 ? "once" : $"{rule.Most} times")} in {Span(rule.Period)} at most.";
        }

        return rule.Cooldown > TimeSpan.Zero && connection.Scalar($"SELECT 1 {Counted} AND COALESCE(ended, started, created) > ?2;", rule.Name, (now - rule.Cooldown).Ticks) is not null
            ? $"It rests for {Span(rule.Cooldown)} after it was carried out."
            : "";
    }

    private static string Span(TimeSpan span)
    {
        (double count, string unit) = span.TotalDays >= 1 ? (span.TotalDays, "day") : span.TotalHours >= 1 ? (span.TotalHours, "hour") : (span.TotalMinutes, "minute");
        string text = count.ToString("0.##", CultureInfo.InvariantCulture);
        return $"{text} {unit}{(text == "1" ? "" : "s")}";
    }
}
