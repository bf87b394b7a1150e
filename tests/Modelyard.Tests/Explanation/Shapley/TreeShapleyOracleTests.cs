using System.Text.Json;
using Modelyard.Explanation.Shapley;
using Modelyard.Explanation.Shapley.Trees;
using Modelyard.Learning;
using Modelyard.Tests.Frames;
using Modelyard.Trees.Structure;

namespace Modelyard.Tests.Explanation.Shapley;

/// <summary>Holds the values of identical trees to those of XGBoost (tests/Oracles/shapley.py), which computes in single precision.</summary>
public sealed class TreeShapleyOracleTests
{
    private const double Tolerance = 1e-6;

    private static readonly JsonElement Cases = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("shapley"))).RootElement;

    [Theory]
    [InlineData("numbers")]
    [InlineData("gaps")]
    [InlineData("classes")]
    public void Values_are_those_of_XGBoost(string name)
    {
        JsonElement entry = Cases.GetProperty(name);
        TreeShapleyExplainer explainer = Read(entry);
        int features = explainer.Features.Count;
        double[] values = new double[explainer.Outputs.Count * features];
        for (int row = 0; row < entry.GetProperty("rows").GetArrayLength(); row++)
        {
            explainer.Explain(Numbers(entry.GetProperty("rows")[row]), values);
            for (int output = 0; output < explainer.Outputs.Count; output++)
            {
                double[] expected = Numbers(entry.GetProperty("contributions")[row][output]);
                Assert.Equal([.. expected[..features]], values.AsSpan(output * features, features).ToArray(), Near);
                Assert.Equal(expected[features], explainer.Base[output], Tolerance);
            }
        }
    }

    [Theory]
    [InlineData("numbers")]
    [InlineData("gaps")]
    [InlineData("classes")]
    public void Interactions_are_those_of_XGBoost(string name)
    {
        JsonElement entry = Cases.GetProperty(name);
        TreeShapleyExplainer explainer = Read(entry);
        int features = explainer.Features.Count;
        double[] values = new double[explainer.Outputs.Count * features * features];
        for (int row = 0; row < entry.GetProperty("rows").GetArrayLength(); row++)
        {
            explainer.Interact(Numbers(entry.GetProperty("rows")[row]), values);
            for (int line = 0; line < values.Length / features; line++)
            {
                double[] expected = Numbers(entry.GetProperty("interactions")[row][line / features][line % features]);
                Assert.Equal([.. expected[..features]], values.AsSpan(line * features, features).ToArray(), Near);
            }
        }
    }

    private static bool Near(double x, double y) => Math.Abs(x - y) <= Tolerance;

    private static TreeShapleyExplainer Read(JsonElement entry)
    {
        int outputs = entry.GetProperty("outputs").GetInt32(), at = 0;
        PathTree[] trees = [.. entry.GetProperty("trees").EnumerateArray().Select(tree => new PathTree(ReadTree(tree), LeafKind.Number, 1, 1, at++ % outputs))];
        double start = entry.GetProperty("margin").GetDouble();
        return new TreeShapleyExplainer(new AdditiveTrees(
            FeatureSchema.Numeric(entry.GetProperty("rows")[0].GetArrayLength()), [.. Enumerable.Range(0, outputs).Select(output => $"{output}")], ShapleyScale.Raw, trees, [.. Enumerable.Repeat(start, outputs)]));
    }

    private static Tree ReadTree(JsonElement nodes)
    {
        var buffer = new TreeBuffer();
        buffer.Clear();
        while (buffer.Count < nodes.GetArrayLength())
        {
            buffer.AddPair();
        }

        int at = 0;
        foreach (JsonElement node in nodes.EnumerateArray())
        {
            buffer.SetCover(at, node.GetProperty("cover").GetDouble());
            if (node.TryGetProperty("leaf", out JsonElement leaf))
            {
                buffer.SetLeaf(at, leaf.GetDouble());
            }
            else
            {
                // Below goes left there; not above goes left here.
                buffer.SetSplit(
                    at, node.GetProperty("feature").GetInt32(), Math.BitDecrement(node.GetProperty("below").GetDouble()), node.GetProperty("left").GetInt32(), node.GetProperty("missing_left").GetBoolean(), categorical: false);
            }

            at++;
        }

        return buffer.ToTree();
    }

    private static double[] Numbers(JsonElement element) =>
        [.. element.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble())];
}
