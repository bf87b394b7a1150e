using System.Runtime.Intrinsics;
using Modelyard.Learning;

namespace Modelyard.Bayes;

/// <summary>Represents the weight, the means and the squared deviations of every feature within every class.</summary>
/// <remarks>
/// One pass, each row a rank-one update, which stays exact where a sum of squares would cancel.
/// Source: Welford (1962), Technometrics 4(3); merging: Chan, Golub and LeVeque (1983), The American Statistician 37(3).
/// </remarks>
internal sealed class ClassMoments : IMergeable<ClassMoments>
{
    private readonly int _classes;
    private readonly int _features;
    private readonly double[] _means;
    private readonly double[] _deviations;

    /// <summary>Initializes moments that have seen nothing.</summary>
    /// <param name="classes">The number of classes; 1 with <see cref="AddUnlabelled"/> for all rows together.</param>
    /// <param name="features">The number of features.</param>
    public ClassMoments(int classes, int features)
    {
        _classes = classes;
        _features = features;
        _means = new double[classes * features];
        _deviations = new double[classes * features];
        Weights = new double[classes];
    }

    /// <summary>Gets the weight of each class.</summary>
    public double[] Weights { get; }

    /// <summary>Gets the means of a class.</summary>
    /// <param name="label">The class.</param>
    /// <returns>One mean a feature.</returns>
    public Span<double> Means(int label) => _means.AsSpan(label * _features, _features);

    /// <summary>Gets the sums of squared deviations from the mean of a class.</summary>
    /// <param name="label">The class.</param>
    /// <returns>One sum a feature.</returns>
    public Span<double> Deviations(int label) => _deviations.AsSpan(label * _features, _features);

    /// <inheritdoc/>
    public ClassMoments Empty() => new(_classes, _features);

    /// <inheritdoc/>
    public void Add(DataBlock block)
    {
        for (int row = 0; row < block.RowCount; row++)
        {
            Add(block.Features.Row(row), block.Labels[row], block.Weight(row));
        }
    }

    /// <summary>Takes in rows whatever their class and weight.</summary>
    /// <param name="block">The rows.</param>
    public void AddUnlabelled(DataBlock block)
    {
        for (int row = 0; row < block.RowCount; row++)
        {
            Add(block.Features.Row(row), 0, 1);
        }
    }

    /// <inheritdoc/>
    public void Merge(ClassMoments other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int label = 0; label < _classes; label++)
        {
            Merge(label, other.Weights[label], other.Means(label), other.Deviations(label));
        }
    }

    /// <summary>Puts all classes together.</summary>
    /// <returns>Moments of one class.</returns>
    public ClassMoments Total()
    {
        var total = new ClassMoments(1, _features);
        for (int label = 0; label < _classes; label++)
        {
            total.Merge(0, Weights[label], Means(label), Deviations(label));
        }

        return total;
    }

    private void Add(ReadOnlySpan<double> row, int label, double weight)
    {
        if (weight == 0)
        {
            return;
        }

        double total = Weights[label] += weight;
        double share = weight / total;
        Span<double> means = Means(label), deviations = Deviations(label);
        int i = 0;
        for (; i <= row.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            var value = Vector256.Create(row[i..]);
            var mean = Vector256.Create<double>(means[i..]);
            Vector256<double> before = value - mean;
            mean += before * share;
            (Vector256.Create<double>(deviations[i..]) + (before * (value - mean) * weight)).CopyTo(deviations[i..]);
            mean.CopyTo(means[i..]);
        }

        for (; i < row.Length; i++)
        {
            double before = row[i] - means[i];
            means[i] += before * share;
            deviations[i] += before * (row[i] - means[i]) * weight;
        }
    }

    private void Merge(int label, double weight, ReadOnlySpan<double> otherMeans, ReadOnlySpan<double> otherDeviations)
    {
        if (weight == 0)
        {
            return;
        }

        double own = Weights[label];
        double total = Weights[label] = own + weight;
        Span<double> means = Means(label), deviations = Deviations(label);
        for (int i = 0; i < means.Length; i++)
        {
            double difference = otherMeans[i] - means[i];
            means[i] += difference * (weight / total);
            deviations[i] += otherDeviations[i] + (difference * difference * (own * weight / total));
        }
    }
}
