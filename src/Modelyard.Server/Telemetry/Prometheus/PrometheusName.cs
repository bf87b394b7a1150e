using Modelyard.Server.Telemetry.Collecting;

namespace Modelyard.Server.Telemetry.Prometheus;

/// <summary>Makes the names of metrics and labels as Prometheus has them from those of OpenTelemetry.</summary>
/// <remarks>Source: OpenTelemetry's specification, Prometheus and OpenMetrics compatibility.</remarks>
internal static class PrometheusName
{
    /// <summary>Gets the word for a unit that stands at the end of a name.</summary>
    /// <param name="family">The metric.</param>
    /// <returns>The word; empty for what is counted or has no unit.</returns>
    public static string UnitOf(MetricFamily family) => family.Unit switch
    {
        "" => "",
        "s" => "seconds",
        "ms" => "milliseconds",
        "By" => "bytes",
        "1" => family.Kind == MetricKind.Gauge ? "ratio" : "",
        ['{', .., '}'] => "",
        _ => Clean(family.Unit),
    };

    /// <summary>Gets the name of a metric with its unit, without what says that it is a counter.</summary>
    public static string Of(MetricFamily family)
    {
        string name = Clean(family.Name), unit = UnitOf(family);
        return unit.Length == 0 || name.EndsWith("_" + unit, StringComparison.Ordinal) ? name : $"{name}_{unit}";
    }

    /// <summary>Makes the name of a label from the key of a tag.</summary>
    public static string OfLabel(string key) => Clean(key);

    private static string Clean(string name)
    {
        string clean = string.Create(name.Length, name, (target, source) =>
        {
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = char.IsAsciiLetterOrDigit(source[i]) ? source[i] : '_';
            }
        });
        return clean.Length == 0 || char.IsAsciiDigit(clean[0]) ? "_" + clean : clean;
    }
}
