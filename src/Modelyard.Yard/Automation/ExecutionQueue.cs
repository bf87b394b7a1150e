using System.Globalization;
using Microsoft.Data.Sqlite;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Storage;
using Modelyard.Monitoring;

namespace Modelyard.Lifecycle.Automation;

/// <summary>Finds what sets rules off, and queues it within their limits.</summary>
internal sealed class ExecutionQueue(Database database, Yard yard)
{
    private const double PerformanceLevel = 0.01;
    private const int PerformanceWindows = 30;

    internal int Look(TimeSpan performanceInterval)
    {
        int queued = 0;
        foreach (AutomationRule rule in yard.Automations.List())
        {
            (string Cause, ExecutionFacts Facts)[] causes = [.. Causes(rule, performanceInterval)];
            queued += causes.Length == 0 ? 0 : database.Write(connection => causes.Count(cause => TryQueue(connection, rule, cause.Cause, cause.Facts)));
        }

        return queued;
    }

    internal static void Insert(SqliteConnection connection, AutomationRule rule, string cause, ExecutionFacts facts, ExecutionState state, string told) => connection.Run(
        "INSERT INTO executions (automation, definition, cause, facts, state, created, told) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);",
        rule.Name, RuleJson.Write(rule), cause, ExecutionJson.Write(facts), state.ToString(), DateTime.UtcNow.Ticks, told);

    /// <summary>Lists what would set a rule off and has not done so yet.</summary>
    private (string Cause, ExecutionFacts Facts)[] Causes(AutomationRule rule, TimeSpan performanceInterval)
    {
        MonitorDefinition monitor = yard.Monitors.Get(rule.Monitor);
        (long LastAlarm, long LastWindow, long Looked) known = database.Read(connection =>
            connection.Query("SELECT last_alarm, last_window, looked FROM automations WHERE name = ?1;", row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)), rule.Name).FirstOrDefault());
        IEnumerable<(string Cause, ExecutionFacts Facts)> found;
        if (rule.Trigger == AutomationTrigger.Performance)
        {
            long now = DateTime.UtcNow.Ticks;
            if (now - known.Looked < performanceInterval.Ticks)
            {
                return [];
            }

            database.Write(connection => connection.Run("UPDATE automations SET looked = ?2 WHERE name = ?1;", rule.Name, now));
            found = Worse(rule, monitor, known.LastWindow) is { } worse ? [($"window-{worse.Since.Ticks}", worse)] : [];
        }
        else
        {
            string suffix = rule.Trigger == AutomationTrigger.Persists ? "-persists" : "";
            found = database.Read(connection => AlarmStore.After(connection, rule.Monitor, known.LastAlarm))
                .Where(alarm => !alarm.IsSilenced && rule.Concerns(alarm) && alarm.Severity >= rule.Severity && (rule.Trigger == AutomationTrigger.Alarm || alarm.Windows >= rule.Windows))
                .Select(alarm => (string.Create(CultureInfo.InvariantCulture, $"alarm-{alarm.Id}{suffix}"), ExecutionFacts.Of(alarm, monitor.Model)));
        }

        return [.. found.Where(one => database.Read(connection => connection.Scalar("SELECT 1 FROM executions WHERE automation = ?1 AND cause = ?2;", rule.Name, one.Cause)) is null)];
    }

    /// <summary>Tells whether the model did worse in the latest window of which most labels are known; null if not.</summary>
    private ExecutionFacts? Worse(AutomationRule rule, MonitorDefinition monitor, long lastWindow)
    {
        if (monitor.Severity < rule.Severity)
        {
            return null;
        }

        MonitoredPerformance performance = yard.Monitors.Performance(monitor.Name, last: PerformanceWindows);
        LabelledWindow? latest = performance.Windows.LastOrDefault(window => window.Labelled >= monitor.LeastRows && window.Labelled * 2 >= window.Rows && window.Changes.Count > 0);
        MetricChange? worst = latest?.Changes
            .Where(change => change.AdjustedPValue < PerformanceLevel && change.Difference != 0 && change.Difference < 0 == change.Now.Metric.HigherIsBetter)
            .MinBy(change => change.AdjustedPValue);
        return latest is null || worst is null || latest.End.Ticks <= lastWindow ? null
            : new ExecutionFacts(
                monitor.Name, monitor.Model, monitor.Severity, latest.Start, latest.End,
                string.Create(CultureInfo.InvariantCulture, $"{worst.Now.Metric.Title} is {worst.Now.Interval.Value:0.####} in the window, and was {worst.Before.Interval.Value:0.####} in those before (p {worst.AdjustedPValue:0.######})."))
            {
                Windows = 1,
            };
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

    private static string Span(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{(span.TotalDays >= 1 ? $"{span.TotalDays:0.##} days" : span.TotalHours >= 1 ? $"{span.TotalHours:0.##} hours" : $"{span.TotalMinutes:0.##} minutes")}");
}
