using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Modelyard.Server.Models;

/// <summary>Looks for new versions of the served models as long as the server runs.</summary>
internal sealed class ModelWatch(ModelSet models, ModelServerOptions options, ILogger<ModelWatch> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.PollInterval);
        string lastFault = "";
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            string fault;
            try
            {
                ModelPoll poll = models.Poll();
                fault = string.Join(' ', poll.Faults);
                if (poll.IsNew)
                {
                    string served = string.Join(", ", models.Current.Models.Select(model => $"{model.Version.Name}:{model.Version.Version}"));
                    logger.LogInformation("Now serving {Models}.", served);
                }
            }
#pragma warning disable CA1031 // Whatever a source's fault is, what is loaded is served on.
            catch (Exception thrown) when (thrown is not OperationCanceledException)
#pragma warning restore CA1031
            {
                fault = thrown.Message;
            }

            // A fault that lasts is told once.
            if (fault.Length > 0 && fault != lastFault)
            {
                logger.LogWarning("A new version could not be loaded, the old one is served on: {Fault}", fault);
            }

            lastFault = fault;
        }
    }
}
