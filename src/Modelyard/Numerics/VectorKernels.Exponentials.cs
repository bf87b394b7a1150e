using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Modelyard.Numerics.Vectors;

namespace Modelyard.Numerics;

/// <content>Kernels with exponentials and logarithms.</content>
public static partial class VectorKernels
{
    /// <summary>Replaces each element by its exponential, to within 2 units in the last place.</summary>
    /// <param name="x">The vector that changes.</param>
    public static void ExpInPlace(Span<double> x)
    {
        ref double at = ref MemoryMarshal.GetReference(x);
        int i = 0;
        if (Simd.Level == SimdLevel.Vector512)
        {
            for (; i <= x.Length - 8; i += 8)
            {
                Exponential.Of(Vector512.LoadUnsafe(ref at, (nuint)i)).StoreUnsafe(ref at, (nuint)i);
            }
        }

        if (Simd.Level != SimdLevel.Scalar)
        {
            for (; i <= x.Length - 4; i += 4)
            {
                Exponential.Of(Vector256.LoadUnsafe(ref at, (nuint)i)).StoreUnsafe(ref at, (nuint)i);
            }
        }

        for (; i < x.Length; i++)
        {
            x[i] = Exponential.Of(x[i]);
        }
    }

    /// <summary>Replaces each element by its natural logarithm, to within 2 units in the last place.</summary>
    /// <param name="x">The vector that changes.</param>
    public static void LogInPlace(Span<double> x)
    {
        ref double at = ref MemoryMarshal.GetReference(x);
        int i = 0;
        for (; i <= x.Length - 4; i += 4)
        {
            Vector256.Log(Vector256.LoadUnsafe(ref at, (nuint)i)).StoreUnsafe(ref at, (nuint)i);
        }

        // The last ones are computed as the others are, so that an element does not depend on where it stands.
        for (; i < x.Length; i++)
        {
            x[i] = Vector256.Log(Vector256.Create(x[i])).ToScalar();
        }
    }

    /// <summary>Computes the logarithm of the sum of the exponentials without overflow.</summary>
    /// <param name="x">The vector, at least one element.</param>
    /// <returns>The logarithm of the sum.</returns>
    /// <exception cref="ArgumentException">The vector is empty.</exception>
    public static double LogSumExp(ReadOnlySpan<double> x)
    {
        double greatest = Max(x);
        if (!double.IsFinite(greatest))
        {
            return greatest;
        }

        double sum = 0;
        foreach (double element in x)
        {
            sum += Exponential.Of(element - greatest);
        }

        return greatest + Math.Log(sum);
    }

    /// <summary>Replaces the elements by their exponentials over the sum of these, without overflow.</summary>
    /// <param name="x">The vector that changes, at least one element.</param>
    /// <returns>The logarithm of the sum of the exponentials of what the vector held.</returns>
    /// <exception cref="ArgumentException">The vector is empty.</exception>
    public static double SoftmaxInPlace(Span<double> x)
    {
        double sum = Softmax(x, out double greatest);
        return greatest + Math.Log(sum);
    }

    /// <summary>Replaces the elements by their exponentials over the sum of these.</summary>
    /// <param name="x">The vector that changes, at least one element.</param>
    /// <param name="greatest">Receives the greatest element.</param>
    /// <returns>The sum of the exponentials of the elements less the greatest.</returns>
    internal static double Softmax(Span<double> x, out double greatest)
    {
        greatest = Max(x);
        ref double at = ref MemoryMarshal.GetReference(x);
        int whole = Simd.Level == SimdLevel.Scalar ? 0 : x.Length & ~3;
        for (int i = 0; i < whole; i += 4)
        {
            (Vector256.LoadUnsafe(ref at, (nuint)i) - Vector256.Create(greatest)).StoreUnsafe(ref at, (nuint)i);
        }

        for (int i = whole; i < x.Length; i++)
        {
            x[i] -= greatest;
        }

        ExpInPlace(x);
        double sum = Sum(x);
        for (int i = 0; i < whole; i += 4)
        {
            (Vector256.LoadUnsafe(ref at, (nuint)i) / Vector256.Create(sum)).StoreUnsafe(ref at, (nuint)i);
        }

        for (int i = whole; i < x.Length; i++)
        {
            x[i] /= sum;
        }

        return sum;
    }
}
