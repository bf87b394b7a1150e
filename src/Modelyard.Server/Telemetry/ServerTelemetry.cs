using Modelyard.Server.Models;
using Modelyard.Server.Protocol;
using Modelyard.Server.Telemetry.Instruments;

namespace Modelyard.Server.Telemetry;

/// <summary>Holds what a server counts and traces of itself.</summary>
internal sealed class ServerTelemetry : IDisposable
{
    public ServerTelemetry(ModelSet models, MemoryLimit memory, ModelServerOptions options)
    {
        Requests = new RequestMetrics(Meter, options.Scheme);
        Trace = new ServerTrace(options.Scheme);
        Models = new ModelMetrics(Meter, models);
        ProcessMetrics.Add(Meter, memory);
    }

    /// <summary>Gets the meter, to which further gauges may be added.</summary>
    public ServerMeter Meter { get; } = new();

    public RequestMetrics Requests { get; }

    public ModelMetrics Models { get; }

    public ServerTrace Trace { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Meter.Dispose();
        Trace.Dispose();
    }
}
