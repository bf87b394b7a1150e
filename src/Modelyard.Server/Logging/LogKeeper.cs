using Microsoft.Extensions.Hosting;

namespace Modelyard.Server.Logging;

/// <summary>Looks after the logs of predictions as long as the server runs.</summary>
internal sealed class LogKeeper(RequestLog log) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            await Task.Run(log.Seal, stoppingToken).ConfigureAwait(false);
        }
    }
}
