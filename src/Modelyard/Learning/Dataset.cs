using Modelyard.Numerics;

namespace Modelyard.Learning;

/// <summary>Represents what an estimator learns from: features, a target, and optionally weights and groups.</summary>
/// <remarks>Immutable by agreement: nobody writes to the arrays once they are handed over. It is numbers throughout; a frame becomes one in preparation.</remarks>
public sealed class Dataset
{
    private readonly Matrix? _dense;
    private readonly SparseMatrix? _sparse;
    private readonly double[]? _target;
    private readonly int[]? _labels;
    private readonly double[]? _weights;
    private readonly int[]? _groups;

    private Dataset(
        Matrix? dense, SparseMatrix? sparse, FeatureSchema schema, string targetName, double[]? target, int[]? labels, IReadOnlyList<string> classes, double[]? weights, int[]? groups)
    {
        _dense = dense;
        _sparse = sparse;
        Schema = schema;
        TargetName = targetName;
        Classes = classes;
        _target = target;
        _labels = labels;
        _weights = weights;
        _groups = groups;
    }

    /// <summary>Gets the features, rows x features; a missing value is NaN.</summary>
    /// <exception cref="InvalidOperationException">The features are sparse.</exception>
    public Matrix Features => _dense ?? throw new InvalidOperationException("The features are sparse; read 'SparseFeatures', or call 'ToDense' first.");

    /// <summary>Gets the features of which most are 0, rows x features; a missing value is a stored NaN.</summary>
    /// <exception cref="InvalidOperationException">The features are dense.</exception>
    public SparseMatrix SparseFeatures => _sparse ?? throw new InvalidOperationException("The features are dense; read 'Features'.");

    /// <summary>Gets a value indicating whether the features are sparse.</summary>
    public bool IsSparse => _sparse is not null;

    /// <summary>Gets the description of the features.</summary>
    public FeatureSchema Schema { get; }

    /// <summary>Gets the name of the target.</summary>
    public string TargetName { get; }

    /// <summary>Gets the labels of the classes in the order of their numbers; empty for regression.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Gets what can be learned: a number, a class, or, without a target, what is unusual.</summary>
    public TaskKind Task => _labels is not null ? TaskKind.Classification : _target is not null ? TaskKind.Regression : TaskKind.AnomalyDetection;

    /// <summary>Gets a value indicating whether there is something to predict.</summary>
    public bool HasTarget => _labels is not null || _target is not null;

    /// <summary>Gets the number of rows.</summary>
    public int RowCount => _dense?.Rows ?? _sparse!.Rows;

    /// <summary>Gets the number of features.</summary>
    public int FeatureCount => _dense?.Columns ?? _sparse!.Columns;

    /// <summary>Gets the number of classes; 0 for regression.</summary>
    public int ClassCount => Classes.Count;

    /// <summary>Gets the target of a regression, one finite number a row.</summary>
    /// <exception cref="InvalidOperationException">The data is for classification, or has no target.</exception>
    public ReadOnlySpan<double> Target => _target ?? throw new InvalidOperationException(HasTarget ? "The target is a class; read 'Labels'." : "The data has no target.");

    /// <summary>Gets the class of each row as an index into <see cref="Classes"/>.</summary>
    /// <exception cref="InvalidOperationException">The data is for regression, or has no target.</exception>
    public ReadOnlySpan<int> Labels => _labels ?? throw new InvalidOperationException(HasTarget ? "The target is a number; read 'Target'." : "The data has no target.");

    /// <summary>Gets the weight of each row, zero or more, or an empty span if every row weighs 1.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>Gets a value indicating whether rows carry weights.</summary>
    public bool HasWeights => _weights is not null;

    /// <summary>Gets the group of each row, or an empty span if the rows are independent. Rows of one group are never parted by a split.</summary>
    public ReadOnlySpan<int> Groups => _groups;

    /// <summary>Creates data for regression.</summary>
    /// <param name="features">The features, rows x features.</param>
    /// <param name="target">One finite number a row.</param>
    /// <param name="schema">The description of the features; by default numeric ones named x0, x1, and so on.</param>
    /// <param name="targetName">The name of the target.</param>
    /// <returns>A new data set that shares the arrays.</returns>
    /// <exception cref="ModelyardException">The shapes differ, or the target is not finite.</exception>
    public static Dataset ForRegression(Matrix features, double[] target, FeatureSchema? schema = null, string targetName = "target")
    {
        ArgumentNullException.ThrowIfNull(features);
        CheckTarget(target, targetName);
        return new Dataset(features, null, CheckShape(features.Rows, features.Columns, target.Length, schema), targetName, target, null, [], null, null);
    }

    /// <summary>Creates data for regression whose features are sparse.</summary>
    /// <param name="features">The features, rows x features.</param>
    /// <param name="target">One finite number a row.</param>
    /// <param name="schema">The description of the features; by default numeric ones named x0, x1, and so on.</param>
    /// <param name="targetName">The name of the target.</param>
    /// <returns>A new data set that shares the arrays.</returns>
    /// <exception cref="ModelyardException">The shapes differ, or the target is not finite.</exception>
    public static Dataset ForRegression(SparseMatrix features, double[] target, FeatureSchema? schema = null, string targetName = "target")
    {
        ArgumentNullException.ThrowIfNull(features);
        CheckTarget(target, targetName);
        return new Dataset(null, features, CheckShape(features.Rows, features.Columns, target.Length, schema), targetName, target, null, [], null, null);
    }

    /// <summary>Creates data for classification.</summary>
    /// <param name="features">The features, rows x features.</param>
    /// <param name="labels">The class of each row as an index into <paramref name="classes"/>.</param>
    /// <param name="classes">The labels of the classes, two or more, all different.</param>
    /// <param name="schema">The description of the features; by default numeric ones named x0, x1, and so on.</param>
    /// <param name="targetName">The name of the target.</param>
    /// <returns>A new data set that shares the arrays.</returns>
    /// <exception cref="ModelyardException">The shapes differ, or a label is not the index of a class.</exception>
    public static Dataset ForClassification(Matrix features, int[] labels, IReadOnlyList<string> classes, FeatureSchema? schema = null, string targetName = "target")
    {
        ArgumentNullException.ThrowIfNull(features);
        CheckLabels(labels, classes, targetName);
        return new Dataset(features, null, CheckShape(features.Rows, features.Columns, labels.Length, schema), targetName, null, labels, classes, null, null);
    }

    /// <summary>Creates data for classification whose features are sparse.</summary>
    /// <param name="features">The features, rows x features.</param>
    /// <param name="labels">The class of each row as an index into <paramref name="classes"/>.</param>
    /// <param name="classes">The labels of the classes, two or more, all different.</param>
    /// <param name="schema">The description of the features; by default numeric ones named x0, x1, and so on.</param>
    /// <param name="targetName">The name of the target.</param>
    /// <returns>A new data set that shares the arrays.</returns>
    /// <exception cref="ModelyardException">The shapes differ, or a label is not the index of a class.</exception>
    public static Dataset ForClassification(SparseMatrix features, int[] labels, IReadOnlyList<string> classes, FeatureSchema? schema = null, string targetName = "target")
    {
        ArgumentNullException.ThrowIfNull(features);
        CheckLabels(labels, classes, targetName);
        return new Dataset(null, features, CheckShape(features.Rows, features.Columns, labels.Length, schema), targetName, null, labels, classes, null, null);
    }

    /// <summary>Creates data without a target.</summary>
    /// <param name="features">The features, rows x features.</param>
    /// <param name="schema">The description of the features; by default numeric ones named x0, x1, and so on.</param>
    /// <returns>A new data set that shares the array.</returns>
    /// <exception cref="ModelyardException">The schema describes another number of features.</exception>
    public static Dataset WithoutTarget(Matrix features, FeatureSchema? schema = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        return new Dataset(features, null, CheckShape(features.Rows, features.Columns, features.Rows, schema), "", null, null, [], null, null);
    }

    /// <summary>Creates data without a target whose features are sparse.</summary>
    /// <param name="features">The features, rows x features.</param>
    /// <param name="schema">The description of the features; by default numeric ones named x0, x1, and so on.</param>
    /// <returns>A new data set that shares the arrays.</returns>
    /// <exception cref="ModelyardException">The schema describes another number of features.</exception>
    public static Dataset WithoutTarget(SparseMatrix features, FeatureSchema? schema = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        return new Dataset(null, features, CheckShape(features.Rows, features.Columns, features.Rows, schema), "", null, null, [], null, null);
    }

    /// <summary>Creates the same data with weights.</summary>
    /// <param name="weights">One finite number of zero or more for each row, not all zero; null takes the weights away.</param>
    /// <returns>A new data set.</returns>
    /// <exception cref="ModelyardException">The weights are too few or too many, negative, not finite, or all zero.</exception>
    public Dataset WithWeights(double[]? weights)
    {
        if (weights is not null)
        {
            if (weights.Length != RowCount)
            {
                throw new ModelyardException($"There are '{weights.Length}' weights and there must be '{RowCount}', one for each row.");
            }

            int bad = Array.FindIndex(weights, weight => !(weight >= 0 && double.IsFinite(weight)));
            if (bad >= 0)
            {
                throw new ModelyardException($"The weight of row '{bad}' is '{weights[bad]}' and must be a finite number of 0 or more.");
            }

            if (RowCount > 0 && Array.TrueForAll(weights, weight => weight == 0))
            {
                throw new ModelyardException("Every weight is 0; at least one row must weigh more.");
            }
        }

        return new Dataset(_dense, _sparse, Schema, TargetName, _target, _labels, Classes, weights, _groups);
    }

    /// <summary>Creates the same data with groups.</summary>
    /// <param name="groups">The group of each row; null takes the groups away.</param>
    /// <returns>A new data set.</returns>
    /// <exception cref="ModelyardException">The groups are too few or too many.</exception>
    public Dataset WithGroups(int[]? groups) => groups is not null && groups.Length != RowCount
        ? throw new ModelyardException($"There are '{groups.Length}' groups and there must be '{RowCount}', one for each row.")
        : new Dataset(_dense, _sparse, Schema, TargetName, _target, _labels, Classes, _weights, groups);

    /// <summary>Creates the same rows and target with other features.</summary>
    /// <param name="features">The features, as many rows as before.</param>
    /// <param name="schema">The description of the features.</param>
    /// <returns>A new data set.</returns>
    public Dataset WithFeatures(Matrix features, FeatureSchema schema)
    {
        ArgumentNullException.ThrowIfNull(features);
        return new Dataset(features, null, CheckShape(features.Rows, features.Columns, RowCount, schema), TargetName, _target, _labels, Classes, _weights, _groups);
    }

    /// <summary>Creates the same rows and target with other features, which are sparse.</summary>
    /// <param name="features">The features, as many rows as before.</param>
    /// <param name="schema">The description of the features.</param>
    /// <returns>A new data set.</returns>
    public Dataset WithFeatures(SparseMatrix features, FeatureSchema schema)
    {
        ArgumentNullException.ThrowIfNull(features);
        return new Dataset(null, features, CheckShape(features.Rows, features.Columns, RowCount, schema), TargetName, _target, _labels, Classes, _weights, _groups);
    }

    /// <summary>Creates the same data with every feature stored.</summary>
    /// <returns>A new data set; this one if it is dense already.</returns>
    public Dataset ToDense() => _sparse is null ? this : WithFeatures(_sparse.ToDense(), Schema);

    /// <summary>Creates a data set of the chosen rows, in the chosen order, each as often as it is named.</summary>
    /// <param name="rows">The zero-based rows.</param>
    /// <returns>A new data set that shares nothing with this one.</returns>
    public Dataset Rows(ReadOnlySpan<int> rows) => Rows(rows, static () => { });

    /// <summary>Creates a data set of the chosen rows, unless the fit that asks for it is to stop.</summary>
    internal Dataset Rows(ReadOnlySpan<int> rows, FitContext context) => Rows(rows, context.Checkpoint);

    private Dataset Rows(ReadOnlySpan<int> rows, Action check) => new(
        _dense?.SelectRows(rows, check), _sparse?.SelectRows(rows, check), Schema, TargetName, Pick(_target, rows), Pick(_labels, rows), Classes, Pick(_weights, rows), Pick(_groups, rows));

    /// <summary>Gets consecutive rows without copying them.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <returns>A block that shares its elements with this data set.</returns>
    public DataBlock Block(int first, int count) => new(
        _dense?.RowRange(first, count),
        _sparse?.RowRange(first, count),
        _target is null ? default : _target.AsSpan(first, count),
        _labels is null ? default : _labels.AsSpan(first, count),
        _weights is null ? default : _weights.AsSpan(first, count));

    /// <summary>Computes the weight of each row when classes are weighted too.</summary>
    /// <param name="classWeight">How classes are weighted.</param>
    /// <returns>The row's weight times its class's, or an empty span if every row weighs 1.</returns>
    public ReadOnlySpan<double> WeightsWith(ClassWeight classWeight)
    {
        if (classWeight == ClassWeight.None)
        {
            return Weights;
        }

        double[] totals = new double[ClassCount];
        double total = 0;
        ReadOnlySpan<int> labels = Labels;
        for (int row = 0; row < RowCount; row++)
        {
            double weight = _weights?[row] ?? 1;
            totals[labels[row]] += weight;
            total += weight;
        }

        int present = totals.Count(sum => sum > 0);
        double[] weights = new double[RowCount];
        for (int row = 0; row < RowCount; row++)
        {
            double own = _weights?[row] ?? 1;
            weights[row] = own == 0 ? 0 : own * total / (present * totals[labels[row]]);
        }

        return weights;
    }

    private static void CheckTarget(double[] target, string targetName)
    {
        ArgumentNullException.ThrowIfNull(target);
        int bad = Array.FindIndex(target, value => !double.IsFinite(value));
        if (bad >= 0)
        {
            throw new ModelyardException($"The target '{targetName}' is '{target[bad]}' in data row {bad + 1} and must be a finite number. Drop the row, or mend the value.");
        }
    }

    private static void CheckLabels(int[] labels, IReadOnlyList<string> classes, string targetName)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(classes);
        if (classes.Count < 1 || classes.Distinct(StringComparer.Ordinal).Count() != classes.Count)
        {
            throw new ModelyardException($"The classes of '{targetName}' must be one or more different labels.");
        }

        int bad = Array.FindIndex(labels, label => (uint)label >= (uint)classes.Count);
        if (bad >= 0)
        {
            throw new ModelyardException($"The class of row '{bad}' is '{labels[bad]}' and must be from 0 to {classes.Count - 1}.");
        }
    }

    private static FeatureSchema CheckShape(int rows, int columns, int targets, FeatureSchema? schema)
    {
        schema ??= FeatureSchema.Numeric(columns);
        if (rows != targets)
        {
            throw new ModelyardException($"The features have '{rows}' rows and the target has '{targets}'; they must have the same number.");
        }

        return schema.Count == columns
            ? schema
            : throw new ModelyardException($"The schema names '{schema.Count}' features and the data has '{columns}'; they must be as many.");
    }

    private static T[]? Pick<T>(T[]? values, ReadOnlySpan<int> rows)
    {
        if (values is null)
        {
            return null;
        }

        var picked = new T[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            picked[i] = values[rows[i]];
        }

        return picked;
    }
}
