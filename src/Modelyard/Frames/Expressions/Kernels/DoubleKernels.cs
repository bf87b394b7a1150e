using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Modelyard.Numerics;

namespace Modelyard.Frames.Expressions.Kernels;

/// <summary>Computes with numbers.</summary>
internal static class DoubleKernels
{
    /// <summary>Applies an operation to two operands, each of which has one number a row or a single one for all.</summary>
    public static void Apply<TOperation>(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> result)
        where TOperation : struct, IBinaryOperation
    {
        bool isSameX = x.Length < result.Length, isSameY = y.Length < result.Length;
        ref double firstX = ref MemoryMarshal.GetReference(x), firstY = ref MemoryMarshal.GetReference(y), first = ref MemoryMarshal.GetReference(result);
        int row = 0;
        if (Simd.Level == SimdLevel.Vector512)
        {
            Vector512<double> allX = Vector512.Create(x[0]), allY = Vector512.Create(y[0]);
            for (; row + 8 <= result.Length; row += 8)
            {
                TOperation.Of(isSameX ? allX : Vector512.LoadUnsafe(ref firstX, (nuint)row), isSameY ? allY : Vector512.LoadUnsafe(ref firstY, (nuint)row)).StoreUnsafe(ref first, (nuint)row);
            }
        }
        else if (Simd.Level == SimdLevel.Vector256)
        {
            Vector256<double> allX = Vector256.Create(x[0]), allY = Vector256.Create(y[0]);
            for (; row + 4 <= result.Length; row += 4)
            {
                TOperation.Of(isSameX ? allX : Vector256.LoadUnsafe(ref firstX, (nuint)row), isSameY ? allY : Vector256.LoadUnsafe(ref firstY, (nuint)row)).StoreUnsafe(ref first, (nuint)row);
            }
        }

        for (; row < result.Length; row++)
        {
            result[row] = TOperation.Of(x[isSameX ? 0 : row], y[isSameY ? 0 : row]);
        }
    }

    /// <summary>Applies an operation to each number.</summary>
    public static void Map<TOperation>(ReadOnlySpan<double> x, Span<double> result)
        where TOperation : struct, IUnaryOperation
    {
        int row = 0;
        if (Simd.Level == SimdLevel.Vector512)
        {
            for (; row + 8 <= result.Length; row += 8)
            {
                TOperation.Of(Vector512.Create(x.Slice(row, 8))).CopyTo(result[row..]);
            }
        }
        else if (Simd.Level == SimdLevel.Vector256)
        {
            for (; row + 4 <= result.Length; row += 4)
            {
                TOperation.Of(Vector256.Create(x.Slice(row, 4))).CopyTo(result[row..]);
            }
        }

        for (; row < result.Length; row++)
        {
            result[row] = TOperation.Of(x[row]);
        }
    }

    /// <summary>Applies a function of two operands, each of which has one number a row or a single one for all.</summary>
    public static void Apply(Func<double, double, double> function, ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> result)
    {
        bool isSameX = x.Length < result.Length, isSameY = y.Length < result.Length;
        for (int row = 0; row < result.Length; row++)
        {
            result[row] = function(x[isSameX ? 0 : row], y[isSameY ? 0 : row]);
        }
    }

    /// <summary>Divides and rounds down, as Python does: beside the remainder that has the sign of the divisor.</summary>
    public static double FloorDivide(double x, double y)
    {
        double remainder = x % y;
        if (y == 0 || double.IsNaN(remainder))
        {
            return y == 0 ? x / y : double.NaN;
        }

        // The remainder is exact, so the quotient without it is off a whole number by rounding alone.
        remainder += remainder != 0 && (remainder < 0) != (y < 0) ? y : 0;
        return double.IsInfinity(y) ? (remainder == x ? 0 : -1) : Math.Round((x - remainder) / y);
    }

    /// <summary>Computes the remainder that has the sign of the divisor.</summary>
    public static double Modulo(double x, double y)
    {
        double remainder = x % y;
        return remainder == 0 ? Math.CopySign(0, y) : (remainder < 0) != (y < 0) ? remainder + y : remainder;
    }

    /// <summary>Rounds to decimals, a tie of the decimal digits to the even one.</summary>
    public static double Round(double x, int digits)
    {
        if (digits >= 0)
        {
            return Math.Abs(x) < 1e15 ? Math.Round(x, digits) : x;
        }

        double unit = Math.Pow(10, -digits);
        return Math.Round(x / unit) * unit;
    }

    /// <summary>Writes whole numbers as doubles.</summary>
    public static void FromIntegers(ReadOnlySpan<long> values, Span<double> result)
    {
        int row = 0;
        if (Simd.Level != SimdLevel.Scalar)
        {
            for (; row + 4 <= result.Length; row += 4)
            {
                Vector256.ConvertToDouble(Vector256.Create(values.Slice(row, 4))).CopyTo(result[row..]);
            }
        }

        for (; row < result.Length; row++)
        {
            result[row] = values[row];
        }
    }

    /// <summary>Writes NaN into the rows whose bits are set.</summary>
    public static void SetMissing(ReadOnlySpan<ulong> bits, Span<double> result)
    {
        for (int word = 0; word < bits.Length; word++)
        {
            for (ulong left = bits[word]; left != 0; left &= left - 1)
            {
                int row = (word << 6) + System.Numerics.BitOperations.TrailingZeroCount(left);
                if (row < result.Length)
                {
                    result[row] = double.NaN;
                }
            }
        }
    }
}
