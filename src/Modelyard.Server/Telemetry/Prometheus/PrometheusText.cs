using System.Globalization;
using System.Text;
using Modelyard.Server.Telemetry.Collecting;

namespace Modelyard.Server.Telemetry.Prometheus;

/// <summary>Writes metrics as Prometheus reads them: in its own text format, version 0.0.4, or in that of OpenMetrics, version 1.0.0.</summary>
/// <param name="isOpenMetrics">True for OpenMetrics.</param>
internal sealed class PrometheusText(bool isOpenMetrics)
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";
    public const string OpenMetricsContentType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private readonly StringBuilder _text = new(1 << 14);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Writes metrics.</summary>
    /// <param name="target">The attributes of the service, which stand in a metric of their own that others can be joined with.</param>
    /// <param name="families">The metrics.</param>
    /// <returns>The text.</returns>
    public string Write(IEnumerable<KeyValuePair<string, object>> target, IEnumerable<MetricFamily> families)
    {
        var service = new MetricFamily("target.info", "", "The service that these metrics are of.", MetricKind.Gauge, []);
        service.Points.Add(new MetricPoint([.. target.Select(one => new KeyValuePair<string, object?>(one.Key, one.Value))], 1, []));
        foreach (MetricFamily family in families.Prepend(service))
        {
            Write(family);
        }

        if (isOpenMetrics)
        {
            _text.Append("# EOF\n");
        }

        return _text.ToString();
    }

    private void Write(MetricFamily family)
    {
        string name = PrometheusName.Of(family);
        string sample = family.Kind == MetricKind.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
        if (isOpenMetrics && family.Kind == MetricKind.Counter)
        {
            name = sample[..^"_total".Length];
        }

        // Two instruments whose names differ in a sign only would be one metric, which nothing could read.
        if (!_names.Add(sample))
        {
            return;
        }

        WriteHead(isOpenMetrics ? name : sample, family);
        var labelSets = new HashSet<string>(StringComparer.Ordinal);
        foreach (MetricPoint point in family.Points)
        {
            string labels = LabelsOf(point.Tags);
            if (!labelSets.Add(labels))
            {
                continue;
            }

            if (family.Kind == MetricKind.Histogram)
            {
                WriteHistogram(sample, labels, family.Bounds, point);
            }
            else
            {
                WriteSample(sample, labels, Number(point.Value));
            }
        }
    }

    private void WriteHead(string name, MetricFamily family)
    {
        string kind = family.Kind switch { MetricKind.Counter => "counter", MetricKind.Histogram => "histogram", _ => "gauge" };
        if (family.Description.Length > 0)
        {
            _text.Append("# HELP ").Append(name).Append(' ').Append(Escape(family.Description, quotes: isOpenMetrics)).Append('\n');
        }

        _text.Append("# TYPE ").Append(name).Append(' ').Append(kind).Append('\n');
        if (isOpenMetrics && PrometheusName.UnitOf(family) is { Length: > 0 } unit && name.EndsWith("_" + unit, StringComparison.Ordinal))
        {
            _text.Append("# UNIT ").Append(name).Append(' ').Append(unit).Append('\n');
        }
    }

    private void WriteHistogram(string name, string labels, IReadOnlyList<double> bounds, MetricPoint point)
    {
        string before = labels.Length == 0 ? "" : labels + ",";
        long sum = 0;
        for (int i = 0; i < point.Counts.Count; i++)
        {
            sum += point.Counts[i];
            string bound = i < bounds.Count ? Bound(bounds[i]) : "+Inf";
            WriteSample(name + "_bucket", $"{before}le=\"{bound}\"", Number(sum));
        }

        WriteSample(name + "_sum", labels, Number(point.Value));
        WriteSample(name + "_count", labels, Number(sum));
    }

    private void WriteSample(string name, string labels, string value)
    {
        _text.Append(name);
        if (labels.Length > 0)
        {
            _text.Append('{').Append(labels).Append('}');
        }

        _text.Append(' ').Append(value).Append('\n');
    }

    private static string LabelsOf(IReadOnlyList<KeyValuePair<string, object?>> tags)
    {
        // Keys that are one label's name once they are cleaned are told once, with the values of all.
        IEnumerable<string> labels = tags.GroupBy(tag => PrometheusName.OfLabel(tag.Key), StringComparer.Ordinal)
            .OrderBy(label => label.Key, StringComparer.Ordinal)
            .Select(label => $"{label.Key}=\"{string.Join(';', label.Select(tag => Escape(TextOf(tag.Value), quotes: true)))}\"");
        return string.Join(',', labels);
    }

    private static string TextOf(object? value) => value switch
    {
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Escape(string text, bool quotes)
    {
        string escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }

    /// <summary>Writes a bound, which is a label and must be the same text always: with a point or an exponent.</summary>
    private static string Bound(double bound)
    {
        string text = Number(bound);
        return text.AsSpan().ContainsAny('.', 'e') ? text : text + ".0";
    }

    private static string Number(double value) =>
        double.IsNaN(value) ? "NaN"
        : double.IsInfinity(value) ? value > 0 ? "+Inf" : "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
}
