using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Modelyard.Numerics.Vectors;

/// <summary>Sums a term over one or two vectors in one fixed order that every path shares.</summary>
/// <remarks>
/// Element i belongs to lane i mod 32. Each lane adds its terms in ascending order; up to three elements that fill no group of four are summed in
/// lanes of their own. Lanes l, l + 4, l + 8, ... are then added as a tree, and last the four that remain. The order does not depend on alignment.
/// Thirty-two lanes keep eight fused operations in flight, which hides their latency.
/// </remarks>
/// <typeparam name="TTerm">The term.</typeparam>
internal static class LaneSum<TTerm>
    where TTerm : struct, ILaneTerm
{
    private const int Lanes = 32;

    /// <summary>Computes the sum on the path that is chosen.</summary>
    /// <param name="x">The first vector.</param>
    /// <param name="y">The second vector, as long as the first.</param>
    /// <returns>The sum; of nothing, zero.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ref double first = ref System.Runtime.InteropServices.MemoryMarshal.GetReference(x);
        ref double second = ref System.Runtime.InteropServices.MemoryMarshal.GetReference(y);
        return Simd.Level switch
        {
            SimdLevel.Vector512 when x.Length >= Lanes => Of512(ref first, ref second, x.Length),
            SimdLevel.Scalar => OfScalar(x, y),
            _ => Of256(ref first, ref second, x.Length),
        };
    }

    private static double OfScalar(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Span<double> lanes = stackalloc double[Lanes];
        Span<double> rest = stackalloc double[4];
        lanes.Clear();
        rest.Clear();
        int grouped = x.Length & ~3;
        for (int i = 0; i < grouped; i++)
        {
            lanes[i % Lanes] = TTerm.Add(lanes[i % Lanes], x[i], y[i]);
        }

        for (int i = grouped; i < x.Length; i++)
        {
            rest[i - grouped] = TTerm.Add(0, x[i], y[i]);
        }

        for (int width = Lanes / 2; width >= 4; width /= 2)
        {
            for (int i = 0; i < width; i++)
            {
                lanes[i] += lanes[i + width];
            }
        }

        for (int i = 0; i < 4; i++)
        {
            lanes[i] += rest[i];
        }

        return lanes[0] + lanes[2] + (lanes[1] + lanes[3]);
    }

    // Compiled whole at once: a short fit or prediction is over before the tiers get there (lasso_diamonds).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Of256(ref double x, ref double y, int length)
    {
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        int i = 0;
        for (; i <= length - Lanes; i += Lanes)
        {
            s0 = Next(s0, ref x, ref y, i);
            s1 = Next(s1, ref x, ref y, i + 4);
            s2 = Next(s2, ref x, ref y, i + 8);
            s3 = Next(s3, ref x, ref y, i + 12);
            s4 = Next(s4, ref x, ref y, i + 16);
            s5 = Next(s5, ref x, ref y, i + 20);
            s6 = Next(s6, ref x, ref y, i + 24);
            s7 = Next(s7, ref x, ref y, i + 28);
        }

        int left = (length - i) / 4;
        if (left > 0)
        {
            s0 = Next(s0, ref x, ref y, i);
            s1 = left > 1 ? Next(s1, ref x, ref y, i + 4) : s1;
            s2 = left > 2 ? Next(s2, ref x, ref y, i + 8) : s2;
            s3 = left > 3 ? Next(s3, ref x, ref y, i + 12) : s3;
            s4 = left > 4 ? Next(s4, ref x, ref y, i + 16) : s4;
            s5 = left > 5 ? Next(s5, ref x, ref y, i + 20) : s5;
            s6 = left > 6 ? Next(s6, ref x, ref y, i + 24) : s6;
        }

        return Finish(s0 + s4 + (s2 + s6) + (s1 + s5 + (s3 + s7)), ref x, ref y, i + (4 * left), length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Of512(ref double x, ref double y, int length)
    {
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
        int i = 0;
        for (; i <= length - Lanes; i += Lanes)
        {
            s0 = Next(s0, ref x, ref y, i);
            s1 = Next(s1, ref x, ref y, i + 8);
            s2 = Next(s2, ref x, ref y, i + 16);
            s3 = Next(s3, ref x, ref y, i + 24);
        }

        int left = (length - i) / 4;
        Vector256<double> t0 = s0.GetLower(), t1 = s0.GetUpper(), t2 = s1.GetLower(), t3 = s1.GetUpper();
        Vector256<double> t4 = s2.GetLower(), t5 = s2.GetUpper(), t6 = s3.GetLower(), t7 = s3.GetUpper();
        if (left > 0)
        {
            t0 = Next(t0, ref x, ref y, i);
            t1 = left > 1 ? Next(t1, ref x, ref y, i + 4) : t1;
            t2 = left > 2 ? Next(t2, ref x, ref y, i + 8) : t2;
            t3 = left > 3 ? Next(t3, ref x, ref y, i + 12) : t3;
            t4 = left > 4 ? Next(t4, ref x, ref y, i + 16) : t4;
            t5 = left > 5 ? Next(t5, ref x, ref y, i + 20) : t5;
            t6 = left > 6 ? Next(t6, ref x, ref y, i + 24) : t6;
        }

        return Finish(t0 + t4 + (t2 + t6) + (t1 + t5 + (t3 + t7)), ref x, ref y, i + (4 * left), length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Finish(Vector256<double> sum, ref double x, ref double y, int at, int length)
    {
        Vector256<double> rest = default;
        if (at < length)
        {
            rest = rest.WithElement(0, TTerm.Add(0, Unsafe.Add(ref x, at), Unsafe.Add(ref y, at)));
            if (at + 1 < length)
            {
                rest = rest.WithElement(1, TTerm.Add(0, Unsafe.Add(ref x, at + 1), Unsafe.Add(ref y, at + 1)));
            }

            if (at + 2 < length)
            {
                rest = rest.WithElement(2, TTerm.Add(0, Unsafe.Add(ref x, at + 2), Unsafe.Add(ref y, at + 2)));
            }
        }

        sum += rest;
        Vector128<double> pair = sum.GetLower() + sum.GetUpper();
        return pair.ToScalar() + pair.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Next(Vector256<double> sum, ref double x, ref double y, int at) =>
        TTerm.Add(sum, Vector256.LoadUnsafe(ref x, (nuint)at), Vector256.LoadUnsafe(ref y, (nuint)at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Next(Vector512<double> sum, ref double x, ref double y, int at) =>
        TTerm.Add(sum, Vector512.LoadUnsafe(ref x, (nuint)at), Vector512.LoadUnsafe(ref y, (nuint)at));
}
