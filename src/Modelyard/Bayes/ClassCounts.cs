using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Bayes;

/// <summary>Represents the weight of every class and the sum of every feature within it: all that counting naive Bayes needs of its data.</summary>
/// <remarks>Sparse rows cost their stored elements only. With a threshold, a feature counts 1 where it is greater and 0 elsewhere.</remarks>
internal sealed class ClassCounts : IMergeable<ClassCounts>
{
    private readonly double? _threshold;

    /// <summary>Initializes counts that have seen nothing.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="features">The number of features.</param>
    /// <param name="threshold">What a feature must exceed to count as 1; null to sum the features as they are.</param>
    public ClassCounts(int classes, int features, double? threshold = null)
    {
        _threshold = threshold;
        Weights = new double[classes];
        Sums = new Matrix(classes, features);
    }

    /// <summary>Gets the weight of each class.</summary>
    public double[] Weights { get; }

    /// <summary>Gets the weighted sums, classes x features.</summary>
    public Matrix Sums { get; }

    /// <inheritdoc/>
    public ClassCounts Empty() => new(Sums.Rows, Sums.Columns, _threshold);

    /// <inheritdoc/>
    public void Add(DataBlock block)
    {
        for (int row = 0; row < block.RowCount; row++)
        {
            double weight = block.Weight(row);
            int label = block.Labels[row];
            Weights[label] += weight;
            if (block.IsSparse)
            {
                Add(block.SparseFeatures.Row(row), weight, Sums.Row(label));
            }
            else if (_threshold is { } threshold)
            {
                AddAbove(threshold, weight, block.Features.Row(row), Sums.Row(label));
            }
            else
            {
                VectorKernels.Axpy(weight, block.Features.Row(row), Sums.Row(label));
            }
        }
    }

    /// <inheritdoc/>
    public void Merge(ClassCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        VectorKernels.Axpy(1, other.Weights, Weights);
        VectorKernels.Axpy(1, other.Sums.AsSpan(), Sums.AsSpan());
    }

    private void Add(SparseRow row, double weight, Span<double> sums)
    {
        if (_threshold is not { } threshold)
        {
            row.AddTo(weight, sums);
            return;
        }

        for (int i = 0; i < row.Count; i++)
        {
            sums[row.Indices[i]] += row.Values[i] > threshold ? weight : 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddAbove(double threshold, double weight, ReadOnlySpan<double> row, Span<double> sums)
    {
        Vector256<double> least = Vector256.Create(threshold), share = Vector256.Create(weight);
        int i = 0;
        for (; i <= row.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            Vector256<double> above = Vector256.GreaterThan(Vector256.Create(row[i..]), least);
            (Vector256.Create<double>(sums[i..]) + (above & share)).CopyTo(sums[i..]);
        }

        for (; i < row.Length; i++)
        {
            sums[i] += row[i] > threshold ? weight : 0;
        }
    }
}
