using Microsoft.Data.Sqlite;
using Modelyard.Lifecycle.Storage;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Keeps what servers say of themselves, minute by minute. What a method has returned from is on the disk.</summary>
public sealed class ServerMinuteStore
{
    private const string Columns = "model, server, start, finish, requests, refused, failed, predictions, latencies, working_set, heap, paused, full_collections, processor, processors";

    private readonly Database _database;

    internal ServerMinuteStore(Database database) => _database = database;

    /// <summary>Gets how long minutes are kept where nothing else is said.</summary>
    public static TimeSpan Retention { get; } = TimeSpan.FromDays(400);

    /// <summary>Keeps minutes, all or none, and forgets those of their models that are older than they are kept.</summary>
    /// <param name="minutes">The minutes. One that is there already, of its model, server and end, is kept as it is.</param>
    /// <param name="retention">How long minutes are kept; null for <see cref="Retention"/>.</param>
    /// <exception cref="YardException">The yard cannot be written.</exception>
    public void Add(IReadOnlyList<ServerMinute> minutes, TimeSpan? retention = null)
    {
        ArgumentNullException.ThrowIfNull(minutes);
        _database.Write(connection =>
        {
            foreach (ServerMinute one in minutes)
            {
                connection.Run(
                    $"INSERT OR IGNORE INTO server_minutes ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15);",
                    one.Model, one.Server, one.Start.Ticks, one.End.Ticks, one.Requests, one.Refused, one.Failed, one.Predictions, Text(one.Latencies), one.WorkingSet, one.Heap, one.Paused.Ticks, one.FullCollections, one.Processor.Ticks, one.Processors);
                connection.Run("DELETE FROM server_minutes WHERE model = ?1 AND finish < ?2;", one.Model, (one.End - (retention ?? Retention)).Ticks);
            }
        });
    }

    /// <summary>Reads the minutes of a model that ended within a time.</summary>
    /// <param name="model">The name of the model.</param>
    /// <param name="from">The moment after which they ended, in UTC.</param>
    /// <param name="until">The moment up to which they ended.</param>
    /// <returns>The minutes of all servers, by their ends.</returns>
    /// <exception cref="YardException">The yard cannot be read.</exception>
    public IReadOnlyList<ServerMinute> Read(string model, DateTime from, DateTime until) => _database.Read(connection => connection.Query(
        $"SELECT {Columns} FROM server_minutes WHERE model = ?1 AND finish > ?2 AND finish <= ?3 ORDER BY finish, server;", Read, model, from.Ticks, until.Ticks));

    private static string Text(LatencyCounts counts) => MonitorJson.Text(counts.Cells().Select(cell => FormattableString.Invariant($"{cell.Cell}:{cell.Count}")));

    private static LatencyCounts Counts(string text) => LatencyCounts.Of(MonitorJson.ReadTexts(text).Select(cell =>
    {
        int colon = cell.IndexOf(':', StringComparison.Ordinal);
        return (int.Parse(cell.AsSpan(0, colon), System.Globalization.CultureInfo.InvariantCulture), long.Parse(cell.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture));
    }));

    private static ServerMinute Read(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), new DateTime(row.GetInt64(2), DateTimeKind.Utc), new DateTime(row.GetInt64(3), DateTimeKind.Utc))
    {
        Requests = row.GetInt64(4),
        Refused = row.GetInt64(5),
        Failed = row.GetInt64(6),
        Predictions = row.GetInt64(7),
        Latencies = Counts(row.GetString(8)),
        WorkingSet = row.GetInt64(9),
        Heap = row.GetInt64(10),
        Paused = TimeSpan.FromTicks(row.GetInt64(11)),
        FullCollections = row.GetInt64(12),
        Processor = TimeSpan.FromTicks(row.GetInt64(13)),
        Processors = row.GetInt32(14),
    };
}
