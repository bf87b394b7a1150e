namespace Modelyard.Lifecycle.Monitors;

/// <summary>Looks whether the figures of a window are as usual. What is usual the windows before say, of the same weekday where those are the reference.</summary>
internal static class OperationLook
{
    /// <summary>The least number of windows that say what is usual.</summary>
    internal const int Fewest = 5;

    private const int MostWindows = 28;
    private const int Weeks = 8;

    // So many windows in a row that were found have come to a new level, which is the usual one from then on.
    private const int Settled = 28;

    // What has come and gone so often, as nights do, is a pattern; of how many windows that is asked.
    private const int Pattern = 3;
    private const int Remembered = 3 * MostWindows;

    // So many windows in a row without rows are held together at most: where one has a middling chance, very many of them would not.
    private const int MostEmpty = 24;

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
    /// <param name="passed">How many windows have passed without rows between the history and this one.</param>
    internal static WindowLook Of(MonitorWindow window, IReadOnlyList<MonitorWindow> history, MonitorDefinition monitor, double level, int passed = 0)
    {
        int empty = 0;
        while (window.Rows == 0 && empty < history.Count && history[^(empty + 1)].Rows == 0)
        {
            empty++;
        }

        IReadOnlyList<MonitorWindow> earlier = empty == 0 ? history : [.. history.Take(history.Count - empty)];
        var held = new List<HeldFigure>();
        foreach (UsualFigure figure in s_figures.Where(figure => monitor.WindowRows is null || figure.Name != MeasureNames.Volume))
        {
            MonitorWindow[] before = Usual(figure, window, earlier, monitor);
            double value = window.Measure(figure.Name);
            if (figure.Hold(value, [.. before.Select(one => one.Measure(figure.Name))], before.Length < Fewest || !double.IsFinite(value) ? 0 : LeastChance(figure, window, before)) is { } one)
            {
                held.Add(window.Rows == 0 && figure.Name == MeasureNames.Volume ? one with { Chance = Silence(one.Chance, before, Math.Min(1 + empty + passed, MostEmpty)) } : one);
            }
        }

        return held.Count == 0 ? WindowLook.Unjudged(WatchKind.Operation, "Too few windows to say what is usual.") : HeldFigure.Judge(WatchKind.Operation, held, level, "Unusual");
    }

    /// <summary>
    /// Finds the latest windows that say what is usual of a figure, the oldest first. One that was found unusual says nothing of it; but of how much comes and how fast, where both ways are told, what has come and gone several times is a
    /// pattern, and a level that was found window by window for long has become the usual one. Errors, latency and their like never become usual.
    /// </summary>
    private static MonitorWindow[] Usual(UsualFigure figure, MonitorWindow window, IReadOnlyList<MonitorWindow> history, MonitorDefinition monitor)
    {
        bool isWeekly = monitor.Reference.Kind == ReferenceKind.Weekday;
        bool isPattern = !isWeekly && figure.BothWays && Episodes(figure, history) >= Pattern;
        int most = isWeekly ? Weeks : MostWindows, moved = 0;
        var usual = new List<MonitorWindow>();
        for (int i = history.Count - 1; i >= 0 && usual.Count < most; i--)
        {
            MonitorWindow one = history[i];
            if (Found(one) is not { } look || (isPattern && IsOf(look)))
            {
                moved = 0;
                usual.AddRange(Says(one) ? [one] : []);
                continue;
            }

            // That no row came is told for as long as none does.
            moved = figure.BothWays && one.Rows > 0 && IsOf(look) ? moved + 1 : 0;
            if (moved == Settled)
            {
                usual.AddRange(Enumerable.Range(i, Settled).Select(at => history[at]).Where(Says).Reverse().Take(most - usual.Count));
                break;
            }
        }

        usual.Reverse();
        return [.. usual];

        bool IsOf(WindowLook look) => look.Subjects.Contains(figure.Name, StringComparer.Ordinal);

        // That no row came is as usual where often none does; of no row nothing else is known.
        bool Says(MonitorWindow one) => (one.Rows > 0 || figure.Name == MeasureNames.Volume) && double.IsFinite(one.Measure(figure.Name))
            && (!isWeekly || (window.Start - one.Start).Ticks % TimeSpan.FromDays(7).Ticks == 0);
    }

    /// <summary>Counts how often a figure was found unusual and as usual again, in the windows that are remembered.</summary>
    private static int Episodes(UsualFigure figure, IReadOnlyList<MonitorWindow> history)
    {
        int episodes = 0;
        bool isOut = false;
        for (int i = Math.Max(0, history.Count - Remembered); i < history.Count; i++)
        {
            bool was = isOut;
            isOut = Found(history[i]) is { } look && look.Subjects.Contains(figure.Name, StringComparer.Ordinal);
            episodes += was && !isOut ? 1 : 0;
        }

        return episodes;
    }

    private static WindowLook? Found(MonitorWindow window) => window.Looks.FirstOrDefault(look => look is { Kind: WatchKind.Operation, IsFound: true });

    /// <summary>
    /// Computes the chance of windows in a row without rows: by the law of one, and by its rank, as of n windows of which none was empty the next is with a chance of 1 / (n + 1), whatever their law is. Of two ways the better one counts
    /// twice.
    /// </summary>
    private static double Silence(double chance, MonitorWindow[] before, int windows)
    {
        double rank = (before.Count(one => one.Rows == 0) + 1.0) / (before.Length + 1);
        return windows == 1 ? chance : Math.Min(1, 2 * Math.Min(InARow(chance, windows), InARow(rank, windows)));
    }

    /// <summary>Computes the chance that so many windows in a row are each as unlikely, by the product of their chances.</summary>
    /// <remarks>Source: Fisher (1932), Statistical Methods for Research Workers, 4th edition, section 21.1.</remarks>
    private static double InARow(double chance, int windows)
    {
        double log = -windows * Math.Log(chance), term = Math.Exp(-log), sum = 0;
        for (int i = 0; i < windows && chance > 0; i++)
        {
            sum += term;
            term *= log / (i + 1);
        }

        return Math.Min(1, sum);
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
