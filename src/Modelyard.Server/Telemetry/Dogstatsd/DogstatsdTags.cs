using System.Globalization;
using Modelyard.Server.Telemetry.Collecting;

namespace Modelyard.Server.Telemetry.Dogstatsd;

/// <summary>Writes tags as Datadog takes them.</summary>
/// <remarks>A tag has letters, digits, underscores, minuses, colons, full stops and slashes, 200 characters at most; other characters become underscores. Source: Datadog's documentation, Getting Started with Tags.</remarks>
internal static class DogstatsdTags
{
    private const int MostCharacters = 200;
    private const string Signs = "_-:./";

    /// <summary>Gets the tags of a service, those of unified tagging first.</summary>
    public static IReadOnlyList<string> Of(ServiceIdentity service)
    {
        List<string> tags = [];
        if (service.Environment is not null)
        {
            tags.Add(Of("env", service.Environment));
        }

        tags.Add(Of("service", service.Service));
        tags.Add(Of("version", service.Version));
        tags.AddRange(service.Tags.Select(tag => Of(tag.Key, tag.Value)));
        return tags;
    }

    /// <summary>Gets the tags of a series.</summary>
    public static IEnumerable<string> Of(MetricPoint point) => point.Tags.Select(tag => Of(tag.Key, Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? ""));

    private static string Of(string key, string value)
    {
        string tag = value.Length == 0 ? key : $"{key}:{value}";
        return string.Create(Math.Min(tag.Length, MostCharacters), tag, (target, source) =>
        {
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = char.IsLetterOrDigit(source[i]) || Signs.Contains(source[i], StringComparison.Ordinal) ? source[i] : '_';
            }
        });
    }
}
