using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Modelyard.Numerics;

namespace Modelyard.Frames.Expressions.Kernels;

/// <summary>Chooses between two operands by bits.</summary>
internal static class SelectKernels
{
    /// <summary>Takes the first operand where the bit is set and the second elsewhere; each has one value a row or a single one for all.</summary>
    public static void Select<T>(ReadOnlySpan<ulong> bits, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> result)
        where T : unmanaged
    {
        bool isSameX = x.Length < result.Length, isSameY = y.Length < result.Length;
        int row = 0;

        // Four rows of eight bytes at a time: each lane looks at its own bit of the word.
        if (Simd.Level != SimdLevel.Scalar && Vector256<T>.Count == 4)
        {
            ref T firstX = ref MemoryMarshal.GetReference(x), firstY = ref MemoryMarshal.GetReference(y), first = ref MemoryMarshal.GetReference(result);
            Vector256<T> allX = Vector256.Create(x[0]), allY = Vector256.Create(y[0]);
            Vector256<ulong> own = Vector256.Create(1UL, 2, 4, 8);
            for (; row + 4 <= result.Length; row += 4)
            {
                Vector256<ulong> chosen = Vector256.Equals(Vector256.Create(bits[row >> 6] >> (row & 63)) & own, own);
                Vector256.ConditionalSelect(
                    chosen.As<ulong, T>(),
                    isSameX ? allX : Vector256.LoadUnsafe(ref firstX, (nuint)row),
                    isSameY ? allY : Vector256.LoadUnsafe(ref firstY, (nuint)row)).StoreUnsafe(ref first, (nuint)row);
            }
        }

        for (; row < result.Length; row++)
        {
            result[row] = BitKernels.Get(bits, row) ? x[isSameX ? 0 : row] : y[isSameY ? 0 : row];
        }
    }
}
