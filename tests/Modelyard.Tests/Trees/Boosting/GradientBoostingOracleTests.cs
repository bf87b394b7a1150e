using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Tests.Frames;
using Modelyard.Trees.Boosting;

namespace Modelyard.Tests.Trees.Boosting;

/// <summary>Holds the scores to those of scikit-learn with the same settings (tests/Oracles/boosting.py).</summary>
public sealed class GradientBoostingOracleTests
{
    private static readonly JsonElement Cases = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("boosting"))).RootElement;

    [Theory]
    [InlineData("diabetes")]
    [InlineData("diabetes_poisson")]
    [InlineData("cancer")]
    [InlineData("cancer_missing")]
    [InlineData("iris")]
    public void The_first_tree_is_that_of_scikit_learn(string name)
    {
        (double[][] expected, double[][] actual) = Compare(name, 1);
        for (int row = 0; row < expected.Length; row++)
        {
            for (int output = 0; output < expected[row].Length; output++)
            {
                Assert.Equal(expected[row][output], actual[row][output], 1e-5 * Math.Max(1, Math.Abs(expected[row][output])));
            }
        }
    }

    [Theory]
    [InlineData("diabetes", 0.02)]
    [InlineData("diabetes_poisson", 0.02)]
    [InlineData("cancer", 0.02)]
    [InlineData("cancer_missing", 0.02)]
    [InlineData("iris", 0.02)]
    public void Fifty_trees_score_as_those_of_scikit_learn(string name, double band)
    {
        (double[][] expected, double[][] actual) = Compare(name, 50);
        double spread = expected.SelectMany(row => row).Max() - expected.SelectMany(row => row).Min();
        double difference = expected.SelectMany((row, i) => row.Select((value, k) => Math.Abs(value - actual[i][k]))).Average();
        Assert.True(difference <= band * spread, $"The mean difference is {difference}, the spread of the scores {spread}.");
    }

    private static (double[][] Expected, double[][] Actual) Compare(string name, int iterations)
    {
        JsonElement entry = Cases.GetProperty(name);
        double[][] rows = [.. entry.GetProperty("features").EnumerateArray().Select(Row)];
        var features = new Matrix(rows.Length, rows[0].Length);
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row].CopyTo(features.Row(row));
        }

        double[] target = Row(entry.GetProperty("target"));
        int classes = entry.GetProperty("classes").GetInt32();
        double[][] expected = [.. entry.GetProperty($"scores{iterations}").EnumerateArray().Select(Row)];
        double[][] actual = new double[expected.Length][];
        if (classes > 0)
        {
            Dataset data = Dataset.ForClassification(features, Array.ConvertAll(target, label => (int)label), [.. Enumerable.Range(0, classes).Select(label => $"c{label}")]);
            GradientBoostingClassificationModel model =
                new GradientBoostingClassifier { Iterations = iterations, MaxLeafNodes = 8, MinSamplesLeaf = 10, EarlyStopping = EarlyStopping.Off }.Fit(data);
            for (int row = 0; row < actual.Length; row++)
            {
                actual[row] = new double[model.DecisionCount];
                model.Decide(features.Row(row), actual[row]);
            }
        }
        else
        {
            BoostingLoss loss = Enum.Parse<BoostingLoss>(entry.GetProperty("loss").GetString()!);
            GradientBoostingRegressionModel model = new GradientBoostingRegressor
            {
                Loss = loss, Iterations = iterations, MaxLeafNodes = 8, MinSamplesLeaf = 10, EarlyStopping = EarlyStopping.Off,
            }.Fit(Dataset.ForRegression(features, target));
            for (int row = 0; row < actual.Length; row++)
            {
                double prediction = model.Predict(features.Row(row));
                actual[row] = [loss == BoostingLoss.Poisson ? Math.Log(prediction) : prediction];
            }
        }

        return (expected, actual);
    }

    private static double[] Row(JsonElement element) =>
        [.. element.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble())];
}
