namespace Modelyard.Lifecycle.Monitors;

/// <summary>Looks whether the figures of a window are as usual. What is usual the windows before say, of the same weekday where those are the reference.</summary>
internal static class OperationLook
{
    /// <summary>The least number of windows that say what is usual.</summary>
    internal const int Fewest = 5;

    private const int MostWindows = 28;
    private const int Weeks = 8;

    private static readonly UsualFigure[] s_figures =
    [
        new(MeasureNames.Volume, "rows", IsShare: false, BothWays: true, 1.5),
        new(MeasureNames.Duration, "seconds for a window of rows", IsShare: false, BothWays: true, 1.5),
        new(MeasureNames.Freshness, "seconds since the newest row", IsShare: false, BothWays: false, 2),
        new(MeasureNames.Duplicates, "rows that repeat another", IsShare: true, BothWays: false, 0.02),
        new(MeasureNames.HighLatency, "milliseconds within which 95 % were answered", IsShare: false, BothWays: false, 1.5),
        new(MeasureNames.Errors, "requests that failed", IsShare: true, BothWays: false, 0.01),
        new(MeasureNames.Refused, "requests that were refused", IsShare: true, BothWays: false, 0.05),
        new(MeasureNames.Throughput, "requests a minute", IsShare: false, BothWays: true, 1.5),
        new(MeasureNames.Memory, "bytes of memory", IsShare: false, BothWays: false, 1.5),
        new(MeasureNames.Pauses, "time paused to collect garbage", IsShare: true, BothWays: false, 0.02),
    ];

    /// <summary>Looks at a window.</summary>
    /// <param name="window">The window, with its figures.</param>
    /// <param name="history">The windows before.</param>
    /// <param name="monitor">The monitor.</param>
    /// <param name="level">The level that the chance is held against.</param>
    internal static WindowLook Of(MonitorWindow window, IReadOnlyList<MonitorWindow> history, MonitorDefinition monitor, double level)
    {
        // A window that was found unusual says nothing of what is usual.
        IEnumerable<MonitorWindow> usual = history.Where(one => !one.Looks.Any(look => look.Kind == WatchKind.Operation && look.IsFound));
        MonitorWindow[] all = Latest(usual), filled = Latest(usual.Where(one => one.Rows > 0));
        var held = new List<HeldFigure>();
        foreach (UsualFigure figure in s_figures.Where(figure => monitor.WindowRows is null || figure.Name != MeasureNames.Volume))
        {
            // That no row came is as usual where often none does; of no row nothing else is known.
            MonitorWindow[] before = [.. (figure.Name == MeasureNames.Volume ? all : filled).Where(one => double.IsFinite(one.Measure(figure.Name)))];
            double value = window.Measure(figure.Name);
            if (figure.Hold(value, [.. before.Select(one => one.Measure(figure.Name))], before.Length < Fewest || !double.IsFinite(value) ? 0 : LeastChance(figure, window, before)) is { } one)
            {
                held.Add(one);
            }
        }

        return held.Count == 0 ? WindowLook.Unjudged(WatchKind.Operation, "Too few windows to say what is usual.") : HeldFigure.Judge(WatchKind.Operation, held, level, "Unusual");

        MonitorWindow[] Latest(IEnumerable<MonitorWindow> windows) => monitor.Reference.Kind == ReferenceKind.Weekday
            ? [.. windows.Where(one => (window.Start - one.Start).Ticks % TimeSpan.FromDays(7).Ticks == 0).TakeLast(Weeks)]
            : [.. windows.TakeLast(MostWindows)];
    }

    /// <summary>Computes what chance a count has at least, and a share of few rows or requests.</summary>
    private static double LeastChance(UsualFigure figure, MonitorWindow window, MonitorWindow[] before) => figure.Name switch
    {
        MeasureNames.Volume => CountLaw.Chance(window.Measure(figure.Name), [.. before.Select(one => one.Measure(figure.Name))], bothWays: true),
        MeasureNames.Throughput => CountLaw.Chance(Requests(window), [.. before.Select(Requests)], bothWays: true),
        MeasureNames.Duplicates => CountLaw.Chance(window.Measure(figure.Name), window.Rows, [.. before.Select(one => (one.Measure(figure.Name), (double)one.Rows))]),
        MeasureNames.Errors or MeasureNames.Refused => CountLaw.Chance(window.Measure(figure.Name), Requests(window), [.. before.Select(one => (one.Measure(figure.Name), Requests(one)))]),
        _ => 0,
    };

    private static double Requests(MonitorWindow window) => window.Measure(MeasureNames.Throughput) * (window.End - window.Start).TotalMinutes;
}
