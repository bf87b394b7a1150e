namespace Modelyard.Server.Telemetry.Otlp;

/// <summary>Says what is sent by OTLP, where to and how: by the standard variables of OpenTelemetry, which hold as they are, and by defaults that suit a server.</summary>
internal sealed class OtlpSettings
{
    private const string Prefix = "OTEL_";
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string Grpc = "grpc";
    private const string HttpProtobuf = "http/protobuf";
    private const int GrpcPort = 4317;

    /// <summary>What holds where no variable says otherwise.</summary>
    /// <remarks>
    /// A collector that is away is tried again for two minutes, while what comes after waits in its order; by default it would be given up after ten seconds, and of spans no more than 2048 would wait.
    /// </remarks>
    private static readonly Dictionary<string, string> Defaults = new(StringComparer.Ordinal)
    {
        ["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory",
        ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "120000",
        ["OTEL_BSP_MAX_QUEUE_SIZE"] = "16384",
    };

    private readonly SortedDictionary<string, string?> _values = new(StringComparer.Ordinal);

    /// <summary>Reads the settings.</summary>
    /// <param name="options">The options, which come before the variables.</param>
    /// <exception cref="ModelyardException">An address is none.</exception>
    public OtlpSettings(TelemetryOptions options)
    {
        foreach (KeyValuePair<string, string> variable in options.Variables.Where(variable => variable.Key.StartsWith(Prefix, StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(variable.Value)))
        {
            _values[variable.Key] = variable.Value.Trim();
        }

        if (options.Otlp is { } address)
        {
            _values[EndpointVariable] = address.OriginalString;
        }

        SetProtocol(EndpointVariable, ProtocolVariable);
        bool isOff = string.Equals(_values.GetValueOrDefault("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);
        HasMetrics = !isOff && Has("METRICS");
        HasTraces = !isOff && Has("TRACES");
        HasLogs = !isOff && Has("LOGS");
        foreach (KeyValuePair<string, string> value in Defaults)
        {
            _values.TryAdd(value.Key, value.Value);
        }
    }

    public bool HasMetrics { get; }

    public bool HasTraces { get; }

    public bool HasLogs { get; }

    public bool HasAny => HasMetrics || HasTraces || HasLogs;

    /// <summary>Gets the settings by the names of the variables.</summary>
    public IReadOnlyDictionary<string, string?> Values => _values;

    /// <summary>Determines whether a signal is sent: if there is an address for it, and it is not switched off.</summary>
    private bool Has(string signal)
    {
        string endpoint = $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT";
        SetProtocol(endpoint, $"OTEL_EXPORTER_OTLP_{signal}_PROTOCOL");
        return (_values.ContainsKey(EndpointVariable) || _values.ContainsKey(endpoint))
            && !string.Equals(_values.GetValueOrDefault($"OTEL_{signal}_EXPORTER"), "none", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Chooses the protocol for an address, if nothing says it: what the specification asks for, but gRPC at the port that is registered for it.</summary>
    private void SetProtocol(string endpointVariable, string protocolVariable)
    {
        if (_values.GetValueOrDefault(endpointVariable) is not { } text)
        {
            return;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? endpoint) || (endpoint.Scheme != Uri.UriSchemeHttp && endpoint.Scheme != Uri.UriSchemeHttps))
        {
            throw new ModelyardException($"The address of the OTLP collector is '{text}' and must be a URL of http or https, as 'http://127.0.0.1:4318'. It is given by '--otlp' or the variable '{endpointVariable}'.");
        }

        if (!_values.ContainsKey(protocolVariable) && !_values.ContainsKey(ProtocolVariable))
        {
            _values[protocolVariable] = endpoint.Port == GrpcPort ? Grpc : HttpProtobuf;
        }
    }
}
