using System.Runtime.CompilerServices;
using System.Text.Json;
using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Tests.Metrics;

/// <summary>Reads what tests/Oracles/metrics.py wrote with scikit-learn.</summary>
internal sealed class MetricOracle
{
    private static readonly JsonElement Root = Read();

    private readonly JsonElement _case;

    private MetricOracle(JsonElement @case) => _case = @case;

    internal JsonElement Case => _case;

    internal IEnumerable<(string Metric, double Value)> Expected =>
        _case.GetProperty("expected").EnumerateObject().Select(one => (one.Name, one.Value.GetDouble()));

    internal static IEnumerable<string> Names(string task) => Root.GetProperty(task).EnumerateArray().Select(one => one.GetProperty("name").GetString()!);

    internal static MetricOracle Find(string task, string name) =>
        new(Root.GetProperty(task).EnumerateArray().First(one => one.GetProperty("name").GetString() == name));

    internal double[] Doubles(string name) => Doubles(_case.GetProperty(name));

    internal static double[] Doubles(JsonElement element) => [.. element.EnumerateArray().Select(one => one.GetDouble())];

    internal Predictions Predictions()
    {
        double[]? weights = _case.GetProperty("weights").ValueKind == JsonValueKind.Null ? null : Doubles("weights");
        if (_case.TryGetProperty("target", out _))
        {
            return Modelyard.Metrics.Predictions.OfNumbers(Doubles("target"), Doubles("predicted"), weights);
        }

        int classes = _case.GetProperty("classes").GetInt32();
        int[] labels = [.. Doubles("labels").Select(label => (int)label)];
        double[] elements = [.. _case.GetProperty("probabilities").EnumerateArray().SelectMany(Doubles)];
        return Modelyard.Metrics.Predictions.OfProbabilities(
            labels, new Matrix(elements, labels.Length, classes), [.. Enumerable.Range(0, classes).Select(k => $"c{k}")], null, weights);
    }

    private static JsonElement Read([CallerFilePath] string path = "")
    {
        string file = Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "Oracles", "metrics.json");
        return JsonDocument.Parse(File.ReadAllBytes(file)).RootElement;
    }
}
