using System.Collections;

namespace Modelyard.Server.Telemetry;

/// <summary>Says to whom a server tells how it fares, and as which service.</summary>
/// <remarks>Beside what it says, the standard variables of OpenTelemetry (<c>OTEL_...</c>) and those of Datadog's unified tagging (<c>DD_ENV</c>, <c>DD_SERVICE</c>, <c>DD_VERSION</c>, <c>DD_TAGS</c>) hold.</remarks>
public sealed record TelemetryOptions
{
    /// <summary>Gets the address of an OTLP collector, to which metrics, traces and logs are sent; null for that which <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names, if it names one.</summary>
    public Uri? Otlp { get; init; }

    /// <summary>Gets where DogStatsD listens: <c>udp://HOST:PORT</c>, <c>unix:///PATH</c>, or <c>auto</c> for what <c>DD_DOGSTATSD_URL</c> or <c>DD_AGENT_HOST</c> and <c>DD_DOGSTATSD_PORT</c> say; null to send nothing.</summary>
    public string? Dogstatsd { get; init; }

    /// <summary>Gets the time between two sendings to DogStatsD.</summary>
    public TimeSpan DogstatsdInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets the name of the service; null for what the variables say, or else <c>modelyard</c>.</summary>
    public string? Service { get; init; }

    /// <summary>Gets the version of the service; null for what the variables say, or else that of the program.</summary>
    public string? Version { get; init; }

    /// <summary>Gets the environment, as <c>production</c>; null for what the variables say.</summary>
    public string? Environment { get; init; }

    /// <summary>Gets the environment variables.</summary>
    internal IReadOnlyDictionary<string, string> Variables { get; init; } = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "", StringComparer.Ordinal);
}
