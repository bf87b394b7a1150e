using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Modelyard.Lifecycle.Storage;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Looks at the windows of a monitor that have ended, one after the other.</summary>
internal sealed class MonitorRunner(Database database, MonitorDefinition monitor, IWindowSource source, WindowJudge judge, TimeSpan? most, CancellationToken cancellation)
{
    private const int FewWindows = 32;

    private readonly WindowRows _known = new(database, monitor.Name);
    private readonly List<MonitorWindow> _windows = [];
    private readonly List<Alarm> _alarms = [];

    /// <summary>Looks at windows.</summary>
    /// <param name="until">The moment up to which they must have ended, in UTC.</param>
    /// <param name="now">The moment at which it is looked, in UTC.</param>
    internal MonitorRun Run(DateTime until, DateTime now)
    {
        WindowPlace? place = _known.Last();
        SourceWindow? window = source.Next(place, until);
        bool isDue = window is not null || IsLookBackDue(until);

        // A server asks each minute, and most often there is nothing to judge: then what was seen is not read.
        List<MonitorWindow> history = isDue ? _known.List() : _known.List(last: 1);
        long started = Stopwatch.GetTimestamp();
        for (; window is not null; window = source.Next(place, until))
        {
            if (_windows.Count > 0 && Stopwatch.GetElapsedTime(started) > most)
            {
                // What is last is not known yet, and so neither whether rows have stayed away.
                return new MonitorRun(monitor, _windows, _alarms);
            }

            cancellation.ThrowIfCancellationRequested();

            // A run that comes late sees what one that came in time would have seen.
            LookBack(history, window.Finish.Moment + monitor.Lateness, now);
            JudgedWindow judged = judge.Judge(window, history, _known);
            if (Keep(judged, window.Finish, history, now))
            {
                _windows.Add(judged.Window);
                history.Add(judged.Window);
                place = window.Finish;
            }
            else
            {
                history = _known.List();
                place = _known.Last();
            }
        }

        if (isDue)
        {
            LookBack(history, until, now);
        }

        foreach (AlarmFinding finding in WindowFindings.OfAge(monitor, history is [.., var last] ? last : null, isDue ? () => history : () => _known.List(), monitor.Freshness is null ? null : source.Newest, until))
        {
            database.Write(connection => Follow(connection, finding, now));
        }

        return new MonitorRun(monitor, _windows, _alarms);
    }

    /// <summary>Keeps a window with what came of it. Of two runs at once the one that comes later finds the window judged.</summary>
    private bool Keep(JudgedWindow judged, WindowPlace finish, List<MonitorWindow> history, DateTime now) => database.Write(connection =>
    {
        MonitorWindow window = judged.Window;
        if (connection.Scalar("SELECT 1 FROM monitor_windows WHERE monitor = ?1 AND start = ?2 AND skip = ?3;", monitor.Name, window.Start.Ticks, window.Skip) is not null)
        {
            return false;
        }

        WindowRows.Add(connection, monitor.Name, judged, finish);
        int before = _alarms.Count;
        try
        {
            foreach (AlarmFinding finding in WindowFindings.OfLooks(monitor, window).Concat(WindowFindings.OfRules(monitor, [.. history.TakeLast(MostInRow), window], withLabels: false)))
            {
                Follow(connection, finding, now);
            }
        }
        catch
        {
            _alarms.RemoveRange(before, _alarms.Count - before);
            throw;
        }

        return true;
    });

    /// <summary>Determines whether labels of a window have been waited for that was not looked back at: such windows are the last ones, as it is looked back at the oldest first.</summary>
    private bool IsLookBackDue(DateTime until)
    {
        if (!WindowLooks.WaitsForLabels(monitor))
        {
            return false;
        }

        for (int count = FewWindows; ; count *= 4)
        {
            List<MonitorWindow> latest = _known.List(count);
            int known = latest.FindLastIndex(WindowLooks.HasLookedBack);
            if (known >= 0 || latest.Count < count)
            {
                return latest.Skip(known + 1).Any(window => window.Rows > 0 && window.End + monitor.LabelDelay <= until);
            }
        }
    }

    /// <summary>Judges how the model did in windows whose labels have been waited for, the oldest first.</summary>
    private void LookBack(List<MonitorWindow> history, DateTime until, DateTime now)
    {
        if (!WindowLooks.WaitsForLabels(monitor))
        {
            return;
        }

        for (int i = 0; i < history.Count; i++)
        {
            if (history[i].Rows == 0 || WindowLooks.HasLookedBack(history[i]))
            {
                continue;
            }

            if (history[i].End + monitor.LabelDelay > until)
            {
                break;
            }

            cancellation.ThrowIfCancellationRequested();
            LookBack judged = judge.LookBack(history[i], history, _known);
            MonitorWindow window = judged.Window;
            bool isNew = database.Write(connection => Keep(connection, judged, history, i, now));
            history[i] = isNew ? window : _known.Get(window.Start, window.Skip);
            int place = _windows.FindIndex(one => one.Start == window.Start && one.Skip == window.Skip);
            if (place >= 0)
            {
                _windows[place] = history[i];
            }
        }
    }

    /// <summary>Keeps how the model did in a window. Of two runs at once the one that comes later finds it judged.</summary>
    private bool Keep(SqliteConnection connection, LookBack judged, List<MonitorWindow> history, int place, DateTime now)
    {
        if (!_known.Keep(connection, judged))
        {
            return false;
        }

        MonitorWindow only = judged.Window with { State = WindowState.Sparse, Looks = judged.Looks };
        foreach (AlarmFinding finding in WindowFindings.OfLooks(monitor, only).Concat(WindowFindings.OfRules(monitor, [.. history.Take(place).TakeLast(MostInRow), judged.Window], withLabels: true)))
        {
            Follow(connection, finding, now);
        }

        return true;
    }

    private int MostInRow => monitor.Rules.Select(rule => rule.For).DefaultIfEmpty(1).Max();

    private void Follow(SqliteConnection connection, AlarmFinding finding, DateTime now)
    {
        if (AlarmStore.Follow(connection, monitor.Name, finding, now) is { } alarm)
        {
            _alarms.Add(alarm);
        }
    }
}
