using System.Runtime.Intrinsics;

namespace Modelyard.Numerics;

/// <summary>Computes on vectors of single precision, and of single and double precision together.</summary>
internal static class SingleKernels
{
    private const int Lanes = 8;
    private const int Doubles = 4;

    // Below this, the exponential is less than the least normal number and counts as 0.
    private const float LeastPower = -87.3f;
    private const float Log2E = 1.44269504f;

    // The logarithm of 2 in two parts, of which the first has few digits, so that its multiples are exact.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    /// <summary>Replaces each element by the exponential of a multiple of it, to about seven digits.</summary>
    /// <param name="factor">What each element is multiplied by; the products must be 0 or less.</param>
    /// <param name="values">The elements.</param>
    internal static void ExpOfMultiples(float factor, Span<float> values)
    {
        int i = 0;
        for (; i <= values.Length - Lanes; i += Lanes)
        {
            Exp(Vector256.Create<float>(values[i..]) * factor).CopyTo(values[i..]);
        }

        if (i < values.Length)
        {
            Span<float> rest = stackalloc float[Lanes];
            rest.Clear();
            values[i..].CopyTo(rest);
            Exp(Vector256.Create<float>(rest) * factor).CopyTo(rest);
            rest[..(values.Length - i)].CopyTo(values[i..]);
        }
    }

    /// <summary>Adds a multiple of a vector of single precision to sums of double precision.</summary>
    /// <param name="factor">The factor.</param>
    /// <param name="values">The vector.</param>
    /// <param name="sums">The sums, as many.</param>
    internal static void Axpy(double factor, ReadOnlySpan<float> values, Span<double> sums)
    {
        var factors = Vector256.Create(factor);
        int i = 0;
        for (; i <= sums.Length - Doubles; i += Doubles)
        {
            Vector256.FusedMultiplyAdd(factors, Widen(values[i..]), Vector256.Create<double>(sums[i..])).CopyTo(sums[i..]);
        }

        for (; i < sums.Length; i++)
        {
            sums[i] = Math.FusedMultiplyAdd(factor, values[i], sums[i]);
        }
    }

    /// <summary>Computes the sum of products of a vector of double and one of single precision.</summary>
    /// <param name="factors">The first vector.</param>
    /// <param name="values">The second vector, at least as long.</param>
    internal static double Dot(ReadOnlySpan<double> factors, ReadOnlySpan<float> values)
    {
        Vector256<double> even = Vector256<double>.Zero, odd = even;
        int i = 0;
        for (; i <= factors.Length - (2 * Doubles); i += 2 * Doubles)
        {
            even = Vector256.FusedMultiplyAdd(Vector256.Create(factors[i..]), Widen(values[i..]), even);
            odd = Vector256.FusedMultiplyAdd(Vector256.Create(factors[(i + Doubles)..]), Widen(values[(i + Doubles)..]), odd);
        }

        even += odd;
        double sum = even[0] + even[1] + (even[2] + even[3]);
        for (; i < factors.Length; i++)
        {
            sum = Math.FusedMultiplyAdd(factors[i], values[i], sum);
        }

        return sum;
    }

    /// <summary>Splits off the power of two and sums Taylor's series of the rest, which is at most half the logarithm of 2 in size: its next term is below 1e-8.</summary>
    private static Vector256<float> Exp(Vector256<float> power)
    {
        Vector256<float> clamped = Vector256.Max(power, Vector256.Create(LeastPower));
        Vector256<float> twos = Vector256.Floor((clamped * Log2E) + Vector256.Create(0.5f));
        Vector256<float> rest = Vector256.FusedMultiplyAdd(twos, Vector256.Create(-Ln2High), clamped);
        rest = Vector256.FusedMultiplyAdd(twos, Vector256.Create(-Ln2Low), rest);
        var sum = Vector256.Create(1f / 5040);
        sum = Vector256.FusedMultiplyAdd(sum, rest, Vector256.Create(1f / 720));
        sum = Vector256.FusedMultiplyAdd(sum, rest, Vector256.Create(1f / 120));
        sum = Vector256.FusedMultiplyAdd(sum, rest, Vector256.Create(1f / 24));
        sum = Vector256.FusedMultiplyAdd(sum, rest, Vector256.Create(1f / 6));
        sum = Vector256.FusedMultiplyAdd(sum, rest, Vector256.Create(0.5f));
        sum = Vector256.FusedMultiplyAdd(sum, rest, Vector256.Create(1f));
        sum = Vector256.FusedMultiplyAdd(sum, rest, Vector256.Create(1f));
        Vector256<float> scale = Vector256.ShiftLeft(Vector256.ConvertToInt32(twos) + Vector256.Create(127), 23).AsSingle();
        return Vector256.ConditionalSelect(Vector256.LessThan(power, Vector256.Create(LeastPower)), Vector256<float>.Zero, sum * scale);
    }

    private static Vector256<double> Widen(ReadOnlySpan<float> values)
    {
        Vector128<float> four = Vector128.Create(values);
        return Vector256.Create(Vector128.WidenLower(four), Vector128.WidenUpper(four));
    }
}
