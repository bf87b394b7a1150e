using Modelyard.Numerics;

namespace Modelyard.Learning;

/// <summary>Represents features and several targets: numbers, or labels of which each applies to a row or not.</summary>
/// <remarks>Immutable by agreement, as <see cref="Dataset"/> is.</remarks>
public sealed class MultiTargetDataset
{
    private readonly double[]? _weights;

    private MultiTargetDataset(Matrix features, Matrix targets, IReadOnlyList<string> targetNames, TaskKind task, FeatureSchema? schema, double[]? weights)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(targetNames);
        if (targets.Rows != features.Rows || targets.Columns != targetNames.Count || targetNames.Count == 0)
        {
            throw new ModelyardException($"The targets are '{targets.Rows}' x '{targets.Columns}' and must be '{features.Rows}' x '{targetNames.Count}': a row for each row of features, a column for each of one or more names.");
        }

        Features = features;
        Targets = targets;
        TargetNames = targetNames;
        Task = task;
        Schema = schema ?? FeatureSchema.Numeric(features.Columns);
        _weights = weights;
        CheckTargets();
    }

    /// <summary>Gets the features, rows x features; a missing value is NaN.</summary>
    public Matrix Features { get; }

    /// <summary>Gets the description of the features.</summary>
    public FeatureSchema Schema { get; }

    /// <summary>Gets the targets, rows x targets: finite numbers, or 1 where a label applies and 0 where it does not.</summary>
    public Matrix Targets { get; }

    /// <summary>Gets the names of the targets.</summary>
    public IReadOnlyList<string> TargetNames { get; }

    /// <summary>Gets what each target is: a number (regression) or a label that applies or not (classification).</summary>
    public TaskKind Task { get; }

    /// <summary>Gets the weight of each row, or an empty span if every row weighs 1.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>Gets the number of rows.</summary>
    public int RowCount => Features.Rows;

    /// <summary>Gets the number of features.</summary>
    public int FeatureCount => Features.Columns;

    /// <summary>Gets the number of targets.</summary>
    public int TargetCount => TargetNames.Count;

    /// <summary>Creates data whose targets are numbers.</summary>
    /// <param name="features">The features, rows x features.</param>
    /// <param name="targets">Finite numbers, rows x targets.</param>
    /// <param name="targetNames">The names of the targets.</param>
    /// <param name="schema">The description of the features; by default numeric ones named x0, x1, and so on.</param>
    /// <returns>A new data set that shares the arrays.</returns>
    /// <exception cref="ModelyardException">The shapes differ, or a target is not finite.</exception>
    public static MultiTargetDataset ForRegression(Matrix features, Matrix targets, IReadOnlyList<string> targetNames, FeatureSchema? schema = null) =>
        new(features, targets, targetNames, TaskKind.Regression, schema, null);

    /// <summary>Creates data whose targets are labels of which any number applies to a row.</summary>
    /// <param name="features">The features, rows x features.</param>
    /// <param name="labels">1 where a label applies and 0 where it does not, rows x labels.</param>
    /// <param name="labelNames">The labels.</param>
    /// <param name="schema">The description of the features; by default numeric ones named x0, x1, and so on.</param>
    /// <returns>A new data set that shares the arrays.</returns>
    /// <exception cref="ModelyardException">The shapes differ, or an element is neither 0 nor 1.</exception>
    public static MultiTargetDataset ForLabels(Matrix features, Matrix labels, IReadOnlyList<string> labelNames, FeatureSchema? schema = null) =>
        new(features, labels, labelNames, TaskKind.Classification, schema, null);

    /// <summary>Creates the same data with weights.</summary>
    /// <param name="weights">One finite number of zero or more for each row, not all zero; null takes the weights away.</param>
    /// <returns>A new data set.</returns>
    /// <exception cref="ModelyardException">The weights are too few or too many, negative, not finite, or all zero.</exception>
    public MultiTargetDataset WithWeights(double[]? weights) =>
        new(Features, Targets, TargetNames, Task, Schema, Target(0).WithWeights(weights) is { HasWeights: true } ? weights : null);

    /// <summary>Creates a data set of the chosen rows, in the chosen order.</summary>
    /// <param name="rows">The zero-based rows.</param>
    /// <returns>A new data set that shares nothing with this one.</returns>
    public MultiTargetDataset Rows(ReadOnlySpan<int> rows)
    {
        double[]? weights = null;
        if (_weights is not null)
        {
            weights = new double[rows.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                weights[i] = _weights[rows[i]];
            }
        }

        return new MultiTargetDataset(Features.SelectRows(rows), Targets.SelectRows(rows), TargetNames, Task, Schema, weights);
    }

    /// <summary>Creates the data of one target alone.</summary>
    /// <param name="target">The zero-based target.</param>
    /// <returns>Data for regression, or for classification into the classes 'false' and 'true'; it shares the features.</returns>
    public Dataset Target(int target)
    {
        double[] values = new double[RowCount];
        Targets.CopyColumnTo(target, values);
        Dataset data = Task == TaskKind.Regression
            ? Dataset.ForRegression(Features, values, Schema, TargetNames[target])
            : Dataset.ForClassification(Features, Array.ConvertAll(values, value => (int)value), ["false", "true"], Schema, TargetNames[target]);
        return data.WithWeights(_weights);
    }

    private void CheckTargets()
    {
        for (int row = 0; row < Targets.Rows; row++)
        {
            ReadOnlySpan<double> own = Targets.Row(row);
            for (int target = 0; target < own.Length; target++)
            {
                if (Task == TaskKind.Regression ? !double.IsFinite(own[target]) : own[target] is not (0 or 1))
                {
                    throw new ModelyardException(
                        $"The target '{TargetNames[target]}' is '{own[target]}' in data row {row + 1} and must be {(Task == TaskKind.Regression ? "a finite number" : "0 or 1")}. Drop the row, or mend the value.");
                }
            }
        }
    }
}
