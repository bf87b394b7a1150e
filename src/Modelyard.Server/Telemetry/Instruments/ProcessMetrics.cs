using System.Diagnostics;
using Modelyard.Server.Protocol;

namespace Modelyard.Server.Telemetry.Instruments;

/// <summary>Says what the process takes beside what the runtime's own meter says.</summary>
internal static class ProcessMetrics
{
    /// <summary>The meter of the runtime, with the memory, the collections and their pauses, the processor's time and the threads.</summary>
    public const string RuntimeMeter = "System.Runtime";

    /// <summary>Makes the instruments.</summary>
    public static void Add(ServerMeter meter, MemoryLimit memory)
    {
        long started = Stopwatch.GetTimestamp();
        meter.Meter.CreateObservableGauge("process.uptime", () => Stopwatch.GetElapsedTime(started).TotalSeconds, "s", "How long the server has been up.");
        meter.Meter.CreateObservableUpDownCounter("modelyard.memory.taken", () => memory.Taken, "By", "What the large requests of the moment take of the memory that they may take.");
        meter.Meter.CreateObservableUpDownCounter("modelyard.memory.limit", () => memory.Most, "By", "What large requests may take of the memory, all together.");
    }
}
