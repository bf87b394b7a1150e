using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Server.Telemetry;

namespace Modelyard.Server.Watching;

/// <summary>Tells the yard at each whole minute how the server fares, a row for each model, so that monitors see it; when the server is stopped, what has been since. A minute that cannot be written is told with the next.</summary>
internal sealed class ServerKeeper(ModelServerOptions options, ServerTelemetry telemetry, ILogger<ServerKeeper> logger) : BackgroundService
{
    private readonly string _name = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid().ToString("N")[..8]}";
    private readonly Dictionary<string, ServerMinute> _told = new(StringComparer.Ordinal);
    private DateTime _since = DateTime.UtcNow;
    private Process _process = Process.Now();
    private string? _fault;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        DateTime last = _since;
        try
        {
            while (true)
            {
                // A timer may be early by a little; the minute is the one that was waited for, in whose window it belongs.
                last = Next(DateTime.UtcNow > last ? DateTime.UtcNow : last);
                TimeSpan wait = last - DateTime.UtcNow;
                await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, stoppingToken).ConfigureAwait(false);
                await Task.Run(() => Tell(last), CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Tell(DateTime.UtcNow);
        }
    }

    private DateTime Next(DateTime after) => new(after.Ticks - (after.Ticks % options.MinuteInterval.Ticks) + options.MinuteInterval.Ticks, DateTimeKind.Utc);

    private void Tell(DateTime end)
    {
        var now = Process.Now();
        var totals = new List<ServerMinute>();
        var minutes = new List<ServerMinute>();
        foreach ((string name, RequestCounts counts) in telemetry.Models.ByName())
        {
            ServerMinute before = _told.GetValueOrDefault(name, new ServerMinute(name, _name, _since, _since));
            var total = new ServerMinute(name, _name, _since, end)
            {
                Requests = counts.Requests,
                Refused = counts.Refused,
                Failed = counts.Failed,
                Predictions = counts.Predictions,
                Latencies = counts.Latencies.Since(new LatencyCounts()),
            };
            totals.Add(total);
            minutes.Add(total with
            {
                Requests = total.Requests - before.Requests,
                Refused = total.Refused - before.Refused,
                Failed = total.Failed - before.Failed,
                Predictions = total.Predictions - before.Predictions,
                Latencies = total.Latencies.Since(before.Latencies),
                WorkingSet = Environment.WorkingSet,
                Heap = GC.GetTotalMemory(forceFullCollection: false),
                Paused = now.Paused - _process.Paused,
                FullCollections = now.FullCollections - _process.FullCollections,
                Processor = now.Processor - _process.Processor,
                Processors = Environment.ProcessorCount,
            });
        }

        string? fault = null;
        try
        {
            using Yard yard = Yard.Open(new YardOptions { Folder = options.Minutes!, Create = false });
            yard.Monitors.Servers.Add(minutes, options.PredictionOptions.Retention);
            (_process, _since) = (now, end);
            foreach (ServerMinute total in totals)
            {
                _told[total.Model] = total;
            }
        }
        catch (ModelyardException thrown)
        {
            fault = thrown.Message;
        }

        // A fault that lasts is told once.
        if (fault is not null && fault != _fault)
        {
            logger.LogWarning("Monitors will miss how the server fares: {Fault}", fault);
        }

        _fault = fault;
    }

    /// <summary>Represents what the process has taken since it began.</summary>
    private readonly record struct Process(TimeSpan Paused, long FullCollections, TimeSpan Processor)
    {
        internal static Process Now() => new(GC.GetTotalPauseDuration(), GC.CollectionCount(GC.MaxGeneration), ProcessorTime());

        // Not all systems tell it.
        private static TimeSpan ProcessorTime() => OperatingSystem.IsLinux() || OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? Environment.CpuUsage.TotalTime : TimeSpan.Zero;
    }
}
