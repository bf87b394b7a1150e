using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents the turning of each categorical feature into what its level says of the target on average.</summary>
/// <remarks>
/// A level's mean is shrunk towards the mean of all rows, the more so the fewer its rows and the wider they scatter (empirical Bayes). One column for a regression or
/// two classes, one a class for more. The rows trained on are cross-fitted: each is encoded from the other folds, so that none sees its own target.
/// Source: Micci-Barreca (2001), A Preprocessing Scheme for High-Cardinality Categorical Attributes, SIGKDD Explorations 3(1).
/// </remarks>
public sealed record TargetEncoder : ITransformer
{
    /// <summary>Gets the number of folds of the cross-fit.</summary>
    [Hyperparameter(Meaning = "The number of folds in which rows are encoded from the others.", Minimum = 2, Maximum = 1000)]
    public int Folds { get; init; } = 5;

    /// <summary>Gets the weight, in rows, of the mean of all rows; null to estimate it from the scatter.</summary>
    [Hyperparameter(Meaning = "How many rows the overall mean weighs; none to estimate it.", Minimum = 0)]
    public double? Smoothing { get; init; }

    /// <summary>Gets the names of the features to encode; null for all that are categorical.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits { get; } = new() { MissingValues = true, Categories = true };

    /// <inheritdoc/>
    public ITransformModel Fit(Dataset data, FitContext context) => Learn(data, context, foldOfRow: null, leftOut: -1);

    /// <inheritdoc/>
    public (ITransformModel Model, Dataset Transformed) FitTransform(Dataset data, FitContext context)
    {
        TargetEncodingModel whole = Learn(data, context, foldOfRow: null, leftOut: -1);
        int folds = Math.Min(Folds, data.RowCount);
        if (folds < 2)
        {
            return (whole, context.WithinTime(() => ((ITransformModel)whole).Transform(data, context.Parallelism)));
        }

        int[] order = context.Random().Permutation(data.RowCount);
        int[] foldOfRow = new int[data.RowCount];
        for (int i = 0; i < order.Length; i++)
        {
            foldOfRow[order[i]] = i % folds;
        }

        var transformed = new Numerics.Matrix(data.RowCount, whole.Outputs.Count);
        for (int fold = 0; fold < folds; fold++)
        {
            TargetEncodingModel others = Learn(data, context, foldOfRow, fold);
            foreach (int row in context.Rows(foldOfRow.Length))
            {
                if (foldOfRow[row] == fold)
                {
                    others.Transform(data.Features.Row(row), transformed.Row(row));
                }
            }
        }

        return (whole, data.WithFeatures(transformed, whole.Outputs));
    }

    private TargetEncodingModel Learn(Dataset data, FitContext context, int[]? foldOfRow, int leftOut)
    {
        FitChecks.Run(this, data, context);
        bool[] chosen = FeatureSelection.Mark(data.Schema, Columns, feature => feature.IsCategorical);
        int width = data.Task == TaskKind.Classification && data.ClassCount > 2 ? data.ClassCount : 1;
        double[]?[] tables = new double[data.FeatureCount][];
        for (int feature = 0; feature < tables.Length; feature++)
        {
            if (chosen[feature])
            {
                int levels = data.Schema[feature].Levels.Count;
                double[] table = new double[(levels + 2) * width];
                for (int part = 0; part < width; part++)
                {
                    context.Checkpoint();
                    Encode(data, feature, width == 1 ? 1 : part, foldOfRow, leftOut, table.AsSpan(part), width);
                }

                tables[feature] = table;
            }
        }

        return new TargetEncodingModel(data.Schema, tables, width, data.Classes);
    }

    /// <summary>Computes the encoding of each level, then that of an unknown one, then that of a missing value, every <paramref name="step"/> elements.</summary>
    private void Encode(Dataset data, int feature, int positive, int[]? foldOfRow, int leftOut, Span<double> table, int step)
    {
        int levels = data.Schema[feature].Levels.Count;
        double[] weights = new double[levels + 1], sums = new double[levels + 1], squares = new double[levels + 1];
        double total = 0, sum = 0, square = 0;

        // Targets are taken from their middle: squares of what lies far from 0 would leave no digits for the variance.
        double middle = data.Task == TaskKind.Regression ? Middle(data, foldOfRow, leftOut) : 0;
        for (int row = 0; row < data.RowCount; row++)
        {
            if (foldOfRow is not null && foldOfRow[row] == leftOut)
            {
                continue;
            }

            double weight = data.HasWeights ? data.Weights[row] : 1;
            double target = data.Task == TaskKind.Regression ? data.Target[row] - middle : data.Labels[row] == positive ? 1 : 0;
            total += weight;
            sum += weight * target;
            square += weight * target * target;
            double code = data.Features.Row(row)[feature];
            int slot = double.IsNaN(code) ? levels : code >= 0 && code < levels ? (int)code : -1;
            if (slot >= 0)
            {
                weights[slot] += weight;
                sums[slot] += weight * target;
                squares[slot] += weight * target * target;
            }
        }

        double mean = total > 0 ? sum / total : 0;
        double variance = total > 0 ? Math.Max(0, (square / total) - (mean * mean)) : 0;
        for (int slot = 0; slot <= levels; slot++)
        {
            double encoded = Shrink(weights[slot], sums[slot], squares[slot], mean, variance);
            table[(slot == levels ? levels + 1 : slot) * step] = middle + encoded;
        }

        table[levels * step] = middle + mean;
    }

    /// <summary>Computes the plain mean of the targets that are learned from.</summary>
    private static double Middle(Dataset data, int[]? foldOfRow, int leftOut)
    {
        double sum = 0;
        int rows = 0;
        for (int row = 0; row < data.RowCount; row++)
        {
            if (foldOfRow is null || foldOfRow[row] != leftOut)
            {
                sum += data.Target[row];
                rows++;
            }
        }

        return rows == 0 ? 0 : sum / rows;
    }

    private double Shrink(double weight, double sum, double square, double mean, double variance)
    {
        if (weight <= 0)
        {
            return mean;
        }

        double own = sum / weight;
        if (Smoothing is { } rows)
        {
            return (sum + (rows * mean)) / (weight + rows);
        }

        double within = Math.Max(0, (square / weight) - (own * own));
        double share = variance > 0 ? variance * weight / ((variance * weight) + within) : 1;
        return (share * own) + ((1 - share) * mean);
    }
}
