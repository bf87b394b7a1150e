using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Tests.Frames;
using Modelyard.Tests.Linear;
using Rows = Modelyard.Numerics.Matrix;

namespace Modelyard.Tests.Ensembles;

/// <summary>Gives what scikit-learn's wrappers of several classes and targets predict, as tests/Oracles/multioutput.py wrote it.</summary>
internal static class MultiOutputOracle
{
    public static JsonElement Root { get; } = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("multioutput"))).RootElement;

    public static Rows Matrix(string name) => LearnedOracle.Rows(Root.GetProperty(name));

    public static Dataset Classes() =>
        Dataset.ForClassification(Matrix("features"), [.. Root.GetProperty("classes").EnumerateArray().Select(one => one.GetInt32())], ["a", "b", "c", "d"]);

    public static MultiTargetDataset Labels() => MultiTargetDataset.ForLabels(Matrix("features"), Matrix("labels"), ["p", "q", "r", "s"]);

    public static MultiTargetDataset Numbers() => MultiTargetDataset.ForRegression(Matrix("features"), Matrix("numbers"), ["p", "q", "r", "s"]);

    public static void Near(Rows expected, Rows actual, double tolerance)
    {
        for (int row = 0; row < expected.Rows; row++)
        {
            LearnedOracle.Near(expected.Row(row), actual.Row(row), tolerance, $"row {row}");
        }
    }
}
