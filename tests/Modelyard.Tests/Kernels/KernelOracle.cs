using System.Text.Json;
using Modelyard.Tests.Frames;
using Modelyard.Tests.Linear;

namespace Modelyard.Tests.Kernels;

/// <summary>Gives what scikit-learn's support vector machines learned, as tests/Oracles/kernels.py wrote it.</summary>
internal static class KernelOracle
{
    public static JsonElement Root { get; } = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("kernels"))).RootElement;

    public static IEnumerable<JsonElement> Cases(string estimator)
    {
        JsonElement[] cases = [.. Root.GetProperty("cases").EnumerateArray().Where(one => one.GetProperty("estimator").GetString() == estimator)];
        Assert.NotEmpty(cases);
        return cases;
    }

    public static double? Gamma(JsonElement settings) => settings.GetProperty("Gamma") is { ValueKind: JsonValueKind.Number } gamma ? gamma.GetDouble() : null;

    /// <summary>Compares dual coefficients row by row; a row that is a support vector on one side only must have next to none.</summary>
    public static void SameSupport(JsonElement one, ReadOnlySpan<int> rows, ReadOnlySpan<double> coefficients, double tolerance)
    {
        var expected = new Dictionary<int, double>();
        JsonElement weights = one.GetProperty("coefficients");
        weights = weights[0].ValueKind == JsonValueKind.Array ? weights[0] : weights;
        for (int i = 0; i < weights.GetArrayLength(); i++)
        {
            expected[one.GetProperty("support")[i].GetInt32()] = weights[i].GetDouble();
        }

        for (int i = 0; i < rows.Length; i++)
        {
            expected.Remove(rows[i], out double weight);
            LearnedOracle.Near(weight, coefficients[i], tolerance, $"dual coefficient of row {rows[i]}");
        }

        Assert.All(expected.Values, weight => Assert.InRange(weight, -tolerance, tolerance));
    }
}
