using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Modelyard.Numerics;

namespace Modelyard.Frames.Expressions.Kernels;

/// <summary>Computes with whole numbers of 64 bits; what exceeds them is reported, never wrapped silently.</summary>
internal static class IntegerKernels
{
    /// <summary>Adds or subtracts; each operand has one number a row or a single one for all.</summary>
    /// <returns>True if some row, missing ones included, exceeded 64 bits.</returns>
    public static bool AddOrSubtract(bool subtract, ReadOnlySpan<long> x, ReadOnlySpan<long> y, Span<long> result)
    {
        bool isSameX = x.Length < result.Length, isSameY = y.Length < result.Length;
        ref long firstX = ref MemoryMarshal.GetReference(x), firstY = ref MemoryMarshal.GetReference(y), first = ref MemoryMarshal.GetReference(result);
        long exceeded = 0;
        int row = 0;
        if (Simd.Level != SimdLevel.Scalar)
        {
            Vector256<long> allX = Vector256.Create(x[0]), allY = Vector256.Create(y[0]), any = Vector256<long>.Zero;
            for (; row + 4 <= result.Length; row += 4)
            {
                Vector256<long> a = isSameX ? allX : Vector256.LoadUnsafe(ref firstX, (nuint)row), b = isSameY ? allY : Vector256.LoadUnsafe(ref firstY, (nuint)row);
                Vector256<long> sum = subtract ? a - b : a + b;
                any |= subtract ? (a ^ b) & (a ^ sum) : (a ^ sum) & (b ^ sum);
                sum.StoreUnsafe(ref first, (nuint)row);
            }

            exceeded = any.ExtractMostSignificantBits() == 0 ? 0 : -1;
        }

        for (; row < result.Length; row++)
        {
            long a = x[isSameX ? 0 : row], b = y[isSameY ? 0 : row];
            long sum = subtract ? unchecked(a - b) : unchecked(a + b);
            exceeded |= subtract ? (a ^ b) & (a ^ sum) : (a ^ sum) & (b ^ sum);
            result[row] = sum;
        }

        return exceeded < 0;
    }

    /// <summary>Multiplies; each operand has one number a row or a single one for all.</summary>
    /// <returns>True if some row, missing ones included, exceeded 64 bits.</returns>
    public static bool Multiply(ReadOnlySpan<long> x, ReadOnlySpan<long> y, Span<long> result)
    {
        bool isSameX = x.Length < result.Length, isSameY = y.Length < result.Length, exceeded = false;
        for (int row = 0; row < result.Length; row++)
        {
            exceeded |= !Multiply(x[isSameX ? 0 : row], y[isSameY ? 0 : row], out result[row]);
        }

        return exceeded;
    }

    /// <summary>Adds.</summary>
    public static bool Add(long x, long y, out long result)
    {
        result = unchecked(x + y);
        return ((x ^ result) & (y ^ result)) >= 0;
    }

    /// <summary>Subtracts.</summary>
    public static bool Subtract(long x, long y, out long result)
    {
        result = unchecked(x - y);
        return ((x ^ y) & (x ^ result)) >= 0;
    }

    /// <summary>Multiplies.</summary>
    public static bool Multiply(long x, long y, out long result)
    {
        long high = Math.BigMul(x, y, out result);
        return high == result >> 63;
    }

    /// <summary>Divides by a number that is not zero and rounds down.</summary>
    public static bool FloorDivide(long x, long y, out long result)
    {
        if (y == -1)
        {
            result = unchecked(-x);
            return x != long.MinValue;
        }

        result = Math.DivRem(x, y, out long remainder);
        result -= remainder != 0 && (remainder < 0) != (y < 0) ? 1 : 0;
        return true;
    }

    /// <summary>Computes what a division by a number that is not zero leaves when it is rounded down.</summary>
    public static bool Modulo(long x, long y, out long result)
    {
        result = y == -1 ? 0 : x % y;
        result += result != 0 && (result < 0) != (y < 0) ? y : 0;
        return true;
    }
}
