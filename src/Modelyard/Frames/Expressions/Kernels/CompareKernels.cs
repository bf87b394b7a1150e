using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Modelyard.Numerics;

namespace Modelyard.Frames.Expressions.Kernels;

/// <summary>Compares values into bits.</summary>
internal static class CompareKernels
{
    /// <summary>Compares two operands, each of which has one value a row or a single one for all.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="x">The first operand.</param>
    /// <param name="y">The second operand.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="bits">Receives the bits of the rows for which it holds.</param>
    public static void Compare<T>(ComparisonKind comparison, ReadOnlySpan<T> x, ReadOnlySpan<T> y, int count, Span<ulong> bits)
        where T : unmanaged, INumber<T>
    {
        switch (comparison)
        {
            case ComparisonKind.Equal:
                Compare<T, Comparisons.Equal>(x, y, count, bits);
                break;
            case ComparisonKind.NotEqual:
                Compare<T, Comparisons.NotEqual>(x, y, count, bits);
                break;
            case ComparisonKind.Less:
                Compare<T, Comparisons.Less>(x, y, count, bits);
                break;
            case ComparisonKind.LessOrEqual:
                Compare<T, Comparisons.LessOrEqual>(x, y, count, bits);
                break;
            case ComparisonKind.Greater:
                Compare<T, Comparisons.Greater>(x, y, count, bits);
                break;
            default:
                Compare<T, Comparisons.GreaterOrEqual>(x, y, count, bits);
                break;
        }
    }

    private static void Compare<T, TComparison>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, int count, Span<ulong> bits)
        where T : unmanaged, INumber<T>
        where TComparison : struct, IComparison
    {
        bool isSameX = x.Length < count, isSameY = y.Length < count;
        ref T firstX = ref MemoryMarshal.GetReference(x), firstY = ref MemoryMarshal.GetReference(y);
        int row = 0;
        if (Simd.Level == SimdLevel.Vector512)
        {
            Vector512<T> allX = Vector512.Create(x[0]), allY = Vector512.Create(y[0]);
            for (; row + 64 <= count; row += 64)
            {
                ulong word = 0;
                for (int i = 0; i < 64; i += Vector512<T>.Count)
                {
                    Vector512<T> holds = TComparison.Of(
                        isSameX ? allX : Vector512.LoadUnsafe(ref firstX, (nuint)(row + i)), isSameY ? allY : Vector512.LoadUnsafe(ref firstY, (nuint)(row + i)));
                    word |= holds.ExtractMostSignificantBits() << i;
                }

                bits[row >> 6] = word;
            }
        }
        else if (Simd.Level == SimdLevel.Vector256)
        {
            Vector256<T> allX = Vector256.Create(x[0]), allY = Vector256.Create(y[0]);
            for (; row + 64 <= count; row += 64)
            {
                ulong word = 0;
                for (int i = 0; i < 64; i += Vector256<T>.Count)
                {
                    Vector256<T> holds = TComparison.Of(
                        isSameX ? allX : Vector256.LoadUnsafe(ref firstX, (nuint)(row + i)), isSameY ? allY : Vector256.LoadUnsafe(ref firstY, (nuint)(row + i)));
                    word |= (ulong)holds.ExtractMostSignificantBits() << i;
                }

                bits[row >> 6] = word;
            }
        }

        for (; row < count; row += 64)
        {
            ulong word = 0;
            int rows = Math.Min(64, count - row);
            for (int i = 0; i < rows; i++)
            {
                word |= (TComparison.Of(x[isSameX ? 0 : row + i], y[isSameY ? 0 : row + i]) ? 1UL : 0) << i;
            }

            bits[row >> 6] = word;
        }
    }
}
