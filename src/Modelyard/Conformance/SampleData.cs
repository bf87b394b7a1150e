using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Conformance;

/// <summary>Makes the small data sets that a learner is tried on: features of the kinds that it reads and a target that depends on them.</summary>
internal static class SampleData
{
    private const ulong Seed = 0x636f6e66;
    private static readonly string[] Levels = ["red", "green", "blue", "grey"];

    /// <summary>Makes data that suits a learner.</summary>
    /// <param name="learner">The learner; one that reads categories gets one.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="classes">The number of classes, where it is for classification.</param>
    /// <param name="stream">The number of the random stream.</param>
    internal static Dataset For(ILearner learner, int rows, int classes = 3, ulong stream = 0)
    {
        FeatureSchema schema = Schema(learner);
        var random = new RandomStream(Seed, stream);
        var features = new Matrix(rows, schema.Count);
        double[] signal = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            Span<double> own = features.Row(row);
            for (int column = 0; column < own.Length; column++)
            {
                own[column] = schema[column].Kind switch
                {
                    FeatureKind.Categorical => random.NextInt(Levels.Length),
                    FeatureKind.Timestamp => 1.6e9 + Math.Round(random.NextDouble() * 1e7),
                    _ when learner.Traits.NonNegative => Count(random.NextGaussian()),
                    _ => Math.Round(random.NextGaussian(), 4),
                };
            }

            double category = own.Length > 3 && schema[3].IsCategorical ? own[3] - 1.5 : 0;
            signal[row] = own[0] - (0.5 * own[1]) + (0.5 * own[0] * own[1]) + (0.4 * category) + (0.3 * random.NextGaussian());
        }

        return IsRegression(learner)
            ? Dataset.ForRegression(features, Array.ConvertAll(signal, value => InRange(learner, value)), schema)
            : Dataset.ForClassification(features, Cut(signal, classes), ClassNames(classes), schema);
    }

    /// <summary>Makes several targets of the classes of a data set: a label for each class, or numbers that follow from it.</summary>
    internal static MultiTargetDataset Several(IMultiTargetEstimator estimator, Dataset data)
    {
        var targets = new Matrix(data.RowCount, 3);
        bool isNumber = estimator.Task == TaskKind.Regression;
        for (int row = 0; row < data.RowCount; row++)
        {
            for (int target = 0; target < 3; target++)
            {
                targets[row, target] = (data.Labels[row] == target ? 1 : 0) + (isNumber ? 0.5 * data.Labels[row] : 0);
            }
        }

        string[] names = ["first", "second", "third"];
        MultiTargetDataset several = isNumber
            ? MultiTargetDataset.ForRegression(data.Features, targets, names, data.Schema)
            : MultiTargetDataset.ForLabels(data.Features, targets, names, data.Schema);
        return several.WithWeights(data.HasWeights ? data.Weights.ToArray() : null);
    }

    /// <summary>Makes the same data with other features, all numeric.</summary>
    internal static Dataset WithNumeric(Dataset data, int columns, Func<int, int, double> value)
    {
        var features = new Matrix(data.RowCount, columns);
        for (int row = 0; row < data.RowCount; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                features[row, column] = value(row, column);
            }
        }

        return data.WithFeatures(features, FeatureSchema.Numeric(columns));
    }

    /// <summary>Turns a number into a count, as learners want that take none below 0.</summary>
    internal static double Count(double number) => Math.Round(Math.Abs(3 * number));

    internal static IReadOnlyList<string> ClassNames(int classes) => [.. Enumerable.Range(0, classes).Select(k => $"class{k}")];

    internal static bool IsRegression(ILearner learner) => learner is IEstimator { Task: TaskKind.Regression };

    /// <summary>Brings a number into the range that the learner takes as a target.</summary>
    internal static double InRange(ILearner learner, double value) => learner.Traits.TargetRange switch
    {
        TargetRange.NonNegative or TargetRange.Positive => Math.Exp(value),
        TargetRange.Share => 1 / (1 + Math.Exp(-value)),
        _ => value,
    };

    private static FeatureSchema Schema(ILearner learner)
    {
        List<Feature> features = [new("amount"), new("length"), new("width")];
        if (learner.Traits.Categories)
        {
            features.Add(new Feature("colour", FeatureKind.Categorical) { Levels = Levels });
        }

        if (learner is ITransformer)
        {
            features.Add(new Feature("day", FeatureKind.Timestamp));
        }

        return new FeatureSchema(features);
    }

    private static int[] Cut(double[] signal, int classes)
    {
        int[] order = [.. Enumerable.Range(0, signal.Length)];
        Array.Sort((double[])signal.Clone(), order);
        int[] labels = new int[signal.Length];
        for (int i = 0; i < order.Length; i++)
        {
            labels[order[i]] = (int)((long)i * classes / order.Length);
        }

        return labels;
    }
}
