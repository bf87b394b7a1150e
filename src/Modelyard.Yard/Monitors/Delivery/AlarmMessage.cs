using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents what a channel is told.</summary>
/// <param name="Alarm">The alarm.</param>
/// <param name="Event">What has come of it.</param>
/// <param name="Attempt">The number of the attempt, from 1: a receiver that sees 2 may have had the message before.</param>
/// <param name="Runbook">The address of what is to be done; null for none.</param>
internal sealed record AlarmMessage(Alarm Alarm, AlarmEvent Event, int Attempt, string? Runbook) : IChannelMessage
{
    /// <inheritdoc/>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"alarm-{Alarm.Id}-{Event.ToString().ToLowerInvariant()}");

    /// <inheritdoc/>
    public string Subject => PlainText.Of($"[{Alarm.Severity.ToString().ToLowerInvariant()}] {Alarm.Monitor}: {(Event == AlarmEvent.Opened ? Alarm.Watch : $"{Alarm.Watch} quiet again")}{(Attempt > 1 ? " (sent again)" : "")}");

    /// <inheritdoc/>
    public string ToText()
    {
        var text = new StringBuilder(PlainText.Of(Alarm.Summary)).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"alarm {Alarm.Id} of {Alarm.Monitor}, since {Alarm.Since:yyyy-MM-dd HH:mm} UTC\n");
        if (Alarm.Columns.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"columns: {PlainText.Of(string.Join(", ", Alarm.Columns.Take(20)))}\n");
        }

        return Runbook is null ? text.ToString() : text.Append(CultureInfo.InvariantCulture, $"what to do: {Runbook}\n").ToString();
    }

    /// <inheritdoc/>
    public byte[] ToJson()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("id", Id);
            json.WriteString("event", Event.ToString().ToLowerInvariant());
            json.WriteNumber("attempt", Attempt);
            json.WriteStartObject("alarm");
            json.WriteNumber("id", Alarm.Id);
            json.WriteString("monitor", Alarm.Monitor);
            json.WriteString("watch", Alarm.Watch);
            json.WriteString("severity", Alarm.Severity.ToString().ToLowerInvariant());
            json.WriteString("since", Alarm.Since);
            json.WriteString("until", Alarm.Until);
            json.WriteNumber("windows", Alarm.Windows);
            json.WriteString("summary", Alarm.Summary);
            json.WriteStartArray("columns");
            foreach (string column in Alarm.Columns)
            {
                json.WriteStringValue(column);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteString("runbook", Runbook);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }
}
