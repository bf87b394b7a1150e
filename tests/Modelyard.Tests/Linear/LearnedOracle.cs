using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Tests.Frames;

namespace Modelyard.Tests.Linear;

/// <summary>Gives what scikit-learn learned on small tables, as tests/Oracles/linear.py wrote it.</summary>
internal static class LearnedOracle
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("linear"))).RootElement;

    public static IEnumerable<JsonElement> Cases(string estimator)
    {
        JsonElement[] cases = [.. Root.GetProperty("cases").EnumerateArray().Where(one => one.GetProperty("estimator").GetString() == estimator)];
        Assert.NotEmpty(cases);
        return cases;
    }

    public static Dataset Regression(string table, bool weighted = false) =>
        Dataset.ForRegression(Features(table), Numbers(Table(table).GetProperty("target"))).WithWeights(weighted ? Weights(table) : null);

    public static Dataset Classification(string table, bool weighted = false, int columns = -1)
    {
        int[] labels = Array.ConvertAll(Numbers(Table(table).GetProperty("target")), label => (int)label);
        Matrix features = Features(table);
        columns = columns < 0 ? features.Columns : columns;
        return Dataset.ForClassification(features.View(0, features.Rows, 0, columns).Copy(), labels, [.. Enumerable.Range(0, labels.Max() + 1).Select(i => $"c{i}")])
            .WithWeights(weighted ? Weights(table) : null);
    }

    public static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];

    public static Matrix Rows(JsonElement rows)
    {
        double[][] lines = [.. rows.EnumerateArray().Select(Numbers)];
        return new Matrix([.. lines.SelectMany(line => line)], lines.Length, lines[0].Length);
    }

    public static void Near(double expected, double actual, double tolerance, string what) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)), $"{what}: '{actual}' and must be '{expected}'.");

    public static void Near(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Near(expected[i], actual[i], tolerance, $"{what}[{i}]");
        }
    }

    /// <summary>Predicts every row alone, in a batch, on three threads, and from the stored model; all must be the same to the bit.</summary>
    public static double[] PredictEveryWay(IRegressionModel model, Matrix rows)
    {
        double[] alone = new double[rows.Rows], batch = new double[rows.Rows];
        for (int row = 0; row < rows.Rows; row++)
        {
            alone[row] = model.Predict(rows.Row(row));
        }

        foreach (IRegressionModel one in new[] { model, (IRegressionModel)Stored(model) })
        {
            foreach (int degree in new[] { 1, 3 })
            {
                one.Predict(rows, batch, degree);
                Assert.Equal(alone, batch);
            }
        }

        return alone;
    }

    /// <summary>Predicts every row alone, in a batch, on three threads, and from the stored model; all must be the same to the bit.</summary>
    public static Matrix PredictEveryWay(IClassificationModel model, Matrix rows)
    {
        var alone = new Matrix(rows.Rows, model.Classes.Count);
        var batch = new Matrix(rows.Rows, model.Classes.Count);
        for (int row = 0; row < rows.Rows; row++)
        {
            model.PredictProbability(rows.Row(row), alone.Row(row));
            Near(1, VectorKernels.Sum(alone.Row(row)), 1e-12, "sum of probabilities");
        }

        foreach (IClassificationModel one in new[] { model, (IClassificationModel)Stored(model) })
        {
            foreach (int degree in new[] { 1, 3 })
            {
                one.PredictProbability(rows, batch, degree);
                Assert.Equal(alone.AsSpan().ToArray(), batch.AsSpan().ToArray());
            }
        }

        return alone;
    }

    private static IPredictiveModel Stored(IPredictiveModel model)
    {
        using var stream = new MemoryStream();
        ModelFile.Write(new ModelPackage { Name = "m", Estimator = "E", Predictor = new Predictor(model, "target") }, stream);
        stream.Position = 0;
        return ModelFile.Read(stream).Predictor.Model;
    }

    private static JsonElement Table(string name) => Root.GetProperty("tables").GetProperty(name);

    private static Matrix Features(string table) => Rows(Table(table).GetProperty("features"));

    private static double[] Weights(string table) => Numbers(Table(table).GetProperty("weights"));
}
