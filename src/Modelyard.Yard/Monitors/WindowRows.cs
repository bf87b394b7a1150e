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
        string which = starts is null ? $"ORDER BY start {(number < 0 ? "ASC" : "DESC")} LIMIT {Math.Abs(number)}" : $"AND start IN ({string.Join(", ", starts.Select(start => start.Ticks))})";
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

    /// <summary>Lists the states of the windows, the oldest first.</summary>
    internal IReadOnlyList<WindowState> States() => database.Read(connection => connection.Query("SELECT state FROM monitor_windows WHERE monitor = ?1 ORDER BY start;", row => Enum.Parse<WindowState>(row.GetString(0)), monitor));

    /// <summary>Gets the windows that were learned from, the oldest first.</summary>
    internal IReadOnlyList<MonitorWindow> Learned() => database.Read(connection => connection.Query(
        "SELECT start, finish, told FROM monitor_windows WHERE monitor = ?1 AND state = 'Learning' ORDER BY start;",
        row => MonitorJson.ReadWindow(new DateTime(row.GetInt64(0), DateTimeKind.Utc), new DateTime(row.GetInt64(1), DateTimeKind.Utc), row.GetString(2)), monitor));

    /// <summary>Keeps a window, and its grid if that is new.</summary>
    internal static void Add(SqliteConnection connection, string monitor, JudgedWindow judged)
    {
        if (judged.Reference is { } reference)
        {
            connection.Run(
                "INSERT OR IGNORE INTO monitor_grids VALUES (?1, ?2, ?3, ?4);",
                monitor, judged.Source, MonitorJson.Pack(json => TallyJson.Write(json, reference.Grid)), MonitorJson.Pack(json => TallyJson.Write(json, reference)));
        }

        MonitorWindow window = judged.Window;
        connection.Run(
            "INSERT INTO monitor_windows VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);",
            monitor, window.Start.Ticks, window.End.Ticks, window.State.ToString(), judged.Source, MonitorJson.Write(window), judged.Tally is { } tally ? MonitorJson.Pack(json => TallyJson.Write(json, tally)) : null);
    }
}
