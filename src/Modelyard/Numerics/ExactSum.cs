using System.Numerics;

namespace Modelyard.Numerics;

/// <summary>Adds numbers without any rounding: the sum is the same in whatever order they come, and is rounded once.</summary>
/// <remarks>
/// Each number is added, as the whole multiple of the smallest double that it is, to digits of 32 bits that carry only now and then.
/// Source: Neal (2015), Fast Exact Summation Using Small and Large Superaccumulators.
/// </remarks>
internal sealed class ExactSum
{
    private const int DigitBits = 32;
    private const int FractionBits = 52;
    private const int LeastExponent = -1074;
    private const int Digits = 70;

    // Each number adds less than 2^32 to a digit, of which a long holds 2^31 such.
    private const int NumbersBetweenCarries = 1 << 30;

    private readonly long[] _digits = new long[Digits];
    private double _unbounded;
    private int _uncarried;

    /// <summary>Gets the sum, correctly rounded; what is not finite makes it so.</summary>
    public double Value => _unbounded == 0 ? Round() : _unbounded;

    /// <summary>Adds a number.</summary>
    public void Add(double value)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(value);
        int exponent = (int)(bits >> FractionBits) & 0x7FF;
        ulong fraction = bits & ((1UL << FractionBits) - 1);
        if (exponent == 0x7FF)
        {
            _unbounded += value;
            return;
        }

        // A denormal number has the exponent of the least normal one, without its leading bit.
        int place = Math.Max(exponent, 1) - 1;
        fraction |= exponent == 0 ? 0 : 1UL << FractionBits;
        (int digit, int shift) = Math.DivRem(place, DigitBits);
        UInt128 shifted = (UInt128)fraction << shift;
        long sign = (bits >> 63) != 0 ? -1 : 1;
        _digits[digit] += sign * (long)(uint)shifted;
        _digits[digit + 1] += sign * (long)(uint)(shifted >> DigitBits);
        _digits[digit + 2] += sign * (long)(uint)(shifted >> (2 * DigitBits));
        if (++_uncarried == NumbersBetweenCarries)
        {
            Carry();
        }
    }

    /// <summary>Adds numbers up.</summary>
    public static double Of(IEnumerable<double> values)
    {
        var sum = new ExactSum();
        foreach (double value in values)
        {
            sum.Add(value);
        }

        return sum.Value;
    }

    private void Carry()
    {
        _uncarried = 0;
        for (int i = 0; i < Digits - 1; i++)
        {
            long carry = _digits[i] >> DigitBits;
            _digits[i] -= carry << DigitBits;
            _digits[i + 1] += carry;
        }
    }

    private double Round()
    {
        Carry();
        BigInteger sum = BigInteger.Zero;
        for (int i = Digits - 1; i >= 0; i--)
        {
            sum = (sum << DigitBits) + _digits[i];
        }

        BigInteger size = BigInteger.Abs(sum);
        int excess = (int)Math.Max(0, size.GetBitLength() - 64);
        var top = (ulong)(size >> excess);

        // The bits that fall off count when the top lies in the middle between two doubles.
        top |= excess > 0 && !(size & ((BigInteger.One << excess) - 1)).IsZero ? 1UL : 0;
        double rounded = Math.ScaleB((double)top, excess + LeastExponent);
        return sum.Sign < 0 ? -rounded : rounded;
    }
}
