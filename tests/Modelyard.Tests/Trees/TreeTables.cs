using System.Globalization;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Tests.Frames;

namespace Modelyard.Tests.Trees;

/// <summary>Makes the data that trees are tested on.</summary>
internal static class TreeTables
{
    public static Dataset Concrete()
    {
        double[][] rows = [.. File.ReadLines(RepositoryFiles.Table("concrete")).Skip(1).Select(line => Array.ConvertAll(line.Split(','), Parse))];
        return Dataset.ForRegression(Features(rows, row => row[..^1]), [.. rows.Select(row => row[^1])]);
    }

    public static Dataset Letters(int count)
    {
        string[][] rows = [.. File.ReadLines(RepositoryFiles.Table("LetterRecognition")).Skip(1).Take(count).Select(line => line.Split(','))];
        return Dataset.ForClassification(
            Features(rows, row => Array.ConvertAll(row[1..], Parse)),
            [.. rows.Select(row => row[0].Trim('"')[0] - 'A')],
            [.. Enumerable.Range(0, 26).Select(letter => ((char)('A' + letter)).ToString())]);
    }

    /// <summary>Makes features of all kinds: one of few values, one of many, one with missing values, one of levels, and one that is constant.</summary>
    public static (Matrix Features, FeatureSchema Schema) Mixed(int rows, ulong seed, int levels = 6)
    {
        var random = new RandomStream(seed);
        var features = new Matrix(rows, 5);
        for (int row = 0; row < rows; row++)
        {
            features[row, 0] = random.NextInt(7);
            features[row, 1] = random.NextGaussian();
            features[row, 2] = random.NextDouble() < 0.25 ? double.NaN : Math.Round(random.NextGaussian(), 1);
            features[row, 3] = random.NextDouble() < 0.1 ? double.NaN : random.NextInt(levels);
            features[row, 4] = 3;
        }

        string[] names = [.. Enumerable.Range(0, levels).Select(level => $"level{level}")];
        return (features, new FeatureSchema(new Feature("few"), new Feature("many"), new Feature("gaps"), new Feature("kind", FeatureKind.Categorical) { Levels = names }, new Feature("constant")));
    }

    public static Dataset MixedRegression(int rows, ulong seed, bool weighted = false)
    {
        (Matrix features, FeatureSchema schema) = Mixed(rows, seed);
        var random = new RandomStream(seed, 1);
        double[] target = new double[rows], weights = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            target[row] = features[row, 0] + (double.IsNaN(features[row, 2]) ? 2 : features[row, 2]) + (features[row, 3] is 1 or 4 ? 3 : 0) + (0.5 * random.NextGaussian());
            weights[row] = random.NextInt(4);
        }

        weights[0] = 1;
        Dataset data = Dataset.ForRegression(features, target, schema);
        return weighted ? data.WithWeights(weights) : data;
    }

    public static Dataset MixedClassification(int rows, ulong seed, int classes, bool weighted = false)
    {
        Dataset numbers = MixedRegression(rows, seed, weighted);
        int[] labels = [.. numbers.Target.ToArray().Select(target => Math.Clamp((int)(target / 10 * classes), 0, classes - 1))];
        Dataset data = Dataset.ForClassification(numbers.Features, labels, [.. Enumerable.Range(0, classes).Select(label => $"class{label}")], numbers.Schema);
        return weighted ? data.WithWeights(numbers.Weights.ToArray()) : data;
    }

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static Matrix Features<T>(T[] rows, Func<T, double[]> features)
    {
        double[][] values = Array.ConvertAll(rows, row => features(row));
        return new Matrix([.. values.SelectMany(row => row)], rows.Length, values[0].Length);
    }
}
