namespace Modelyard.Lifecycle.Monitors;

/// <summary>
/// Says what is usual of a figure at a time of the day or the week: its level from the same time of the seasons before, and how far windows lie from theirs from all of them together.
/// </summary>
internal sealed class Season
{
    // From the windows of three weeks, but so many at least and at most, it is learned how far they lie from their levels.
    private const int Weeks = 3, LeastReach = 16 * 7, MostReach = 2016;

    // The longest season, in windows, that is looked for without being asked for.
    private const int Longest = 400;

    private static readonly TimeSpan s_day = TimeSpan.FromDays(1), s_week = TimeSpan.FromDays(7);

    private readonly UsualFigure _figure;
    private readonly IReadOnlyList<MonitorWindow> _history;
    private readonly SeasonWindows _windows;
    private readonly int _next;
    private readonly int _reach;
    private readonly bool _isAsked;
    private readonly SeasonResiduals _residuals;

    private Season(UsualFigure figure, IReadOnlyList<MonitorWindow> history, SeasonWindows windows, int reach, bool isAsked)
    {
        (_figure, _history, _windows, _next, _reach, _isAsked) = (figure, history, windows, history.Count, reach, isAsked);
        _residuals = new SeasonResiduals(figure, windows, _next - reach, isAsked ? OperationLook.Fewest : UsualWindows.Most);
    }

    /// <summary>Finds the season that tells best what is usual of a figure in the next window.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="history">The windows before.</param>
    /// <param name="monitor">The monitor.</param>
    /// <returns>The season, of a week where the monitor asks for it; null where none is known, or the latest windows tell it better.</returns>
    internal static Season? Of(UsualFigure figure, IReadOnlyList<MonitorWindow> history, MonitorDefinition monitor)
    {
        if (monitor.Reference.Kind == ReferenceKind.Weekday)
        {
            return Of(figure, history, monitor.Window, s_week, isAsked: true);
        }

        if (monitor.WindowRows is not null || monitor.IsBatches || figure.IsShare)
        {
            return null;
        }

        Season? best = null;
        double least = double.PositiveInfinity;
        foreach (TimeSpan period in (ReadOnlySpan<TimeSpan>)[s_day, s_week])
        {
            if (Of(figure, history, monitor.Window, period, isAsked: false) is { } season && season.Deviation() is { } deviation && deviation < least)
            {
                (best, least) = (season, deviation);
            }
        }

        return best;
    }

    /// <summary>Counts the latest windows in a row that lie off on the same side as a window to come, by as much as matters: what goes on for some hours says nothing of what is usual while it does.</summary>
    /// <param name="value">The figure of that window.</param>
    /// <param name="ahead">How many windows after the next one it is.</param>
    internal int Lasting(double value, int ahead)
    {
        int side = SideAt(_next + ahead, value), lasting = 0;
        while (side != 0 && lasting < Math.Min(UsualWindows.Most, _next - 1) && SideAt(_next - lasting - 1, _history[_next - lasting - 1].Measure(_figure.Name)) == side)
        {
            lasting++;
        }

        return lasting;
    }

    /// <summary>Takes the latest windows out of what is known.</summary>
    /// <param name="windows">Their number.</param>
    internal Season Without(int windows)
    {
        MonitorWindow[] history = [.. _history.SkipLast(windows)];
        return new Season(_figure, history, new SeasonWindows(_figure, history, _windows.Period, _reach), _reach, _isAsked);
    }

    /// <summary>Says what is usual of the figure in a window to come.</summary>
    /// <param name="ahead">How many windows after the next one it is.</param>
    /// <returns>What is usual; null if too little is known.</returns>
    internal UsualLevel? Usual(int ahead) => _windows.LevelAt(_next + ahead) is { } level && _residuals.Law(level) is { } law
        ? new UsualLevel(level.Level, level.Error, law, _figure.IsShare ? _windows.WindowsAt(_next + ahead).Average(one => one.Measure(_figure.Name)) : _figure.Unscale(level.Level)) : null;

    /// <summary>Computes what chance a figure has at least, as a count.</summary>
    /// <param name="window">The window.</param>
    /// <param name="ahead">How many windows after the next one it is.</param>
    internal double LeastChance(MonitorWindow window, int ahead)
    {
        double count = _figure.CountOf(window);
        return !double.IsFinite(count) ? _figure.LeastChance(window, _windows.WindowsAt(_next + ahead)) : _windows.LevelAt(_next + ahead) is { } level ? CountChance(count, level.Count, level) : 0;
    }

    /// <summary>Says how many rows are usual in windows to come together.</summary>
    /// <param name="ahead">How many windows after the next one they begin.</param>
    /// <param name="windows">The number of windows.</param>
    /// <returns>What is usual in all of them, and the chance of none as a count; null if too little is known.</returns>
    internal (UsualLevel Level, double LeastChance)? Sum(int ahead, int windows)
    {
        SeasonLevel[] levels = [.. Enumerable.Range(_next + ahead, windows).Select(_windows.LevelAt).OfType<SeasonLevel>()];
        SeasonLevel most = levels.MaxBy(level => level.Count);
        if (levels.Length == 0 || _residuals.Law(most) is not { } law)
        {
            return null;
        }

        // What lies between windows may be common to all of them, as on a quiet day, so that the sum varies by as large a share as each.
        double rows = levels.Sum(level => level.Count);
        return (new UsualLevel(_figure.Scale(rows), most.Error, law, rows), CountChance(0, rows, most));
    }

    private static Season? Of(UsualFigure figure, IReadOnlyList<MonitorWindow> history, TimeSpan window, TimeSpan season, bool isAsked)
    {
        int week = (int)Math.Max(1, s_week / window), period = (int)(season / window);
        bool isSeason = history.Count > 0 && season.Ticks % window.Ticks == 0 && (isAsked || (period is > 1 and <= Longest && history.Count >= period + week));
        if (!isSeason)
        {
            return null;
        }

        int reach = Math.Clamp(Weeks * week, LeastReach, MostReach);
        var windows = new SeasonWindows(figure, history, period, reach);

        // A season is known when it has been seen for a week how far windows lie from it: that of a day looks well until a weekend, and that of a week until a busy day.
        return windows.Known.Length == 0 || history.Count - windows.Known[0] < period + week ? null : new Season(figure, history, windows, reach, isAsked);
    }

    private int SideAt(int at, double value) => _windows.LevelAt(at) is { } level ? _figure.SideOf(value, _figure.Unscale(level.Level)) : 0;

    /// <summary>Says how far the next window is likely to lie from the level of its season; null where the latest windows tell it as well, or too little is known.</summary>
    private double? Deviation()
    {
        if (_windows.LevelAt(_next) is not { } level || _residuals.Law(level) is not { } law)
        {
            return null;
        }

        double deviation = law.Deviation * level.Error;
        return deviation < _residuals.OfLatest(level) ? deviation : null;
    }

    /// <summary>Computes the chance of a count beside its mean, where counts vary beyond Poisson's law by a share of the mean, as all windows together tell.</summary>
    private double CountChance(double count, double mean, SeasonLevel level) => CountLaw.Chance(count, mean, level.Windows, _residuals.Beyond(level));
}
