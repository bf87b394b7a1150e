using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Modelyard.Numerics.Vectors;

namespace Modelyard.Numerics;

/// <content>Kernels with exponentials.</content>
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
        double greatest = Max(x);
        foreach (ref double element in x)
        {
            element -= greatest;
        }

        ExpInPlace(x);
        double sum = Sum(x);
        foreach (ref double element in x)
        {
            element /= sum;
        }

        return greatest + Math.Log(sum);
    }
}
