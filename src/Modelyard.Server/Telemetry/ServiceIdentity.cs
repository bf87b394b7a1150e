using System.Reflection;

namespace Modelyard.Server.Telemetry;

/// <summary>Represents the service that a server is to those who watch it: its name, version and environment, and the tags that all it tells has.</summary>
/// <remarks>Options say it first, then Datadog's variables of unified service tagging, then those of OpenTelemetry.</remarks>
internal sealed class ServiceIdentity
{
    private const string ServiceKey = "service.name";
    private const string VersionKey = "service.version";
    private const string EnvironmentKey = "deployment.environment.name";
    private const string OlderEnvironmentKey = "deployment.environment";
    private const string InstanceKey = "service.instance.id";

    private readonly IReadOnlyDictionary<string, string> _variables;
    private readonly Dictionary<string, string> _given;

    public ServiceIdentity(TelemetryOptions options)
    {
        _variables = options.Variables;
        _given = ReadAttributes(Variable("OTEL_RESOURCE_ATTRIBUTES") ?? "");
        List<KeyValuePair<string, string>> tags = ReadTags(Variable("DD_TAGS") ?? "");
        string? Tagged(string key) => Filled(tags.Find(tag => tag.Key == key).Value);
        Service = Filled(options.Service) ?? Variable("DD_SERVICE") ?? Tagged("service") ?? Variable("OTEL_SERVICE_NAME") ?? Given(ServiceKey) ?? "modelyard";
        Version = Filled(options.Version) ?? Variable("DD_VERSION") ?? Tagged("version") ?? Given(VersionKey) ?? ProgramVersion;
        Environment = Filled(options.Environment) ?? Variable("DD_ENV") ?? Tagged("env") ?? Given(EnvironmentKey) ?? Given(OlderEnvironmentKey);
        Tags = [.. tags.Where(tag => tag.Key is not ("service" or "version" or "env"))];
        Attributes = MakeAttributes();
    }

    /// <summary>Gets the version of this program.</summary>
    public static string ProgramVersion { get; } = typeof(ServiceIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public string Service { get; }

    public string Version { get; }

    /// <summary>Gets the environment; null if nothing says it.</summary>
    public string? Environment { get; }

    /// <summary>Gets the further tags, in their order; a tag without a value has an empty one.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; }

    /// <summary>Gets the attributes of the resource, as OpenTelemetry names them.</summary>
    public IReadOnlyDictionary<string, object> Attributes { get; }

    private SortedDictionary<string, object> MakeAttributes()
    {
        var attributes = new SortedDictionary<string, object>(StringComparer.Ordinal);
        foreach (KeyValuePair<string, string> tag in Tags)
        {
            attributes[tag.Key] = tag.Value;
        }

        foreach (KeyValuePair<string, string> given in _given)
        {
            attributes[given.Key] = given.Value;
        }

        // Servers of one service count each for itself: without a name of its own the series of one would overwrite those of another.
        attributes.TryAdd(InstanceKey, Guid.NewGuid().ToString());
        attributes[ServiceKey] = Service;
        attributes[VersionKey] = Version;
        if (Environment is not null)
        {
            attributes[EnvironmentKey] = Environment;
            attributes[OlderEnvironmentKey] = Environment;
        }

        return attributes;
    }

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private string? Variable(string name) => Filled(_variables.GetValueOrDefault(name));

    private string? Given(string key) => Filled(_given.GetValueOrDefault(key));

    /// <summary>Reads attributes as the variable of OpenTelemetry has them: <c>key=value</c> with commas between, the values percent-encoded.</summary>
    private static Dictionary<string, string> ReadAttributes(string text)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string pair in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            int sign = pair.IndexOf('=', StringComparison.Ordinal);
            if (sign > 0 && pair[..sign].Trim() is { Length: > 0 } key)
            {
                attributes[key] = Uri.UnescapeDataString(pair[(sign + 1)..].Trim());
            }
        }

        return attributes;
    }

    /// <summary>Reads tags as the variable of Datadog has them: <c>key:value</c> with commas or blanks between.</summary>
    private static List<KeyValuePair<string, string>> ReadTags(string text)
    {
        List<KeyValuePair<string, string>> tags = [];
        char[] separators = text.Contains(',', StringComparison.Ordinal) ? [','] : [' '];
        foreach (string tag in text.Split(separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] parts = tag.Split(':', 2);
            if (parts[0].Length > 0)
            {
                tags.Add(new(parts[0], parts.Length > 1 ? parts[1] : ""));
            }
        }

        return tags;
    }
}
