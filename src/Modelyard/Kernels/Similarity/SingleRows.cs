using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Similarity;

/// <summary>Represents rows in single precision, eight of them side by side, so that one pass over the features gives a row's squared distances to eight others.</summary>
/// <remarks>Features are centred first, which no distance sees, so that a great offset, as of a date, costs no digits.</remarks>
internal sealed class SingleRows
{
    private const int Lanes = 8;
    private const int Together = 4;
    private const int MostOnStack = 512;

    private readonly int _features;

    // Block after block of eight rows; within a block feature after feature.
    private readonly float[] _blocks;

    /// <summary>Initializes a copy of rows.</summary>
    /// <param name="rows">The rows.</param>
    internal SingleRows(Matrix rows)
    {
        _features = rows.Columns;
        int blocks = (rows.Rows + Lanes - 1) / Lanes;
        _blocks = new float[(long)blocks * Lanes * _features];
        double[] means = new double[_features];
        for (int row = 0; row < rows.Rows; row++)
        {
            VectorKernels.Axpy(1.0 / rows.Rows, rows.Row(row), means);
        }

        for (int row = 0; row < rows.Rows; row++)
        {
            ReadOnlySpan<double> own = rows.Row(row);
            long at = Start(row);
            for (int feature = 0; feature < _features; feature++)
            {
                _blocks[at + (feature * Lanes)] = (float)(own[feature] - means[feature]);
            }
        }
    }

    /// <summary>Computes the squared distances of one of the rows to some of them.</summary>
    /// <param name="row">The row.</param>
    /// <param name="others">The others; fast where they are neighbours in ascending order.</param>
    /// <param name="distances">Receives one number for each of the others.</param>
    internal void SquaredDistances(int row, ReadOnlySpan<int> others, Span<float> distances)
    {
        Span<float> own = stackalloc float[_features <= MostOnStack ? _features : 0];
        own = _features <= MostOnStack ? own : new float[_features];
        long at = Start(row);
        for (int feature = 0; feature < own.Length; feature++)
        {
            own[feature] = _blocks[at + (feature * Lanes)];
        }

        int i = 0;
        while (i < others.Length)
        {
            int aligned = AlignedRun(others[i..]);
            if (aligned >= Together * Lanes)
            {
                FourBlocks(own, others[i] / Lanes, distances[i..]);
                i += Together * Lanes;
            }
            else if (aligned >= Lanes)
            {
                Block(own, others[i] / Lanes).CopyTo(distances[i..]);
                i += Lanes;
            }
            else
            {
                // The others that share the block of this one are taken out of one pass.
                int block = others[i] / Lanes;
                Vector256<float> values = Block(own, block);
                for (; i < others.Length && others[i] / Lanes == block; i++)
                {
                    distances[i] = values[others[i] % Lanes];
                }
            }
        }
    }

    /// <summary>Counts, in whole blocks, how many of the first of some rows are neighbours that begin at a block; up to four blocks.</summary>
    private static int AlignedRun(ReadOnlySpan<int> others)
    {
        int first = others[0];
        if (first % Lanes != 0)
        {
            return 0;
        }

        int count = 0;
        for (; count < Together * Lanes && count + Lanes <= others.Length; count += Lanes)
        {
            if (Vector256.Create(others[count..]) != Vector256.Create(first + count) + Vector256<int>.Indices)
            {
                break;
            }
        }

        return count;
    }

    private Vector256<float> Block(ReadOnlySpan<float> own, int block)
    {
        ref float at = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_blocks), (nint)block * _features * Lanes);
        Vector256<float> sum = Vector256<float>.Zero;
        for (int feature = 0; feature < own.Length; feature++)
        {
            Vector256<float> difference = Vector256.Create(own[feature]) - Vector256.LoadUnsafe(ref at, (nuint)(feature * Lanes));
            sum = Vector256.FusedMultiplyAdd(difference, difference, sum);
        }

        return sum;
    }

    private void FourBlocks(ReadOnlySpan<float> own, int block, Span<float> distances)
    {
        nint step = (nint)_features * Lanes;
        ref float at = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_blocks), block * step);
        Vector256<float> sum0 = Vector256<float>.Zero, sum1 = sum0, sum2 = sum0, sum3 = sum0;
        for (int feature = 0; feature < own.Length; feature++)
        {
            ref float here = ref Unsafe.Add(ref at, feature * Lanes);
            var value = Vector256.Create(own[feature]);
            Vector256<float> difference0 = value - Vector256.LoadUnsafe(ref here);
            Vector256<float> difference1 = value - Vector256.LoadUnsafe(ref Unsafe.Add(ref here, step));
            Vector256<float> difference2 = value - Vector256.LoadUnsafe(ref Unsafe.Add(ref here, 2 * step));
            Vector256<float> difference3 = value - Vector256.LoadUnsafe(ref Unsafe.Add(ref here, 3 * step));
            sum0 = Vector256.FusedMultiplyAdd(difference0, difference0, sum0);
            sum1 = Vector256.FusedMultiplyAdd(difference1, difference1, sum1);
            sum2 = Vector256.FusedMultiplyAdd(difference2, difference2, sum2);
            sum3 = Vector256.FusedMultiplyAdd(difference3, difference3, sum3);
        }

        sum0.CopyTo(distances);
        sum1.CopyTo(distances[Lanes..]);
        sum2.CopyTo(distances[(2 * Lanes)..]);
        sum3.CopyTo(distances[(3 * Lanes)..]);
    }

    private long Start(int row) => ((long)(row / Lanes) * Lanes * _features) + (row % Lanes);
}
