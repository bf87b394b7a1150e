using Microsoft.Data.Sqlite;
using Modelyard.Lifecycle.Storage;
using Modelyard.Monitoring;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Reads and writes the windows of one monitor and the grids that they were counted by.</summary>
internal sealed class WindowRows(Database database, string monitor)
{
    /// <summary>Finds a grid, and the counts that it came with.</summary>
    internal TableTally? Reference(string source) => database.Read(connection => connection.Query(
        "SELECT grid, reference FROM monitor_grids WHERE monitor = ?1 AND source = ?2;",
        row =>
        {
            TallyGrid grid = MonitorJson.Unpack((byte[])row.GetValue(0), TallyJson.ReadGrid);
            return MonitorJson.Unpack((byte[])row.GetValue(1), json => TallyJson.ReadTally(json, grid));
        },
        monitor, source)).FirstOrDefault();

    /// <summary>Adds up windows of a grid.</summary>
    /// <param name="source">The grid's source.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="starts">The beginnings of the windows; null for the given number of windows.</param>
    /// <param name="number">How many windows: the latest ones, or of a negative number the first ones.</param>
    /// <returns>The sum; null if there is no such window.</returns>
    internal TableTally? Sum(string source, TallyGrid grid, IReadOnlyList<DateTime>? starts, int number = 0)
    {
        string which = starts is null ? $"ORDER BY start {Order(number)}, skip {Order(number)} LIMIT {Math.Abs(number)}" : $"AND start IN ({string.Join(", ", starts.Select(start => start.Ticks))})";
        List<byte[]> packed = database.Read(connection => connection.Query(
            $"SELECT tally FROM monitor_windows WHERE monitor = ?1 AND source = ?2 AND tally IS NOT NULL {(starts is null ? "AND state <> 'Sparse' " : "")}{which};", row => (byte[])row.GetValue(0), monitor, source));
        if (packed.Count == 0)
        {
            return null;
        }

        var sum = new TableTally(grid);
        foreach (byte[] bytes in packed)
        {
            sum.Merge(MonitorJson.Unpack(bytes, json => TallyJson.ReadTally(json, grid)));
        }

        return sum;
    }

    private static string Order(int number) => number < 0 ? "ASC" : "DESC";

    /// <summary>Gets the windows, the oldest first.</summary>
    /// <param name="last">The greatest number of windows, the latest ones; null for all.</param>
    /// <param name="from">The moment from which on they begin, in UTC; null for any.</param>
    /// <param name="until">The moment by which they have ended, in UTC; null for any.</param>
    internal List<MonitorWindow> List(int? last = null, DateTime? from = null, DateTime? until = null) => database.Read(connection => connection.Query(
        "SELECT start, skip, finish, told FROM (SELECT * FROM monitor_windows WHERE monitor = ?1 AND start >= ?3 AND start <= ?4 AND finish <= ?4 ORDER BY start DESC, skip DESC LIMIT ?2) ORDER BY start, skip;",
        row => MonitorJson.ReadWindow(new DateTime(row.GetInt64(0), DateTimeKind.Utc), row.GetInt64(1), new DateTime(row.GetInt64(2), DateTimeKind.Utc), row.GetString(3)),
        monitor, last ?? int.MaxValue, (from ?? DateTime.MinValue).Ticks, (until ?? DateTime.MaxValue).Ticks));

    /// <summary>Gets a window.</summary>
    internal MonitorWindow Get(DateTime start, long skip) => database.Read(connection => connection.Query(
        "SELECT finish, told FROM monitor_windows WHERE monitor = ?1 AND start = ?2 AND skip = ?3;", row => MonitorJson.ReadWindow(start, skip, new DateTime(row.GetInt64(0), DateTimeKind.Utc), row.GetString(1)), monitor, start.Ticks, skip)).Single();

    /// <summary>Gets what detectors have learned of the losses of rows; null if there is nothing.</summary>
    internal byte[]? Stream() => database.Read(connection => connection.Query("SELECT state FROM monitor_streams WHERE monitor = ?1;", row => (byte[])row.GetValue(0), monitor)).FirstOrDefault();

    /// <summary>Keeps what came of a window when its labels had been waited for, and with it what detectors have learned: a row is in both, or in neither.</summary>
    /// <returns>True; false if another run has done so meanwhile.</returns>
    internal bool Keep(SqliteConnection connection, LookBack judged)
    {
        MonitorWindow window = judged.Window;
        bool isNew = connection.Run(
            "UPDATE monitor_windows SET told = ?4 WHERE monitor = ?1 AND start = ?2 AND skip = ?3 AND NOT EXISTS (SELECT 1 FROM json_each(told, '$.looks') WHERE json_extract(value, '$.kind') IN (?5, ?6));",
            monitor, window.Start.Ticks, window.Skip, MonitorJson.Write(window), nameof(WatchKind.Performance), nameof(WatchKind.Stream)) == 1;
        if (isNew && judged.Stream is { } stream)
        {
            connection.Run("INSERT INTO monitor_streams VALUES (?1, ?2) ON CONFLICT (monitor) DO UPDATE SET state = ?2;", monitor, stream);
        }

        return isNew;
    }

    /// <summary>Finds where the last window ended; null if there is none.</summary>
    internal WindowPlace? Last() => database.Read(connection => connection.Query(
        "SELECT finish, finish_skip FROM monitor_windows WHERE monitor = ?1 ORDER BY start DESC, skip DESC LIMIT 1;", row => (WindowPlace?)new WindowPlace(new DateTime(row.GetInt64(0), DateTimeKind.Utc), row.GetInt64(1)), monitor).FirstOrDefault());

    /// <summary>Keeps a window, and its grid if that is new.</summary>
    internal static void Add(SqliteConnection connection, string monitor, JudgedWindow judged, WindowPlace finish)
    {
        if (judged.Reference is { } reference)
        {
            connection.Run(
                "INSERT OR IGNORE INTO monitor_grids VALUES (?1, ?2, ?3, ?4);",
                monitor, judged.Source, MonitorJson.Pack(json => TallyJson.Write(json, reference.Grid)), MonitorJson.Pack(json => TallyJson.Write(json, reference)));
        }

        MonitorWindow window = judged.Window;
        connection.Run(
            "INSERT INTO monitor_windows VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);",
            monitor, window.Start.Ticks, window.Skip, finish.Moment.Ticks, finish.Skip, window.State.ToString(), judged.Source, MonitorJson.Write(window), judged.Tally is { } tally ? MonitorJson.Pack(json => TallyJson.Write(json, tally)) : null);
    }
}
