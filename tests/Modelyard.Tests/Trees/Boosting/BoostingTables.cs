using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Tests.Trees.Boosting;

/// <summary>Draws tables whose truth is known.</summary>
internal static class BoostingTables
{
    /// <summary>Draws a table with two numeric features, one of them missing at times, and one of levels.</summary>
    public static (Matrix Features, FeatureSchema Schema, double[] Signal) Mixed(int rows, int levels, ulong seed = 1)
    {
        var random = new RandomStream(seed, 9);
        var features = new Matrix(rows, 3);
        double[] signal = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            double x = random.NextDouble(), z = random.NextGaussian();
            int level = random.NextInt(levels);
            bool hidden = random.NextDouble() < 0.1;
            features[row, 0] = x;
            features[row, 1] = hidden ? double.NaN : z;
            features[row, 2] = random.NextDouble() < 0.05 ? double.NaN : level;
            signal[row] = (3 * x) + (hidden ? 2 : Math.Abs(z)) + (level * 7 % levels < levels / 2 ? 1 : 0);
        }

        var schema = new FeatureSchema(
            new Feature("x"),
            new Feature("z"),
            new Feature("level", FeatureKind.Categorical) { Levels = [.. Enumerable.Range(0, levels).Select(level => $"l{level}")] });
        return (features, schema, signal);
    }

    public static Dataset Regression(int rows, int levels = 12, double noise = 0.3, ulong seed = 1)
    {
        (Matrix features, FeatureSchema schema, double[] signal) = Mixed(rows, levels, seed);
        var random = new RandomStream(seed, 10);
        return Dataset.ForRegression(features, Array.ConvertAll(signal, value => value + (noise * random.NextGaussian())), schema);
    }

    public static Dataset Classification(int rows, int classes, int levels = 12, ulong seed = 1)
    {
        (Matrix features, FeatureSchema schema, double[] signal) = Mixed(rows, levels, seed);
        var random = new RandomStream(seed, 11);
        double[] sorted = [.. signal.Order()];
        int[] labels = Array.ConvertAll(
            signal, value => Math.Clamp((int)(classes * (double)Array.BinarySearch(sorted, value) / rows) + (random.NextDouble() < 0.1 ? 1 : 0), 0, classes - 1));
        return Dataset.ForClassification(features, labels, [.. Enumerable.Range(0, classes).Select(label => $"c{label}")], schema);
    }
}
