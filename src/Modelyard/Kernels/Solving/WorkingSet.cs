using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Modelyard.Kernels.Solving;

/// <summary>Searches for the pair of variables that a step changes, and carries a step out, four variables at a time.</summary>
internal static class WorkingSet
{
    /// <summary>The least curvature that is divided by, where the kernel is flat or not positive semi-definite along a pair.</summary>
    public const double LeastCurvature = 1e-12;

    private const int Lanes = 4;

    /// <summary>Finds the greatest score that is not barred, within a range; of equals the first.</summary>
    /// <param name="score">The scores.</param>
    /// <param name="bar">Added to each: 0, or minus infinity.</param>
    /// <param name="start">The first of the range.</param>
    /// <param name="end">The end of the range.</param>
    /// <param name="highest">Receives the greatest.</param>
    /// <returns>Its place, or −1 if all are barred.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Highest(double[] score, double[] bar, int start, int end, out double highest)
    {
        ref double s = ref MemoryMarshal.GetArrayDataReference(score);
        ref double b = ref MemoryMarshal.GetArrayDataReference(bar);
        var best = Vector256.Create(double.NegativeInfinity);
        var place = Vector256.Create(-1L);
        Vector256<long> here = Vector256.Create(0L, 1, 2, 3) + Vector256.Create((long)start);
        int i = start;
        for (; i <= end - Lanes; i += Lanes)
        {
            Vector256<double> value = Vector256.LoadUnsafe(ref s, (nuint)i) + Vector256.LoadUnsafe(ref b, (nuint)i);
            Vector256<double> better = Vector256.GreaterThan(value, best);
            best = Vector256.ConditionalSelect(better, value, best);
            place = Vector256.ConditionalSelect(better.AsInt64(), here, place);
            here += Vector256.Create((long)Lanes);
        }

        int found = First(best, place, out highest);
        for (; i < end; i++)
        {
            double value = score[i] + bar[i];
            (highest, found) = value > highest ? (value, i) : (highest, found);
        }

        return found;
    }

    /// <summary>Finds the partner within a range by which the objective falls most, and the lowest score that is not barred.</summary>
    /// <param name="score">The scores.</param>
    /// <param name="bar">Added to each: 0, or infinity.</param>
    /// <param name="diagonal">The diagonal of the kernel matrix, an element a column.</param>
    /// <param name="row">The row of the kernel matrix of the variable that a partner is sought for.</param>
    /// <param name="range">The range of places, and the place of its first column.</param>
    /// <param name="top">The score of that variable.</param>
    /// <param name="self">The element of the diagonal of that variable.</param>
    /// <param name="partner">Is replaced where a better one is found.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Improve(double[] score, double[] bar, double[] diagonal, ReadOnlySpan<float> row, PlaceRange range, double top, double self, ref Partner partner)
    {
        ref double s = ref MemoryMarshal.GetArrayDataReference(score);
        ref double b = ref MemoryMarshal.GetArrayDataReference(bar);
        ref double d = ref MemoryMarshal.GetArrayDataReference(diagonal);
        ref float k = ref MemoryMarshal.GetReference(row);
        var tops = Vector256.Create(top);
        var selves = Vector256.Create(self);
        var least = Vector256.Create(double.PositiveInfinity);
        var best = Vector256.Create(double.NegativeInfinity);
        var place = Vector256.Create(-1L);
        Vector256<long> here = Vector256.Create(0L, 1, 2, 3) + Vector256.Create((long)range.Start);
        int i = range.Start;
        for (; i <= range.End - Lanes; i += Lanes)
        {
            nuint column = (nuint)(i - range.Origin);
            Vector256<double> value = Vector256.LoadUnsafe(ref s, (nuint)i) + Vector256.LoadUnsafe(ref b, (nuint)i);
            least = Vector256.Min(least, value);
            Vector256<double> gap = tops - value;
            Vector256<double> curvature = Vector256.Max(selves + Vector256.LoadUnsafe(ref d, column) - (2 * Widen(ref k, column)), Vector256.Create(LeastCurvature));
            Vector256<double> fall = Vector256.ConditionalSelect(
                Vector256.GreaterThan(gap, Vector256<double>.Zero), gap * gap / curvature, Vector256.Create(double.NegativeInfinity));
            Vector256<double> better = Vector256.GreaterThan(fall, best);
            best = Vector256.ConditionalSelect(better, fall, best);
            place = Vector256.ConditionalSelect(better.AsInt64(), here, place);
            here += Vector256.Create((long)Lanes);
        }

        int found = First(best, place, out double most);
        double lowest = Math.Min(Math.Min(least[0], least[1]), Math.Min(least[2], least[3]));
        for (; i < range.End; i++)
        {
            double value = score[i] + bar[i], gap = top - value;
            double curvature = Math.Max(self + diagonal[i - range.Origin] - (2 * (double)row[i - range.Origin]), LeastCurvature);
            double fall = gap > 0 ? gap * gap / curvature : double.NegativeInfinity;
            lowest = Math.Min(lowest, value);
            (most, found) = fall > most ? (fall, i) : (most, found);
        }

        partner.Lowest = Math.Min(partner.Lowest, lowest);
        if (most > partner.Fall)
        {
            (partner.Fall, partner.Place) = (most, found);
        }
    }

    /// <summary>Takes a step: subtracts a multiple of the difference of two rows, whose length is a multiple of four, from the scores.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract(Span<double> score, double length, ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        ref double s = ref MemoryMarshal.GetReference(score);
        ref float a = ref MemoryMarshal.GetReference(first);
        ref float b = ref MemoryMarshal.GetReference(second);
        for (nuint i = 0; i < (nuint)score.Length; i += Lanes)
        {
            Vector256<double> difference = Widen(ref a, i) - Widen(ref b, i);
            (Vector256.LoadUnsafe(ref s, i) - (difference * length)).StoreUnsafe(ref s, i);
        }
    }

    private static int First(Vector256<double> values, Vector256<long> places, out double value)
    {
        int best = 0;
        for (int lane = 1; lane < Lanes; lane++)
        {
            if (values[lane] > values[best] || (values[lane] == values[best] && places[lane] < places[best]))
            {
                best = lane;
            }
        }

        value = values[best];
        return (int)places[best];
    }

    private static Vector256<double> Widen(ref float values, nuint index)
    {
        Vector128<float> four = Vector128.LoadUnsafe(ref values, index);
        return Vector256.Create(Vector128.WidenLower(four), Vector128.WidenUpper(four));
    }
}
