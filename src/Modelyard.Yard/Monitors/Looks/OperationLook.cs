using Modelyard.Charts;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Looks whether the figures of a window are as usual. What is usual the windows before say, of the same weekday where those are the reference.</summary>
internal static class OperationLook
{
    /// <summary>The least number of windows that say what is usual.</summary>
    internal const int Fewest = 5;

    private const int MostWindows = 28;
    private const int Weeks = 8;

    private const int Stretches = 10;

    // So many windows in a row that were found have come to a new level, which is the usual one from then on.
    private const int Settled = 28;

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
    /// <param name="windows">How many windows in a row the window stands for: more than one of such as stay without rows and are not judged yet.</param>
    internal static WindowLook Of(MonitorWindow window, IReadOnlyList<MonitorWindow> history, MonitorDefinition monitor, double level, int windows = 1)
    {
        var held = new List<HeldFigure>();
        foreach (UsualFigure figure in s_figures.Where(figure => monitor.WindowRows is null || figure.Name != MeasureNames.Volume))
        {
            MonitorWindow[] before = monitor.Reference.Kind == ReferenceKind.Weekday ? Usual(figure, window, history, Weeks, isWeekly: true) : Usual(figure, window, history, MostWindows);
            double value = window.Measure(figure.Name);
            if (figure.Hold(value, [.. before.Select(one => one.Measure(figure.Name))], before.Length < Fewest || !double.IsFinite(value) ? 0 : LeastChance(figure, window, before)) is { } one)
            {
                held.Add(figure.Name == MeasureNames.Volume && Silence(figure, window, history, monitor, windows) is { } silence && silence.Chance < one.Chance ? silence : one);
            }
        }

        return held.Count == 0 ? WindowLook.Unjudged(WatchKind.Operation, "Too few windows to say what is usual.") : HeldFigure.Judge(WatchKind.Operation, held, level, "Unusual");
    }

    /// <summary>
    /// Holds the rows of windows in a row that have none against those of as many windows before: where hours differ, one without rows is little news and six are much. The chance is multiplied by how many such looks there were.
    /// </summary>
    private static HeldFigure? Silence(UsualFigure figure, MonitorWindow window, IReadOnlyList<MonitorWindow> history, MonitorDefinition monitor, int windows)
    {
        int empty = window.Rows > 0 ? 0 : Enumerable.Range(1, history.Count).TakeWhile(back => history[^back].Rows == 0).Count(), count = empty + windows;
        if (window.Rows > 0 || count < 2)
        {
            return null;
        }

        bool isWeekly = monitor.Reference.Kind == ReferenceKind.Weekday;
        MonitorWindow[] usual = Usual(figure, window, [.. history.SkipLast(empty)], isWeekly ? history.Count : MostWindows * count);
        double[] sums;
        if (isWeekly)
        {
            var volumes = usual.ToDictionary(one => one.Start, one => one.Measure(figure.Name));
            DateTime[] starts = [.. history.TakeLast(empty).Select(one => one.Start), .. Enumerable.Range(0, windows).Select(i => window.Start + (i * monitor.Window))];
            sums = [.. Enumerable.Range(1, Weeks).Select(week => starts.Sum(start => volumes.GetValueOrDefault(start.AddDays(-7 * week), double.NaN)))];
        }
        else
        {
            // Of a silence longer than what is known, as much of it as there are enough stretches to compare with.
            count = Math.Min(count, usual.Length / Stretches);
            sums = count < 2 ? [] : [.. usual.Reverse().Chunk(count).Where(stretch => stretch.Length == count).Select(stretch => stretch.Sum(one => one.Measure(figure.Name)))];
        }

        sums = [.. sums.Where(double.IsFinite)];
        return sums.Length < Fewest || (figure with { What = $"rows of {NumberText.Count(count)} windows" }).Hold(0, sums, CountLaw.Chance(0, sums, bothWays: true)) is not { } held ? null : held with { Chance = Math.Min(1, count * held.Chance) };
    }

    /// <summary>
    /// Finds the latest windows that say what is usual of a figure, the oldest first. One that was found unusual says nothing of it; but of how much comes and how fast, where both ways are told, a level that was found window by window for
    /// so long has become the usual one. Errors, latency and their like never become usual.
    /// </summary>
    private static MonitorWindow[] Usual(UsualFigure figure, MonitorWindow window, IReadOnlyList<MonitorWindow> history, int most, bool isWeekly = false)
    {
        int moved = 0;
        var usual = new List<MonitorWindow>();
        for (int i = history.Count - 1; i >= 0 && usual.Count < most; i--)
        {
            MonitorWindow one = history[i];
            if (one.Looks.FirstOrDefault(look => look.Kind == WatchKind.Operation) is not { IsFound: true } look)
            {
                moved = 0;
                usual.AddRange(Says(one) ? [one] : []);
                continue;
            }

            // That no row came is told for as long as none does.
            moved = figure.BothWays && one.Rows > 0 && look.Subjects.Contains(figure.Name, StringComparer.Ordinal) ? moved + 1 : 0;
            if (moved == Settled)
            {
                usual.AddRange(Enumerable.Range(i, Settled).Select(at => history[at]).Where(Says).Reverse().Take(most - usual.Count));
                break;
            }
        }

        usual.Reverse();
        return [.. usual];

        // That no row came is as usual where often none does; of no row nothing else is known.
        bool Says(MonitorWindow one) => (one.Rows > 0 || figure.Name == MeasureNames.Volume) && double.IsFinite(one.Measure(figure.Name))
            && (!isWeekly || (window.Start - one.Start).Ticks % TimeSpan.FromDays(7).Ticks == 0);
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
