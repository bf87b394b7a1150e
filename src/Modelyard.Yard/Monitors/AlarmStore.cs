using Microsoft.Data.Sqlite;
using Modelyard.Lifecycle.Storage;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Keeps what monitors have found, and what people have said to it. What a method has returned from is on the disk.</summary>
public sealed class AlarmStore
{
    private const string Columns = "id, monitor, severity, state, since, until, windows, summary, columns, acknowledged_by, note, silenced, watch, runbook";
    private const int MostText = 2000;

    private readonly Database _database;

    internal AlarmStore(Database database) => _database = database;

    /// <summary>Lists alarms, the newest first.</summary>
    /// <param name="all">Whether those that are over are listed too.</param>
    /// <param name="monitor">The monitor; null for all.</param>
    /// <param name="limit">The greatest number of alarms; null for all.</param>
    /// <returns>The alarms.</returns>
    public IReadOnlyList<Alarm> List(bool all = false, string? monitor = null, int? limit = null) => _database.Read(connection => connection.Query(
        $"SELECT {Columns} FROM alarms WHERE (?1 OR state <> 'Closed') AND (?2 IS NULL OR monitor = ?2) ORDER BY until DESC, id DESC LIMIT ?3;", Read, all, monitor, limit ?? -1));

    /// <summary>Gets an alarm.</summary>
    /// <param name="id">The number of the alarm.</param>
    /// <returns>The alarm.</returns>
    /// <exception cref="YardException">There is no such alarm.</exception>
    public Alarm Get(long id) => _database.Read(connection => Show(connection, id));

    /// <summary>Says that somebody knows of an alarm. It goes on until a window is quiet.</summary>
    /// <param name="id">The number of the alarm.</param>
    /// <param name="by">Who.</param>
    /// <param name="note">What they say; null for nothing.</param>
    /// <returns>The alarm as it is then.</returns>
    /// <exception cref="YardException">There is no such alarm, or a text is too long.</exception>
    public Alarm Acknowledge(long id, string by, string? note = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(by);
        CheckText("name", by);
        CheckText("note", note);
        return _database.Write(connection =>
        {
            connection.Run("UPDATE alarms SET acknowledged_by = ?2, note = COALESCE(?3, note), state = CASE state WHEN 'Open' THEN 'Acknowledged' ELSE state END WHERE id = ?1;", id, by, note);
            return Show(connection, id);
        });
    }

    /// <summary>Tells nobody of the new alarms of a monitor for a time; they are kept all the same.</summary>
    /// <param name="monitor">The monitor.</param>
    /// <param name="until">The end, in UTC; one that is over ends the silence.</param>
    /// <param name="reason">Why; null for no reason.</param>
    /// <exception cref="YardException">There is no such monitor, or the reason is too long.</exception>
    public void Silence(string monitor, DateTime until, string? reason = null)
    {
        CheckText("reason", reason);
        _database.Write(connection =>
        {
            MonitorStore.Require(connection, monitor);
            connection.Run("INSERT INTO silences VALUES (?1, ?2, ?3) ON CONFLICT (monitor) DO UPDATE SET until = ?2, reason = ?3;", monitor, until.Ticks, reason);
        });
    }

    /// <summary>Lists the silences that are not over.</summary>
    /// <param name="now">The moment, in UTC.</param>
    /// <returns>The silences, by monitor.</returns>
    public IReadOnlyList<Silence> Silences(DateTime now) => _database.Read(connection => connection.Query(
        "SELECT monitor, until, reason FROM silences WHERE until > ?1 ORDER BY monitor;", row => new Silence(row.GetString(0), Moment(row, 1), row.Text(2)), now.Ticks));

    /// <summary>Takes in what a look has for alarms: one begins, goes on or is over.</summary>
    /// <param name="connection">The connection, in a transaction that keeps the window too.</param>
    /// <param name="monitor">The name of the monitor.</param>
    /// <param name="finding">What the look has.</param>
    /// <param name="now">The moment, in UTC.</param>
    /// <returns>The alarm that began; null if none did.</returns>
    internal static Alarm? Follow(SqliteConnection connection, string monitor, AlarmFinding finding, DateTime now)
    {
        Alarm? known = Open(connection, monitor).LastOrDefault(alarm => alarm.Watch == finding.Watch);
        if (!finding.IsFound)
        {
            if (known is not null && finding.Until - known.Until >= finding.Cooldown)
            {
                Close(connection, known);
            }

            return null;
        }

        if (known is not null)
        {
            connection.Run(
                "UPDATE alarms SET until = ?2, windows = windows + ?5, summary = ?3, columns = ?4 WHERE id = ?1;", known.Id, finding.Until.Ticks, finding.Summary, MonitorJson.Text(known.Columns.Union(finding.Subjects, StringComparer.Ordinal)), Math.Min(1, finding.Windows));
            return null;
        }

        bool isSilenced = connection.Scalar("SELECT 1 FROM silences WHERE monitor = ?1 AND until > ?2;", monitor, now.Ticks) is not null;
        connection.Run(
            "INSERT INTO alarms (monitor, severity, state, since, until, windows, summary, columns, silenced, watch, runbook) VALUES (?1, ?2, 'Open', ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10);",
            monitor, finding.Severity.ToString(), finding.Since.Ticks, finding.Until.Ticks, finding.Windows, finding.Summary, MonitorJson.Text(finding.Subjects), isSilenced, finding.Watch, finding.Runbook?.ToString());
        Alarm alarm = Show(connection, (long)connection.Scalar("SELECT last_insert_rowid();")!);
        ChannelStore.Announce(connection, alarm, AlarmEvent.Opened);
        return alarm;
    }

    /// <summary>Ends an alarm, and tells of it.</summary>
    internal static void Close(SqliteConnection connection, Alarm alarm)
    {
        connection.Run("UPDATE alarms SET state = 'Closed' WHERE id = ?1;", alarm.Id);
        ChannelStore.Announce(connection, alarm, AlarmEvent.Closed);
    }

    /// <summary>Lists the alarms of a monitor that go on.</summary>
    internal static List<Alarm> Open(SqliteConnection connection, string monitor) => connection.Query($"SELECT {Columns} FROM alarms WHERE monitor = ?1 AND state <> 'Closed' ORDER BY id;", Read, monitor);

    /// <summary>Lists the alarms of a monitor after one, the oldest first.</summary>
    internal static List<Alarm> After(SqliteConnection connection, string monitor, long id) => connection.Query($"SELECT {Columns} FROM alarms WHERE monitor = ?1 AND id > ?2 ORDER BY id;", Read, monitor, id);

    internal static Alarm Show(SqliteConnection connection, long id) =>
        connection.Query($"SELECT {Columns} FROM alarms WHERE id = ?1;", Read, id).FirstOrDefault() ?? throw new YardException($"There is no alarm '{id}'. See 'modelyard alarms list --all'.");

    private static Alarm Read(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetString(1), Enum.Parse<AlarmSeverity>(row.GetString(2)), Enum.Parse<AlarmState>(row.GetString(3)), Moment(row, 4), Moment(row, 5), row.GetInt32(6), row.GetString(7))
    {
        Columns = MonitorJson.ReadTexts(row.GetString(8)),
        AcknowledgedBy = row.Text(9),
        Note = row.Text(10),
        IsSilenced = row.GetBoolean(11),
        Watch = row.GetString(12),
        Runbook = row.Text(13),
    };

    private static DateTime Moment(SqliteDataReader row, int column) => new(row.GetInt64(column), DateTimeKind.Utc);

    internal static void CheckText(string what, string? text)
    {
        if (text?.Length > MostText)
        {
            throw new YardException($"The {what} has '{text.Length}' characters and must have at most {MostText}.");
        }
    }
}
