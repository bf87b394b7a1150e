using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Modelyard.Numerics.Vectors;

/// <summary>Computes exponentials to within 2 units in the last place, the same bits at every width.</summary>
/// <remarks>
/// With x = n ln 2 + r and |r| at most ln 2 / 2, the exponential of r is the Taylor polynomial of degree 13, whose remainder there is below 2^-57;
/// multiplying by 2^(n/2) twice reaches the subnormal numbers. Source: Muller (2016), Elementary Functions, chapter 11.
/// </remarks>
internal static class Exponential
{
    private const double Low = -746;
    private const double High = 710;
    private const double LogOfE = 1.4426950408889634;
    private const double LogOf2High = 0.693147180369123816490;
    private const double LogOf2Low = 1.90821492927058770002e-10;
    private const double RoundingShift = 6755399441055744;
    private const double C2 = 0.5;
    private const double C3 = 0.16666666666666666;
    private const double C4 = 0.041666666666666664;
    private const double C5 = 0.008333333333333333;
    private const double C6 = 0.001388888888888889;
    private const double C7 = 0.0001984126984126984;
    private const double C8 = 2.48015873015873e-05;
    private const double C9 = 2.7557319223985893e-06;
    private const double C10 = 2.755731922398589e-07;
    private const double C11 = 2.505210838544172e-08;
    private const double C12 = 2.08767569878681e-09;
    private const double C13 = 1.6059043836821613e-10;

    /// <summary>Computes the exponential of one number.</summary>
    public static double Of(double x)
    {
        double bounded = Math.Min(Math.Max(x, Low), High);
        double shifted = Math.FusedMultiplyAdd(bounded, LogOfE, RoundingShift);
        double n = shifted - RoundingShift;
        double r = Math.FusedMultiplyAdd(n, -LogOf2High, bounded);
        r = Math.FusedMultiplyAdd(n, -LogOf2Low, r);
        double p = C13;
        p = Math.FusedMultiplyAdd(p, r, C12);
        p = Math.FusedMultiplyAdd(p, r, C11);
        p = Math.FusedMultiplyAdd(p, r, C10);
        p = Math.FusedMultiplyAdd(p, r, C9);
        p = Math.FusedMultiplyAdd(p, r, C8);
        p = Math.FusedMultiplyAdd(p, r, C7);
        p = Math.FusedMultiplyAdd(p, r, C6);
        p = Math.FusedMultiplyAdd(p, r, C5);
        p = Math.FusedMultiplyAdd(p, r, C4);
        p = Math.FusedMultiplyAdd(p, r, C3);
        p = Math.FusedMultiplyAdd(p, r, C2);
        p = Math.FusedMultiplyAdd(p, r, 1.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0);
        long power = BitConverter.DoubleToInt64Bits(shifted) - BitConverter.DoubleToInt64Bits(RoundingShift);
        long half = power >> 1;
        return p * BitConverter.Int64BitsToDouble((half + 1023) << 52) * BitConverter.Int64BitsToDouble((power - half + 1023) << 52);
    }

    /// <summary>Computes the exponentials of four numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Of(Vector256<double> x)
    {
        Vector256<double> bounded = Vector256.Min(Vector256.Max(x, Vector256.Create(Low)), Vector256.Create(High));
        Vector256<double> shifted = Vector256.FusedMultiplyAdd(bounded, Vector256.Create(LogOfE), Vector256.Create(RoundingShift));
        Vector256<double> n = shifted - Vector256.Create(RoundingShift);
        Vector256<double> r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-LogOf2High), bounded);
        r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-LogOf2Low), r);
        Vector256<double> p = Vector256.Create(C13);
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(C12));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(C11));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(C10));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(C9));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(C8));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(C7));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(C6));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(C5));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(C4));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(C3));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(C2));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.0));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.0));
        Vector256<long> power = shifted.AsInt64() - Vector256.Create(RoundingShift).AsInt64();
        Vector256<long> half = Vector256.ShiftRightArithmetic(power, 1);
        Vector256<long> bias = Vector256.Create(1023L);
        return p * Vector256.ShiftLeft(half + bias, 52).AsDouble() * Vector256.ShiftLeft(power - half + bias, 52).AsDouble();
    }

    /// <summary>Computes the exponentials of eight numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> x)
    {
        Vector512<double> bounded = Vector512.Min(Vector512.Max(x, Vector512.Create(Low)), Vector512.Create(High));
        Vector512<double> shifted = Vector512.FusedMultiplyAdd(bounded, Vector512.Create(LogOfE), Vector512.Create(RoundingShift));
        Vector512<double> n = shifted - Vector512.Create(RoundingShift);
        Vector512<double> r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-LogOf2High), bounded);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-LogOf2Low), r);
        Vector512<double> p = Vector512.Create(C13);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(C12));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(C11));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(C10));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(C9));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(C8));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(C7));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(C6));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(C5));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(C4));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(C3));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(C2));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.0));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.0));
        Vector512<long> power = shifted.AsInt64() - Vector512.Create(RoundingShift).AsInt64();
        Vector512<long> half = Vector512.ShiftRightArithmetic(power, 1);
        Vector512<long> bias = Vector512.Create(1023L);
        return p * Vector512.ShiftLeft(half + bias, 52).AsDouble() * Vector512.ShiftLeft(power - half + bias, 52).AsDouble();
    }
}
