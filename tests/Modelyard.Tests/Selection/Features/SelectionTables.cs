using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Tests.Selection.Features;

/// <summary>Makes tables of which is known which features matter: the first few do, the others are noise.</summary>
internal static class SelectionTables
{
    internal static string[] Informative { get; } = ["x0", "x1", "x2", "x3", "x4"];

    internal static Dataset Numbers(int rows, ulong seed, int noise = 20, double error = 1)
    {
        (Matrix features, double[] signal) = Features(rows, seed, noise);
        var random = new RandomStream(seed, 77);
        return Dataset.ForRegression(features, Array.ConvertAll(signal, value => value + (error * random.NextGaussian())));
    }

    internal static Dataset Classes(int rows, ulong seed, int noise = 20)
    {
        (Matrix features, double[] signal) = Features(rows, seed, noise);
        var random = new RandomStream(seed, 77);
        return Dataset.ForClassification(features, Array.ConvertAll(signal, value => value + (0.7 * random.NextGaussian()) > 0 ? 1 : 0), ["no", "yes"]);
    }

    internal static Dataset Noise(int rows, int features, ulong seed)
    {
        (Matrix values, _) = Features(rows, seed, features - Informative.Length);
        var random = new RandomStream(seed, 78);
        return Dataset.ForRegression(values, [.. Enumerable.Range(0, rows).Select(_ => random.NextGaussian())]);
    }

    private static (Matrix Features, double[] Signal) Features(int rows, ulong seed, int noise)
    {
        var random = new RandomStream(seed);
        var features = new Matrix(rows, Informative.Length + noise);
        foreach (ref double value in features.AsSpan())
        {
            value = random.NextGaussian();
        }

        double[] weights = [1.5, -1.2, 1, -0.9, 0.8];
        return (features, [.. Enumerable.Range(0, rows).Select(row => weights.Index().Sum(one => one.Item * features[row, one.Index]))]);
    }
}
