using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Modelyard.Numerics;

/// <content>Kernels that find the greatest element.</content>
public static partial class VectorKernels
{
    /// <summary>Finds the greatest element.</summary>
    /// <param name="x">The vector, at least one element.</param>
    /// <returns>The greatest element, or NaN if one is NaN.</returns>
    /// <exception cref="ArgumentException">The vector is empty.</exception>
    public static double Max(ReadOnlySpan<double> x)
    {
        RequireElements(x);
        double greatest = x[0];
        int i = 1;
        if (Simd.Level != SimdLevel.Scalar && x.Length >= 8)
        {
            ref double at = ref MemoryMarshal.GetReference(x);
            var most = Vector256.LoadUnsafe(ref at);
            for (i = 4; i <= x.Length - 4; i += 4)
            {
                most = Vector256.Max(most, Vector256.LoadUnsafe(ref at, (nuint)i));
            }

            greatest = Math.Max(Math.Max(most[0], most[1]), Math.Max(most[2], most[3]));
        }

        for (; i < x.Length; i++)
        {
            greatest = Math.Max(greatest, x[i]);
        }

        return greatest;
    }

    /// <summary>Finds the index of the greatest element.</summary>
    /// <param name="x">The vector, at least one element.</param>
    /// <returns>The zero-based index; the first of equal ones. NaN is taken only if all are NaN.</returns>
    /// <exception cref="ArgumentException">The vector is empty.</exception>
    public static int ArgMax(ReadOnlySpan<double> x)
    {
        RequireElements(x);
        int best = 0;
        for (int i = 1; i < x.Length; i++)
        {
            if (x[i] > x[best] || (double.IsNaN(x[best]) && !double.IsNaN(x[i])))
            {
                best = i;
            }
        }

        return best;
    }

    private static void RequireElements(ReadOnlySpan<double> x)
    {
        if (x.IsEmpty)
        {
            throw new ArgumentException("The vector is empty and must have at least one element.", nameof(x));
        }
    }
}
