using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Bayes;

/// <summary>Represents the weight of every class and the sum of every feature within it: all that counting naive Bayes needs of its data.</summary>
/// <remarks>Sparse rows cost their stored elements only. With a threshold, a feature counts 1 where it is greater and 0 elsewhere.</remarks>
internal sealed class ClassCounts : IMergeable<ClassCounts>
{
    private const int CheckedRows = 1024;

    /// <summary>The logarithms below which a second thread costs more than it saves.</summary>
    private const int WorthThreads = 1 << 14;

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

    /// <summary>Computes the weights of one class.</summary>
    /// <param name="label">The zero-based class.</param>
    /// <param name="sums">Its sums, one a feature.</param>
    /// <param name="weights">Receives its weights, one a feature.</param>
    internal delegate void ClassAction(int label, ReadOnlySpan<double> sums, Span<double> weights);

    /// <summary>Computes weights of the same shape as the sums, class by class.</summary>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="action">Computes those of a class, on any thread.</param>
    /// <returns>The weights, classes x features.</returns>
    internal Matrix Weigh(int degree, ClassAction action)
    {
        var weights = new Matrix(Sums.Rows, Sums.Columns);
        ParallelLoop.For(Sums.Rows, (long)Sums.Rows * Sums.Columns < WorthThreads ? 1 : degree, label => action(label, Sums.Row(label), weights.Row(label)));
        return weights;
    }

    /// <inheritdoc/>
    public ClassCounts Empty() => new(Sums.Rows, Sums.Columns, _threshold);

    /// <inheritdoc/>
    /// <remarks>A part clears and merges a number for each class and feature, and its rows touch few of these if they are sparse.</remarks>
    public int LeastPart(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        double touched = data.IsSparse ? (double)data.SparseFeatures.Count / Math.Max(1, data.RowCount) : data.FeatureCount;
        return (int)Math.Clamp((double)Sums.Rows * Sums.Columns / Math.Max(1, touched), FitContext.LeastPart, int.MaxValue);
    }

    /// <inheritdoc/>
    public void Add(DataBlock block)
    {
        for (int row = 0; row < block.RowCount; row++)
        {
            if (row % CheckedRows == 0)
            {
                ParallelLoop.Check();
            }

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
