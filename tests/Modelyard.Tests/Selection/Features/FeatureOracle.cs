using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Modelyard.Tests.Selection.Features;

/// <summary>Reads what tests/Oracles/features.py wrote with scikit-learn and SciPy.</summary>
internal static class FeatureOracle
{
    internal static JsonElement Document { get; } = Read();

    internal static double[] Numbers(string name) => Numbers(Document.GetProperty(name));

    internal static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(one => one.GetDouble())];

    internal static double[][] Columns(string name) => [.. Document.GetProperty(name).EnumerateArray().Select(Numbers)];

    internal static int[] Labels { get; } = Codes(Numbers("labels"));

    internal static int[] Codes(double[] values) => Array.ConvertAll(values, value => (int)value);

    private static JsonElement Read([CallerFilePath] string path = "")
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", "Oracles", "features.json")));
        return document.RootElement.Clone();
    }
}
