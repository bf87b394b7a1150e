namespace Modelyard.Lifecycle.Monitors;

/// <summary>Looks whether the figures of a window are as usual: as at the same time of the day or the week where that tells it better than the windows just before.</summary>
internal static class OperationLook
{
    /// <summary>The least number of windows that say what is usual.</summary>
    internal const int Fewest = 5;

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
    /// <param name="passed">How many windows have passed without rows after this one.</param>
    internal static WindowLook Of(MonitorWindow window, IReadOnlyList<MonitorWindow> history, MonitorDefinition monitor, double level, int passed = 0)
    {
        // Windows in a row without rows are one silence, of which none says what is usual beside another.
        int empty = window.Rows > 0 ? 0 : SilentWindows.Count(history);
        IReadOnlyList<MonitorWindow> known = empty == 0 ? history : [.. history.SkipLast(empty)];
        var held = new List<HeldFigure>();
        foreach (UsualFigure figure in s_figures.Where(figure => double.IsFinite(window.Measure(figure.Name)) && (monitor.WindowRows is null || figure.Name != MeasureNames.Volume)))
        {
            double value = window.Measure(figure.Name);
            var season = Season.Of(figure, known, monitor);
            int lasting = figure.IsShare || season is null ? 0 : season.Lasting(value, empty);
            season = lasting == 0 ? season : season!.Without(lasting);
            if (Usual(figure, window, known, monitor, season, lasting + empty) is { } usual)
            {
                HeldFigure one = figure.Hold(value, usual.Level, usual.LeastChance);
                held.Add(figure.Name == MeasureNames.Volume && window.Rows == 0 ? SilentWindows.Hold(one, figure, known, season, lasting, empty + 1 + passed) : one);
            }
        }

        return held.Count == 0 ? WindowLook.Unjudged(WatchKind.Operation, "Too few windows to say what is usual.") : HeldFigure.Judge(WatchKind.Operation, held, level, "Unusual");
    }

    /// <summary>Says what is usual of a figure, and what chance it has at least; null if too little is known.</summary>
    private static (UsualLevel Level, double LeastChance)? Usual(UsualFigure figure, MonitorWindow window, IReadOnlyList<MonitorWindow> known, MonitorDefinition monitor, Season? season, int ahead)
    {
        if (season?.Usual(ahead) is { } seasonal)
        {
            return (seasonal, season.LeastChance(window, ahead));
        }

        if (monitor.Reference.Kind == ReferenceKind.Weekday)
        {
            return null;
        }

        MonitorWindow[] before = UsualWindows.Latest(figure, known);
        return before.Length < Fewest ? null : (UsualLevel.Of(figure, [.. before.Select(one => one.Measure(figure.Name))]), figure.LeastChance(window, before));
    }
}
