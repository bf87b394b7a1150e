using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Automation;

namespace Modelyard.Server.Watching;

/// <summary>Carries out what alarms set off as long as the server runs, one after the other, on one thread below those that answer. Another server or command that does so too does no harm: one alarm sets a rule off once.</summary>
internal sealed class AutomationKeeper(ModelServerOptions options, ILogger<AutomationKeeper> logger) : BackgroundService
{
    private string? _told;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.WatchInterval);
        do
        {
            await OwnThread.Run("automation", () => Look(stoppingToken), stoppingToken).ConfigureAwait(false);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private void Look(CancellationToken cancellation)
    {
        string? fault = null;
        try
        {
            using Yard yard = Yard.Open(new YardOptions { Folder = options.Watch!, Create = false });
            yard.Automations.Look();
            while (!cancellation.IsCancellationRequested && yard.Automations.RunNext(threads: 1, cancellation) is { } execution)
            {
                logger.LogWarning("Execution {Id} of the automation '{Automation}': {Told}", execution.Id, execution.Rule.Name, execution.Told);
            }

            foreach (ExecutionDelivery delivery in yard.Automations.DeliverAsync(cancellation).GetAwaiter().GetResult())
            {
                fault ??= delivery.Fault;
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return;
        }
        catch (Exception thrown)
        {
            // A retraining may fail in any way, and the server goes on answering.
            fault = thrown.Message;
        }

        // A fault that lasts is told once.
        if (fault is not null && fault != _told)
        {
            logger.LogWarning("Automations: {Fault}", fault);
        }

        _told = fault;
    }
}
