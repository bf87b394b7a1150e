using System.Diagnostics.Metrics;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Server.Telemetry.Instruments;

namespace Modelyard.Server.Watching;

/// <summary>Shows what monitors saw last among the metrics of the server.</summary>
internal sealed class MonitorMetrics
{
    private volatile Last[] _last = [];

    public MonitorMetrics(ServerMeter meter)
    {
        meter.AddGauge("modelyard.drift.effect", "1", "By how much shares of rows differed from the reference at most, in the last window of a monitor, by column.", () => _last.SelectMany(last => last.Window is null ? [] : last.Window.Columns
            .Where(column => double.IsFinite(column.Effect)).Select(column => new Measurement<double>(column.Effect, [.. last.Tags, new("column", column.Name)]))));
        meter.AddGauge("modelyard.drift.missing", "1", "The share of missing cells in the last window of a monitor, by column.", () => _last.SelectMany(last => last.Window is null ? [] : last.Window.Columns
            .Select(column => new Measurement<double>(column.Missing, [.. last.Tags, new("column", column.Name)]))));
        meter.AddGauge("modelyard.monitor.window_rows", "{row}", "How many rows the last window of a monitor had.", () => _last.Where(last => last.Window is not null).Select(last => new Measurement<double>(last.Window!.Rows, last.Tags)));
        meter.AddGauge("modelyard.monitor.window_end", "s", "When the last window of a monitor ended, in seconds since 1970.", () => _last.Where(last => last.Window is not null).Select(last => new Measurement<double>((last.Window!.End - DateTime.UnixEpoch).TotalSeconds, last.Tags)));
        meter.AddGauge("modelyard.monitor.stopped", "{monitor}", "1 if a monitor cannot look at its windows, else 0.", () => _last.Select(last => new Measurement<double>(last.IsStopped ? 1 : 0, last.Tags)));
        meter.AddGauge("modelyard.alarms.active", "{alarm}", "How many alarms of a monitor go on.", () => _last.Select(last => new Measurement<double>(last.Alarms, last.Tags)));
    }

    /// <summary>Takes what the yard holds of each monitor.</summary>
    public void Update(Yard yard)
    {
        IReadOnlyList<Alarm> alarms = yard.Alarms.List();
        HashSet<string> stopped = [.. yard.Monitors.Faults().Select(fault => fault.Monitor)];
        _last = [.. yard.Monitors.List().Select(monitor => new Last(
            [new("monitor", monitor.Name), new("model", monitor.Model ?? "")], yard.Monitors.Windows(monitor.Name, 1) is [var window] ? window : null, alarms.Count(alarm => alarm.Monitor == monitor.Name), stopped.Contains(monitor.Name)))];
    }

    private sealed record Last(KeyValuePair<string, object?>[] Tags, MonitorWindow? Window, int Alarms, bool IsStopped);
}
