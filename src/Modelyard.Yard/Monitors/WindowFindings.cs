namespace Modelyard.Lifecycle.Monitors;

/// <summary>Says what a window, and those before it, have for alarms.</summary>
internal static class WindowFindings
{
    /// <summary>Begins what names a rule among looks.</summary>
    internal const string RulePrefix = "rule:";

    /// <summary>Names the look at how long rows have stayed away.</summary>
    internal const string FreshnessName = "freshness";

    /// <summary>Names the look at whole windows without rows.</summary>
    internal const string SilenceName = "silence";

    /// <summary>Lists what the alarms of a monitor can be of.</summary>
    internal static IEnumerable<string> Watches(MonitorDefinition monitor) =>
        [.. monitor.Watch.Select(kind => kind.ToString().ToLowerInvariant()), SilenceName, FreshnessName, .. monitor.Rules.Select(rule => RulePrefix + rule.Name)];

    /// <summary>Lists what looks say, those that judged nothing left out.</summary>
    internal static IEnumerable<AlarmFinding> OfLooks(MonitorDefinition monitor, MonitorWindow window)
    {
        if (window.State is WindowState.Quiet or WindowState.Drifted && monitor.Watch.Contains(WatchKind.Drift))
        {
            yield return Usual(monitor, new AlarmFinding("drift", window.State == WindowState.Drifted, window.Start, window.End, window.Summary) { Subjects = [.. window.Drifted.Select(column => column.Name)] });
        }

        foreach (WindowLook look in window.Looks.Where(look => !double.IsNaN(look.PValue)))
        {
            if (look.Kind == WatchKind.Operation && monitor.WindowRows is null && !monitor.IsBatches)
            {
                // A window without rows is told once: by the alarm that may have begun before later rows came.
                yield return Silence(monitor, look.IsFound && window.Rows == 0, window.Start, window.End, look.Summary);
                if (window.Rows == 0)
                {
                    continue;
                }
            }

            yield return Usual(monitor, new AlarmFinding(look.Kind.ToString().ToLowerInvariant(), look.IsFound, window.Start, window.End, look.Summary) { Subjects = look.Subjects });
        }
    }

    /// <summary>Lists what rules say of the latest of some windows; those that ask for what is not known of it are left out.</summary>
    internal static IEnumerable<AlarmFinding> OfRules(MonitorDefinition monitor, IReadOnlyList<MonitorWindow> windows, bool withLabels)
    {
        foreach (MonitorRule rule in monitor.Rules.Where(rule => WindowTable.WaitsForLabels(rule) == withLabels))
        {
            MonitorWindow[] latest = [.. windows.TakeLast(rule.For)];
            bool?[] held = WindowTable.Hold(rule, latest);
            if (held is not [.., { } now])
            {
                continue;
            }

            bool isFound = held.Length == rule.For && Array.TrueForAll(held, one => one == true);
            if (now && !isFound)
            {
                continue;
            }

            yield return new AlarmFinding(RulePrefix + rule.Name, isFound, latest[0].Start, latest[^1].End, $"{rule.Name}: {rule.When}{(rule.For > 1 ? $", {rule.For} windows in a row" : "")}")
            {
                Windows = rule.For,
                Severity = rule.Severity ?? monitor.Severity,
                Cooldown = rule.Cooldown ?? monitor.Cooldown,
                Runbook = rule.Runbook,
            };
        }
    }

    /// <summary>Says whether rows have stayed away: for longer than they may, or for whole windows that usually have some. Such windows are not judged yet, as their rows may come late.</summary>
    /// <param name="monitor">The monitor.</param>
    /// <param name="last">The last window; null if there is none.</param>
    /// <param name="history">Reads the windows, the oldest first, where they are needed.</param>
    /// <param name="newest">When the newest row came about, in UTC; null if it is not asked for, or there is none.</param>
    /// <param name="now">The moment, in UTC.</param>
    internal static IEnumerable<AlarmFinding> OfAge(MonitorDefinition monitor, MonitorWindow? last, Func<IReadOnlyList<MonitorWindow>> history, DateTime? newest, DateTime now)
    {
        if (monitor.Freshness is { } most && newest is { } row)
        {
            yield return Usual(monitor, new AlarmFinding(FreshnessName, now - row > most, row, now, $"The newest row came about at {row:yyyy-MM-dd HH:mm} UTC, {Age(now - row)} ago, and may be {Age(most)} old.")) with { Windows = 0, Cooldown = TimeSpan.Zero };
        }

        if (!monitor.Watch.Contains(WatchKind.Operation) || monitor.WindowRows is not null || monitor.IsBatches || last is null)
        {
            yield break;
        }

        // The window after the last one, were it to stay without rows.
        DateTime start = last.End, end = start + monitor.Window;
        WindowLook? look = end + monitor.Lateness <= now ? Silent(monitor, start, end, (int)Math.Min((now - monitor.Lateness - end) / monitor.Window, int.MaxValue), history()) : null;
        yield return Silence(monitor, look is { IsFound: true }, start, look is null ? start : now, look?.Summary);
    }

    private static AlarmFinding Silence(MonitorDefinition monitor, bool isFound, DateTime since, DateTime until, string? summary) =>
        Usual(monitor, new AlarmFinding(SilenceName, isFound, since, until, $"No row has come since {since:yyyy-MM-dd HH:mm} UTC. {summary}")) with { Windows = 0, Cooldown = TimeSpan.Zero };

    /// <summary>Looks at the windows that have passed without rows since the last one.</summary>
    private static WindowLook Silent(MonitorDefinition monitor, DateTime start, DateTime end, int more, IReadOnlyList<MonitorWindow> history)
    {
        var empty = new MonitorWindow(start, end, WindowState.Sparse, 0) { Measures = [new WindowMeasure(MeasureNames.Volume, 0)] };
        return OperationLook.Of(empty, history, monitor, WindowLooks.LevelOf(monitor, WindowLooks.Found(history, WatchKind.Operation)), more);
    }

    private static AlarmFinding Usual(MonitorDefinition monitor, AlarmFinding finding) => finding with { Severity = monitor.Severity, Cooldown = monitor.Cooldown };

    private static string Age(TimeSpan span) => span >= TimeSpan.FromDays(2) ? $"{span.TotalDays:0.#} days" : span >= TimeSpan.FromHours(2) ? $"{span.TotalHours:0.#} hours" : $"{span.TotalMinutes:0.#} minutes";
}
