using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Modelyard.Server.Telemetry.Instruments;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Modelyard.Server.Telemetry.Otlp;

/// <summary>Sends metrics, traces and logs to an OTLP collector, through OpenTelemetry's own library.</summary>
internal static class OtlpExport
{
    /// <summary>Adds the sending to a server that is being built; nothing is added where nothing is asked for.</summary>
    public static void Add(WebApplicationBuilder builder, OtlpSettings settings, ServiceIdentity service)
    {
        if (!settings.HasAny)
        {
            return;
        }

        // The library reads its variables from the configuration of the host, which has none of the environment.
        builder.Configuration.AddInMemoryCollection(settings.Values);
        builder.Services.AddHostedService<OtlpFaults>();
        builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.Clear().AddTelemetrySdk().AddAttributes(service.Attributes)).UseOtlpExporter();
        if (settings.HasMetrics)
        {
            builder.Services.ConfigureOpenTelemetryMeterProvider((services, metrics) => AddMeters(metrics, services.GetRequiredService<ServerTelemetry>()));
        }

        if (settings.HasTraces)
        {
            builder.Services.ConfigureOpenTelemetryTracerProvider((services, traces) => traces.AddSource(services.GetRequiredService<ServerTelemetry>().Trace.Source.Name));
        }

        if (settings.HasLogs)
        {
            builder.Services.Configure<OpenTelemetryLoggerOptions>(logs => logs.IncludeFormattedMessage = true);
        }
        else
        {
            builder.Logging.AddFilter<OpenTelemetryLoggerProvider>(null, LogLevel.None);
        }
    }

    private static void AddMeters(MeterProviderBuilder metrics, ServerTelemetry telemetry) => metrics
        .AddMeter(ServerMeter.Name, ProcessMetrics.RuntimeMeter)

        // The library finds meters by name; another server of this process has one of the same name.
        .AddView(instrument => instrument.Meter.Name == ServerMeter.Name && !ReferenceEquals(instrument.Meter, telemetry.Meter.Meter) ? MetricStreamConfiguration.Drop : null);
}
