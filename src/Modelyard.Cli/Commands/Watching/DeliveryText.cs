using System.Text.Json;
using Modelyard.Lifecycle.Monitors;

namespace Modelyard.Cli.Commands.Watching;

/// <summary>Writes what channels have been told, for people and as JSON.</summary>
internal static class DeliveryText
{
    internal static void Write(Terminal terminal, AlarmDelivery delivery) => terminal.Line(delivery.Delivered is null
        ? $"   {delivery.Channel} has not been told of alarm {delivery.Alarm} ({Choice.Word(delivery.Event)}){(delivery.Fault is { } fault ? $": {PlainText.Of(fault)}" : delivery.Attempts > 0 ? ", or the attempt was ended" : " yet")}"
        : $"   {delivery.Channel} has been told of alarm {delivery.Alarm} ({Choice.Word(delivery.Event)}){(delivery.Attempts > 1 ? $", at attempt {delivery.Attempts}" : "")}");

    internal static void Write(Utf8JsonWriter json, AlarmDelivery delivery)
    {
        json.WriteNumber("alarm", delivery.Alarm);
        json.WriteString("channel", delivery.Channel);
        json.WriteString("event", Choice.Word(delivery.Event));
        json.WriteNumber("attempts", delivery.Attempts);
        json.WriteBoolean("delivered", delivery.Delivered is not null);
        json.WriteString("fault", delivery.Fault);
    }
}
