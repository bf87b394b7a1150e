namespace Modelyard.Lifecycle.Monitors;

/// <summary>
/// Finds the windows that say what is usual of a figure. One that was found unusual says nothing of it; but of how much comes and how fast, where both ways are told, what has come and gone several times is a pattern, and a level
/// that was found window by window for long has become the usual one. Errors, latency and their like never become usual.
/// </summary>
internal static class UsualWindows
{
    /// <summary>The number of the latest windows that say what is usual, where no season does.</summary>
    internal const int Most = 28;

    // So many windows in a row that were found have come to a new level, which is the usual one from then on.
    private const int Settled = 28;

    // What has come and gone so often, as nights do, is a pattern; of how many windows that is asked.
    private const int Pattern = 3;
    private const int Remembered = 3 * Most;

    /// <summary>Lists the latest windows that say what is usual, the oldest first.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="history">The windows before.</param>
    /// <param name="most">The greatest number of them.</param>
    internal static MonitorWindow[] Latest(UsualFigure figure, IReadOnlyList<MonitorWindow> history, int most = Most)
    {
        bool isPattern = Episodes(figure, history) >= Pattern;
        return [.. Walk(figure, history, 0, _ => isPattern).Take(most).Select(at => history[at]).Reverse()];
    }

    /// <summary>Says of each of the latest windows whether it says what is usual, where one may lie as the others of its season do.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="history">The windows before.</param>
    /// <param name="from">The first one that is asked for.</param>
    /// <param name="period">The number of windows of a season.</param>
    /// <returns>An answer for each, from the first one on.</returns>
    internal static bool[] OfSeason(UsualFigure figure, IReadOnlyList<MonitorWindow> history, int from, int period)
    {
        int[] episodes = new int[history.Count - from];
        int episode = 0;
        for (int i = 0; i < episodes.Length; i++)
        {
            if (IsOf(Found(history[from + i]), figure))
            {
                episode += i == 0 || episodes[i - 1] == 0 ? 1 : 0;
                episodes[i] = episode;
            }
        }

        bool[] says = new bool[episodes.Length];
        foreach (int at in Walk(figure, history, from, IsPattern))
        {
            says[at - from] = true;
        }

        return says;

        bool IsPattern(int at)
        {
            var seen = new HashSet<int>();
            for (int i = (at - from) % period; i < episodes.Length; i += period)
            {
                seen.Add(episodes[i]);
            }

            seen.Remove(0);
            return seen.Count >= Pattern;
        }
    }

    /// <summary>Lists the windows that say what is usual, the newest first.</summary>
    private static IEnumerable<int> Walk(UsualFigure figure, IReadOnlyList<MonitorWindow> history, int from, Func<int, bool> isPattern)
    {
        int moved = 0;
        bool isSilence = false;
        for (int i = history.Count - 1; i >= from; i--)
        {
            MonitorWindow one = history[i];
            WindowLook? look = Found(one);
            bool isOf = figure.BothWays && IsOf(look, figure);

            // A silence begins with its first window, not with the one in which it was sure.
            isSilence = one.Rows == 0 && (look is not null || isSilence);
            if ((look is null && !isSilence) || (isOf && isPattern(i)))
            {
                moved = 0;
                isSilence = false;
                if (Says(figure, one))
                {
                    yield return i;
                }

                continue;
            }

            // That no row came is told for as long as none does.
            moved = isOf && one.Rows > 0 ? moved + 1 : 0;
            if (moved == Settled)
            {
                for (int at = i + Settled - 1; at >= i; at--)
                {
                    if (Says(figure, history[at]))
                    {
                        yield return at;
                    }
                }

                yield break;
            }
        }
    }

    /// <summary>Counts how often a figure was found unusual and as usual again, in the windows that are remembered.</summary>
    private static int Episodes(UsualFigure figure, IReadOnlyList<MonitorWindow> history)
    {
        int episodes = 0;
        bool isOut = false;
        for (int i = Math.Max(0, history.Count - Remembered); i < history.Count; i++)
        {
            bool was = isOut;
            isOut = IsOf(Found(history[i]), figure);
            episodes += was && !isOut ? 1 : 0;
        }

        return episodes;
    }

    private static WindowLook? Found(MonitorWindow window)
    {
        IReadOnlyList<WindowLook> looks = window.Looks;
        for (int i = 0; i < looks.Count; i++)
        {
            if (looks[i] is { Kind: WatchKind.Operation, IsFound: true } look)
            {
                return look;
            }
        }

        return null;
    }

    private static bool IsOf(WindowLook? look, UsualFigure figure) => look is not null && look.Subjects.Contains(figure.Name, StringComparer.Ordinal);

    // That no row came is as usual where often none does; of no row nothing else is known.
    private static bool Says(UsualFigure figure, MonitorWindow one) => (one.Rows > 0 || figure.Name == MeasureNames.Volume) && double.IsFinite(one.Measure(figure.Name));
}
