using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Tests.Frames;

namespace Modelyard.Tests.Linear;

/// <summary>Gives small tables of word counts and what scikit-learn learned of them, as tests/Oracles/sparse.py wrote it.</summary>
internal static class SparseOracle
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllBytes(RepositoryFiles.Oracle("sparse"))).RootElement;

    public static IEnumerable<JsonElement> Part(string name) => Root.GetProperty(name).EnumerateArray();

    public static SparseMatrix Features(string table)
    {
        JsonElement own = Root.GetProperty("tables").GetProperty(table);
        var builder = new SparseMatrixBuilder(own.GetProperty("columns").GetInt32());
        foreach (JsonElement row in own.GetProperty("rows").EnumerateArray())
        {
            double[] columns = LearnedOracle.Numbers(row[0]), values = LearnedOracle.Numbers(row[1]);
            for (int i = 0; i < columns.Length; i++)
            {
                builder.Add((int)columns[i], values[i]);
            }

            builder.EndRow();
        }

        return builder.Build();
    }

    public static Dataset Classification(string table, bool weighted = false)
    {
        int[] labels = Array.ConvertAll(Numbers(table, "labels"), label => (int)label);
        return Dataset.ForClassification(Features(table), labels, [.. Enumerable.Range(0, labels.Max() + 1).Select(i => $"c{i}")])
            .WithWeights(weighted ? Numbers(table, "weights") : null);
    }

    public static Dataset Regression(string table, bool weighted = false, Func<double, double>? target = null) =>
        Dataset.ForRegression(Features(table), Array.ConvertAll(Numbers(table, "target"), value => target is null ? value : target(value)))
            .WithWeights(weighted ? Numbers(table, "weights") : null);

    private static double[] Numbers(string table, string name) => LearnedOracle.Numbers(Root.GetProperty("tables").GetProperty(table).GetProperty(name));
}
