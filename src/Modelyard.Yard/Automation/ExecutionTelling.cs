using Microsoft.Data.Sqlite;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Storage;

namespace Modelyard.Lifecycle.Automation;

/// <summary>Tells channels of executions, as they are told of alarms: what is to be told is kept with the execution, and an attempt is counted before it is made.</summary>
internal sealed class ExecutionTelling(Database database)
{
    /// <summary>Keeps what is to be told, in the transaction that changes the execution. Channels that wait before they are told are for alarms alone.</summary>
    internal static void Announce(SqliteConnection connection, Execution execution)
    {
        AlarmSeverity severity = ExecutionMessage.SeverityOf(execution.State, execution.Facts.Severity);
        foreach (AlarmChannel channel in ChannelStore.List(connection).Where(channel => severity >= channel.Severity && channel.After == TimeSpan.Zero && (channel.Monitor is null || channel.Monitor == execution.Facts.Monitor)))
        {
            connection.Run("INSERT OR IGNORE INTO execution_deliveries VALUES (?1, ?2, ?3, 0, NULL, NULL);", execution.Id, channel.Name, execution.State.ToString());
        }
    }

    internal async Task<IReadOnlyList<ExecutionDelivery>> DeliverAsync(CancellationToken cancellation)
    {
        List<ExecutionDelivery> open = database.Read(connection => connection.Query(
            "SELECT execution, channel, event, attempts FROM execution_deliveries WHERE delivered IS NULL AND attempts < ?1 ORDER BY execution, channel;",
            row => new ExecutionDelivery(row.GetInt64(0), row.GetString(1), Enum.Parse<ExecutionState>(row.GetString(2)), row.GetInt32(3), null, null), ChannelStore.MostAttempts));
        var tried = new List<ExecutionDelivery>();
        using var sender = new AlarmSender();
        foreach (ExecutionDelivery delivery in open)
        {
            if (await TryAsync(sender, delivery, cancellation).ConfigureAwait(false) is { } after)
            {
                tried.Add(after);
            }
        }

        return tried;
    }

    private async Task<ExecutionDelivery?> TryAsync(AlarmSender sender, ExecutionDelivery delivery, CancellationToken cancellation)
    {
        // Of two processes that tell at once only one counts this attempt.
        (Execution Execution, AlarmChannel Channel)? taken = database.Write(connection => connection.Run(
            "UPDATE execution_deliveries SET attempts = attempts + 1 WHERE execution = ?1 AND channel = ?2 AND event = ?3 AND attempts = ?4 AND delivered IS NULL;",
            delivery.Execution, delivery.Channel, delivery.State.ToString(), delivery.Attempts) == 1
            ? (ExecutionRows.Require(connection, delivery.Execution), ChannelStore.List(connection).First(channel => channel.Name == delivery.Channel))
            : ((Execution, AlarmChannel)?)null);
        if (taken is not var (execution, channel))
        {
            return null;
        }

        ExecutionDelivery after = delivery with { Attempts = delivery.Attempts + 1 };
        try
        {
            await sender.SendAsync(channel, new ExecutionMessage(execution, delivery.State, after.Attempts, channel.Runbook), cancellation).ConfigureAwait(false);
            after = after with { Delivered = DateTime.UtcNow };
        }
        catch (YardException fault)
        {
            after = after with { Fault = fault.Message };
        }

        database.Write(connection => connection.Run(
            "UPDATE execution_deliveries SET delivered = ?4, fault = ?5 WHERE execution = ?1 AND channel = ?2 AND event = ?3;", after.Execution, after.Channel, after.State.ToString(), after.Delivered?.Ticks, after.Fault));
        return after;
    }
}
