using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents the rows of a chunk as gradient descent reads them: dense or sparse, with targets and weights as numbers.</summary>
internal sealed class SgdRows
{
    private const int LineBytes = 64;

    // The processor foresees the rest of a longer row by itself.
    private const int MostFetched = 8 * LineBytes;

    private readonly Matrix? _dense;
    private readonly SparseMatrix? _sparse;
    private readonly double[] _weights;

    internal SgdRows(Dataset data, double[] weights)
    {
        _dense = data.IsSparse ? null : data.Features;
        _sparse = data.IsSparse ? data.SparseFeatures : null;
        _weights = weights;
        Targets = data.Task == TaskKind.Regression ? data.Target.ToArray() : Array.ConvertAll(data.Labels.ToArray(), label => (double)label);
    }

    internal bool IsSparse => _sparse is not null;

    internal int Count => Targets.Length;

    internal double[] Targets { get; }

    internal double Weight(int row) => _weights.Length == 0 ? 1 : _weights[row];

    internal SparseRow Sparse(int row) => _sparse!.Row(row);

    internal double Dot(int row, ReadOnlySpan<double> vector) => _sparse is null ? VectorKernels.Dot(_dense!.Row(row), vector) : _sparse.Row(row).Dot(vector);

    internal void AddTo(int row, double factor, Span<double> vector)
    {
        if (_sparse is null)
        {
            VectorKernels.Axpy(factor, _dense!.Row(row), vector);
        }
        else
        {
            _sparse.Row(row).AddTo(factor, vector);
        }
    }

    /// <summary>Fetches a row that will be read soon into the nearest cache: rows in random order are a wait for the memory each, several at once hardly more (sgd_1m).</summary>
    internal void Fetch(int row)
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        Fetch<double>(Targets.AsSpan(row, 1));
        if (_weights.Length > 0)
        {
            Fetch<double>(_weights.AsSpan(row, 1));
        }

        if (_sparse is null)
        {
            Fetch<double>(_dense!.Row(row));
            return;
        }

        SparseRow stored = _sparse.Row(row);
        Fetch(stored.Values);
        Fetch(stored.Indices);
    }

    private static unsafe void Fetch<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        // A hint to the processor needs no memory that stays where it is. The last element may lie one line beyond those that start where the values do not.
        byte* start = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(values));
        int bytes = Math.Min(values.Length * sizeof(T), MostFetched);
        for (int at = 0; at < bytes; at += LineBytes)
        {
            Sse.Prefetch0(start + at);
        }

        Sse.Prefetch0(start + bytes - 1);
    }

    /// <summary>Computes the mean square of the length of a row, with 1 for the intercept.</summary>
    internal double SquaredLength()
    {
        double sum = 0;
        for (int row = 0; row < Count; row++)
        {
            sum += _sparse is null ? VectorKernels.SumOfSquares(_dense!.Row(row)) : _sparse.Row(row).SquaredNorm;
        }

        return 1 + (sum / Math.Max(1, Count));
    }

    /// <summary>Computes the weighted mean of the targets.</summary>
    internal double MeanTarget()
    {
        double sum = 0, total = 0;
        for (int row = 0; row < Count; row++)
        {
            total += Weight(row);
            sum += Weight(row) * (Targets[row] - Targets[0]);
        }

        return total > 0 ? Targets[0] + (sum / total) : 0;
    }
}
