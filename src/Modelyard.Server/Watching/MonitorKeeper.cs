using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Server.Telemetry;

namespace Modelyard.Server.Watching;

/// <summary>Runs the monitors of a yard as long as the server runs, and tells channels of alarms. Another server or command that runs them too does no harm: each window is judged once.</summary>
internal sealed class MonitorKeeper(ModelServerOptions options, ServerTelemetry telemetry, ILogger<MonitorKeeper> logger) : BackgroundService
{
    // A monitor that has much to catch up with lets the others look in between.
    private static readonly TimeSpan s_turn = TimeSpan.FromSeconds(20);

    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly MonitorMetrics _metrics = new(telemetry.Meter);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.WatchInterval);
        do
        {
            await OwnThread.Run("monitors", () => Look(stoppingToken), stoppingToken).ConfigureAwait(false);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private void Look(CancellationToken cancellation)
    {
        var faults = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            using Yard yard = Yard.Open(new YardOptions { Folder = options.Watch!, Create = false });
            foreach (MonitorDefinition monitor in yard.Monitors.List())
            {
                cancellation.ThrowIfCancellationRequested();
                Run(yard, monitor, faults, cancellation);
            }

            _metrics.Update(yard);
            foreach (AlarmDelivery delivery in yard.Channels.DeliverAsync(cancellation).GetAwaiter().GetResult())
            {
                if (delivery.Fault is { } fault)
                {
                    faults.Add(fault);
                }
            }
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            return;
        }
        catch (Exception fault)
        {
            // Looking may fail in any way, and the server goes on answering.
            faults.Add(fault.Message);
        }

        // A fault that lasts is told once.
        foreach (string fault in faults.Where(fault => !_told.Contains(fault)))
        {
            logger.LogWarning("Monitors: {Fault}", fault);
        }

        _told.Clear();
        _told.UnionWith(faults);
    }

    private void Run(Yard yard, MonitorDefinition monitor, HashSet<string> faults, CancellationToken cancellation)
    {
        try
        {
            foreach (Alarm alarm in yard.Monitors.Run(monitor.Name, most: s_turn, cancellation: cancellation).Alarms)
            {
                logger.LogWarning("Alarm {Id} of the monitor '{Monitor}': {Summary}", alarm.Id, alarm.Monitor, alarm.Summary);
            }
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            faults.Add($"The monitor '{monitor.Name}' cannot look: {fault.Message}");
        }
    }
}
