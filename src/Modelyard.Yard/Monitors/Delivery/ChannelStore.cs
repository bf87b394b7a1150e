using Microsoft.Data.Sqlite;
using Modelyard.Lifecycle.Storage;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Keeps whom alarms are told, and tells them.</summary>
/// <remarks>
/// What is to be told is kept with the alarm, in one transaction. An attempt is counted before it is made: a process that dies while it sends makes another with a greater number, which the message has, so that nothing is
/// told twice without saying so.
/// </remarks>
public sealed class ChannelStore
{
    internal const int MostAttempts = 20;

    private readonly Database _database;

    internal ChannelStore(Database database) => _database = database;

    /// <summary>Adds a channel, or changes one.</summary>
    /// <param name="channel">The channel.</param>
    /// <exception cref="YardException">It is none, or its monitor is not there.</exception>
    public void Set(AlarmChannel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        channel.Check();
        _database.Write(connection =>
        {
            if (channel.Monitor is { } monitor)
            {
                MonitorStore.Require(connection, monitor);
            }

            connection.Run("INSERT INTO channels VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET definition = ?2;", channel.Name, ChannelJson.Write(channel));
        });
    }

    /// <summary>Lists the channels by their names.</summary>
    /// <returns>The channels.</returns>
    public IReadOnlyList<AlarmChannel> List() => _database.Read(List);

    /// <summary>Removes a channel; what it has not been told yet it is not told.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="YardException">There is none of this name.</exception>
    public void Remove(string name) => _database.Write(connection =>
    {
        connection.Run("DELETE FROM deliveries WHERE channel = ?1;", name);
        connection.Run("DELETE FROM execution_deliveries WHERE channel = ?1;", name);
        if (connection.Run("DELETE FROM channels WHERE name = ?1;", name) == 0)
        {
            throw new YardException($"There is no channel '{name}'. See 'modelyard alarms channel list'.");
        }
    });

    /// <summary>Lists what channels have been told, or are to be told, the newest alarm first.</summary>
    /// <returns>The deliveries.</returns>
    public IReadOnlyList<AlarmDelivery> Deliveries() => _database.Read(connection => connection.Query("SELECT alarm, channel, event, attempts, delivered, fault FROM deliveries ORDER BY alarm DESC, channel, event DESC;", ReadDelivery));

    /// <summary>Lists what channels could not be told though it was tried, and have been told nothing since: the newest alarm first.</summary>
    /// <returns>The deliveries, each with what its last attempt failed by.</returns>
    public IReadOnlyList<AlarmDelivery> Failed() => _database.Read(connection => connection.Query(
        """
        SELECT alarm, channel, event, attempts, delivered, fault FROM deliveries one
        WHERE delivered IS NULL AND fault IS NOT NULL AND NOT EXISTS (SELECT 1 FROM deliveries later WHERE later.channel = one.channel AND later.delivered > one.created)
        ORDER BY alarm DESC, channel, event DESC;
        """, ReadDelivery));

    /// <summary>Tells channels what they have not been told yet.</summary>
    /// <param name="cancellationToken">Ends the telling; what was not told is told the next time.</param>
    /// <returns>What was tried, in the order of the alarms.</returns>
    public async Task<IReadOnlyList<AlarmDelivery>> DeliverAsync(CancellationToken cancellationToken = default)
    {
        List<AlarmDelivery> open = _database.Read(connection =>
        {
            Dictionary<string, AlarmChannel> channels = List(connection).ToDictionary(channel => channel.Name, StringComparer.Ordinal);
            return connection.Query(
                "SELECT d.alarm, d.channel, d.event, d.attempts, d.delivered, d.fault, d.created, a.state FROM deliveries d JOIN alarms a ON a.id = d.alarm WHERE d.delivered IS NULL AND d.attempts < ?1 ORDER BY d.alarm, d.event DESC, d.channel;",
                row => (Delivery: ReadDelivery(row), Created: new DateTime(row.GetInt64(6), DateTimeKind.Utc), State: row.GetString(7)), MostAttempts)
                .Where(one => IsDue(channels[one.Delivery.Channel], one.Delivery, one.Created, one.State)).Select(one => one.Delivery).ToList();
        });
        var tried = new List<AlarmDelivery>();
        using var sender = new AlarmSender();
        foreach (AlarmDelivery delivery in open)
        {
            if (await TryAsync(sender, delivery, cancellationToken).ConfigureAwait(false) is { } after)
            {
                tried.Add(after);
            }
        }

        return tried;
    }

    /// <summary>Sends a message by a channel to see that it arrives.</summary>
    /// <param name="name">The name of the channel.</param>
    /// <param name="cancellationToken">Ends the sending.</param>
    /// <returns>A task that ends when it was sent.</returns>
    /// <exception cref="YardException">There is none of this name, or it could not be told.</exception>
    public async Task TestAsync(string name, CancellationToken cancellationToken = default)
    {
        AlarmChannel channel = List().FirstOrDefault(one => one.Name == name) ?? throw new YardException($"There is no channel '{name}'. See 'modelyard alarms channel list'.");
        DateTime now = DateTime.UtcNow;
        var alarm = new Alarm(0, "test", AlarmSeverity.Info, AlarmState.Open, now, now, 0, "This is a test: nothing is the matter.");
        using var sender = new AlarmSender();
        await sender.SendAsync(channel, new AlarmMessage(alarm, AlarmEvent.Opened, 1, channel.Runbook), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps what is to be told of an alarm, in the transaction that keeps the alarm.</summary>
    internal static void Announce(SqliteConnection connection, Alarm alarm, AlarmEvent what)
    {
        if (alarm.IsSilenced)
        {
            return;
        }

        foreach (AlarmChannel channel in List(connection).Where(channel => alarm.Severity >= channel.Severity && (channel.Monitor is null || channel.Monitor == alarm.Monitor)
            && (what == AlarmEvent.Opened || channel.After == TimeSpan.Zero || IsTold(connection, alarm, channel))))
        {
            connection.Run("INSERT OR IGNORE INTO deliveries VALUES (?1, ?2, ?3, ?4, 0, NULL, NULL);", alarm.Id, channel.Name, what.ToString(), DateTime.UtcNow.Ticks);
        }
    }

    internal static List<AlarmChannel> List(SqliteConnection connection) => connection.Query("SELECT name, definition FROM channels ORDER BY name;", row => ChannelJson.Read(row.GetString(0), row.GetString(1)));

    private static AlarmDelivery ReadDelivery(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetString(1), Enum.Parse<AlarmEvent>(row.GetString(2)), row.GetInt32(3), row.Integer(4) is { } ticks ? new DateTime(ticks, DateTimeKind.Utc) : null, row.Text(5));

    /// <summary>Tells whether a channel that waits has been told that an alarm began, so that it is told its end too.</summary>
    private static bool IsTold(SqliteConnection connection, Alarm alarm, AlarmChannel channel) =>
        connection.Scalar("SELECT 1 FROM deliveries WHERE alarm = ?1 AND channel = ?2 AND event = 'Opened' AND delivered IS NOT NULL;", alarm.Id, channel.Name) is not null;

    /// <summary>Tells whether a channel that waits has waited long enough, and nobody knows of the alarm. The end of one that it was told of it is told at once.</summary>
    private static bool IsDue(AlarmChannel channel, AlarmDelivery delivery, DateTime created, string state) =>
        channel.After == TimeSpan.Zero || delivery.Event == AlarmEvent.Closed || (state == nameof(AlarmState.Open) && DateTime.UtcNow - created >= channel.After);

    private async Task<AlarmDelivery?> TryAsync(AlarmSender sender, AlarmDelivery delivery, CancellationToken cancellation)
    {
        // Of two processes that tell at once only one counts this attempt.
        (Alarm Alarm, AlarmChannel Channel)? taken = _database.Write(connection => connection.Run(
            "UPDATE deliveries SET attempts = attempts + 1 WHERE alarm = ?1 AND channel = ?2 AND event = ?3 AND attempts = ?4 AND delivered IS NULL;", delivery.Alarm, delivery.Channel, delivery.Event.ToString(), delivery.Attempts) == 1
            ? (AlarmStore.Show(connection, delivery.Alarm), List(connection).First(channel => channel.Name == delivery.Channel))
            : ((Alarm, AlarmChannel)?)null);
        if (taken is not var (alarm, channel))
        {
            return null;
        }

        AlarmDelivery after = delivery with { Attempts = delivery.Attempts + 1 };
        try
        {
            await sender.SendAsync(channel, new AlarmMessage(alarm, delivery.Event, after.Attempts, alarm.Runbook ?? channel.Runbook), cancellation).ConfigureAwait(false);
            after = after with { Delivered = DateTime.UtcNow, Fault = null };
        }
        catch (YardException fault)
        {
            after = after with { Fault = fault.Message };
        }

        _database.Write(connection => connection.Run(
            "UPDATE deliveries SET delivered = ?4, fault = ?5 WHERE alarm = ?1 AND channel = ?2 AND event = ?3;", after.Alarm, after.Channel, after.Event.ToString(), after.Delivered?.Ticks, after.Fault));
        return after;
    }
}
