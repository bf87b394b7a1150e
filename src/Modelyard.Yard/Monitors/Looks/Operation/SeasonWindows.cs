namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents the windows that say what is usual of a figure, each found by its time of the day or the week.</summary>
internal sealed class SeasonWindows
{
    // Of so many seasons the same time says what its level is.
    private const int Seasons = 8;

    private readonly UsualFigure _figure;
    private readonly IReadOnlyList<MonitorWindow> _history;
    private readonly int _from;
    private readonly bool[] _says;
    private readonly double[] _scaled;
    private readonly double[] _counts;
    private readonly TimeSpan _window;

    /// <summary>Creates the windows that are asked for, the latest ones of what is known.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="history">The windows before.</param>
    /// <param name="period">The number of windows of a season.</param>
    /// <param name="reach">How many of the latest windows are asked for; their seasons before are, too.</param>
    internal SeasonWindows(UsualFigure figure, IReadOnlyList<MonitorWindow> history, int period, int reach)
    {
        (_figure, _history, Period) = (figure, history, period);
        _from = (int)Math.Max(0, history.Count - ((long)Seasons * period) - reach);
        _says = UsualWindows.OfSeason(figure, history, _from, period);
        (_scaled, _counts) = (new double[_says.Length], new double[_says.Length]);
        Array.Fill(_scaled, double.NaN);
        _window = history[^1].End - history[^1].Start;
        Known = [.. Enumerable.Range(_from, _says.Length).Where(at => _says[at - _from])];
    }

    /// <summary>Gets the number of windows of a season.</summary>
    internal int Period { get; }

    /// <summary>Gets the places in the history of the windows that say what is usual, the oldest first.</summary>
    internal int[] Known { get; }

    /// <summary>Gets the figure of a window that says what is usual, on its scale, and the count that it is of.</summary>
    internal (double Scaled, double Count) Of(int at)
    {
        // These are looked up when they are first asked for: of windows of minutes most never are.
        if (double.IsNaN(_scaled[at - _from]))
        {
            _scaled[at - _from] = _figure.Scale(_history[at].Measure(_figure.Name));
            _counts[at - _from] = _figure.CountOf(_history[at]);
        }

        return (_scaled[at - _from], _counts[at - _from]);
    }

    /// <summary>Finds the level at the time of a window by the same times before.</summary>
    /// <param name="at">The place of the window in the history, or behind it.</param>
    /// <returns>The level; null if no window tells it.</returns>
    internal SeasonLevel? LevelAt(int at)
    {
        int windows = 0;
        double level = 0, count = 0;
        foreach (int before in SameTime(at))
        {
            (double scaled, double own) = Of(before);
            level += scaled;
            count += own;
            windows++;
        }

        return windows == 0 ? null : new SeasonLevel(level / windows, count / windows, windows);
    }

    /// <summary>Lists the windows that tell the level at the time of a window.</summary>
    internal MonitorWindow[] WindowsAt(int at) => [.. SameTime(at).Select(before => _history[before])];

    private IEnumerable<int> SameTime(int at)
    {
        DateTime start = at < _history.Count ? _history[at].Start : _history[^1].End + ((at - _history.Count) * _window);
        int found = 0;
        for (int before = at - Period, back = 1; before >= _from && found < Seasons; before -= Period, back++)
        {
            if (before < _history.Count && _says[before - _from] && _history[before].Start == start - (back * Period * _window))
            {
                found++;
                yield return before;
            }
        }
    }
}
