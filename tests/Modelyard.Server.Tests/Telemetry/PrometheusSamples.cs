using System.Globalization;
using System.Text.RegularExpressions;

namespace Modelyard.Server.Tests.Telemetry;

/// <summary>Reads Prometheus' text format strictly, line by line, as a scraper would.</summary>
internal sealed partial class PrometheusSamples
{
    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);

    /// <summary>Gets the type that each metric has been given.</summary>
    public Dictionary<string, string> Types { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the series: the name with the labels as they are written.</summary>
    public IEnumerable<string> Series => _values.Keys;

    /// <summary>Gets the value of a series.</summary>
    public double this[string series] => _values.TryGetValue(series, out double value) ? value : throw new KeyNotFoundException($"There is no '{series}' in: {string.Join('\n', Series)}");

    public static async Task<PrometheusSamples> ReadAsync(ServerFixture server) => Parse(await server.Client.GetStringAsync("/metrics"));

    public static PrometheusSamples Parse(string text)
    {
        var samples = new PrometheusSamples();
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        foreach (string line in text.Split('\n')[..^1])
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                string[] parts = line.Split(' ');
                Assert.Equal(4, parts.Length);
                samples.Types.Add(parts[2], parts[3]);
            }
            else if (!line.StartsWith("# ", StringComparison.Ordinal))
            {
                Match sample = Sample().Match(line);
                Assert.True(sample.Success, line);
                string value = sample.Groups["value"].Value;
                samples._values.Add(sample.Groups["series"].Value, value == "+Inf" ? double.PositiveInfinity : double.Parse(value, CultureInfo.InvariantCulture));
            }
        }

        return samples;
    }

    [GeneratedRegex("""^(?<series>[a-zA-Z_:][a-zA-Z0-9_:]*(\{[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\["\\n])*"(,[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\["\\n])*")*\})?) (?<value>\S+)$""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Sample();
}
