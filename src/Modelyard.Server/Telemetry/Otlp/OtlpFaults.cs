using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Modelyard.Server.Telemetry.Otlp;

/// <summary>Tells in the server's log why nothing gets to the OTLP collector, once a minute. OpenTelemetry's library says it as events of the runtime only, which nobody sees.</summary>
internal sealed class OtlpFaults(ILogger<OtlpFaults> logger) : EventListener, IHostedService
{
    private const string Source = "OpenTelemetry-Exporter-OpenTelemetryProtocol";
    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private long? _toldAt;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Source)
        {
            EnableEvents(eventSource, EventLevel.Warning);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        lock (_lock)
        {
            if (_toldAt is { } last && Stopwatch.GetElapsedTime(last) < s_pause)
            {
                return;
            }

            _toldAt = Stopwatch.GetTimestamp();
        }

        logger.LogWarning("Not all that is to go to the OTLP collector gets there; it waits and is tried again, spans and log records for as long as OTEL_EXPORTER_OTLP_TIMEOUT says (two minutes): {Fault}", Describe(eventData));
    }

    /// <summary>Makes a sentence of an event, in which an exception is its first line.</summary>
    private static string Describe(EventWrittenEventArgs fault)
    {
        // Each attempt says so, those too that are followed by another.
        const string Untrue = " Data will not be sent.";
        object[] parts = [.. (fault.Payload ?? []).Select(part => Convert.ToString(part, CultureInfo.InvariantCulture)?.Split('\n')[0].TrimEnd() ?? "")];
        return fault.Message is { } message ? string.Format(CultureInfo.InvariantCulture, message.Replace(Untrue, "", StringComparison.Ordinal), parts) : string.Join(' ', parts);
    }
}
