using System.Text.Json;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Writes channels as JSON, and reads them.</summary>
internal static class ChannelJson
{
    internal static string Write(AlarmChannel channel) => MonitorJson.Text(json =>
    {
        json.WriteString("kind", channel.Kind.ToString());
        json.WriteString("target", channel.Target);
        json.WriteString("severity", channel.Severity.ToString());
        json.WriteString("monitor", channel.Monitor);
        json.WriteNumber("afterSeconds", channel.After.TotalSeconds);
        json.WriteString("secretVariable", channel.SecretVariable);
        json.WriteString("mailServer", channel.MailServer);
        json.WriteString("sender", channel.Sender);
        json.WriteString("runbook", channel.Runbook);
    });

    internal static AlarmChannel Read(string name, string text)
    {
        using var document = JsonDocument.Parse(text);
        JsonElement json = document.RootElement;
        return new AlarmChannel(name, Enum.Parse<ChannelKind>(json.GetProperty("kind").GetString()!), json.GetProperty("target").GetString()!)
        {
            Severity = Enum.Parse<AlarmSeverity>(json.GetProperty("severity").GetString()!),
            Monitor = json.GetProperty("monitor").GetString(),
            After = TimeSpan.FromSeconds(json.GetProperty("afterSeconds").GetDouble()),
            SecretVariable = json.GetProperty("secretVariable").GetString(),
            MailServer = json.GetProperty("mailServer").GetString(),
            Sender = json.GetProperty("sender").GetString(),
            Runbook = json.GetProperty("runbook").GetString(),
        };
    }
}
