using System.Text.Json;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation;
using Modelyard.Tests.Frames;

namespace Modelyard.Tests.Preparation;

/// <summary>Gives what scikit-learn and pandas made of small tables, as tests/Oracles/preparation.py wrote it; a null is a missing value.</summary>
internal static class PreparationOracle
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllBytes(RepositoryFiles.Oracle("preparation"))).RootElement;

    public static JsonElement Get(string name) => Root.GetProperty(name);

    public static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.Null ? double.NaN : one.GetDouble())];

    public static int[] Integers(JsonElement array) => [.. array.EnumerateArray().Select(one => one.GetInt32())];

    public static string?[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(one => one.GetString())];

    public static Matrix Rows(JsonElement rows)
    {
        double[][] lines = [.. rows.EnumerateArray().Select(Numbers)];
        return new Matrix([.. lines.SelectMany(line => line)], lines.Length, lines[0].Length);
    }

    /// <summary>Makes a data set whose target is the number of the row.</summary>
    public static Dataset Data(Matrix features, FeatureSchema? schema = null) =>
        Dataset.ForRegression(features, [.. Enumerable.Range(0, features.Rows).Select(row => (double)row)], schema);

    /// <summary>Reads a table as training would: levels from its cells, a target that is the number of the row.</summary>
    public static Dataset Data(Frame frame)
    {
        var schema = new FeatureSchema(frame.Columns.Select(TablePlan.Describe));
        return Data(new RowEncoder(schema).Encode(frame), schema);
    }

    public static Matrix Fitted(ITransformer transformer, Dataset data, Matrix rows) => transformer.Fit(data).Transform(rows);

    public static void Same(Matrix expected, Matrix actual, double tolerance, string what)
    {
        Assert.Equal((expected.Rows, expected.Columns), (actual.Rows, actual.Columns));
        for (int row = 0; row < expected.Rows; row++)
        {
            for (int k = 0; k < expected.Columns; k++)
            {
                double wanted = expected[row, k], found = actual[row, k];
                Assert.True(
                    double.IsNaN(wanted) ? double.IsNaN(found) : Math.Abs(wanted - found) <= tolerance * Math.Max(1, Math.Abs(wanted)),
                    $"{what}: '{found}' at ({row}, {k}) and must be '{wanted}'.");
            }
        }
    }
}
