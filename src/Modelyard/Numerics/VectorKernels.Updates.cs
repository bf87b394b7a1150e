using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Modelyard.Numerics;

/// <content>Kernels that change a vector in place.</content>
public static partial class VectorKernels
{
    /// <summary>Adds a multiple of one vector to another: <c>y += a x</c>.</summary>
    /// <param name="a">The factor.</param>
    /// <param name="x">The vector to add.</param>
    /// <param name="y">The vector that changes, as long as the other.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Axpy(double a, ReadOnlySpan<double> x, Span<double> y)
    {
        RequireSameLength(x.Length, y.Length);
        ref double from = ref MemoryMarshal.GetReference(x);
        ref double to = ref MemoryMarshal.GetReference(y);
        int i = 0;
        if (Simd.Level == SimdLevel.Vector512)
        {
            Vector512<double> factor = Vector512.Create(a);
            for (; i <= x.Length - 8; i += 8)
            {
                Vector512.FusedMultiplyAdd(factor, Vector512.LoadUnsafe(ref from, (nuint)i), Vector512.LoadUnsafe(ref to, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
            }
        }

        if (Simd.Level != SimdLevel.Scalar)
        {
            Vector256<double> factor = Vector256.Create(a);
            for (; i <= x.Length - 4; i += 4)
            {
                Vector256.FusedMultiplyAdd(factor, Vector256.LoadUnsafe(ref from, (nuint)i), Vector256.LoadUnsafe(ref to, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
            }
        }

        for (; i < x.Length; i++)
        {
            y[i] = Math.FusedMultiplyAdd(a, x[i], y[i]);
        }
    }

    /// <summary>Multiplies a vector by a number: <c>x *= a</c>.</summary>
    /// <param name="a">The factor.</param>
    /// <param name="x">The vector that changes.</param>
    public static void Scale(double a, Span<double> x)
    {
        ref double at = ref MemoryMarshal.GetReference(x);
        int i = 0;
        if (Simd.Level == SimdLevel.Vector512)
        {
            for (; i <= x.Length - 8; i += 8)
            {
                (Vector512.LoadUnsafe(ref at, (nuint)i) * a).StoreUnsafe(ref at, (nuint)i);
            }
        }

        if (Simd.Level != SimdLevel.Scalar)
        {
            for (; i <= x.Length - 4; i += 4)
            {
                (Vector256.LoadUnsafe(ref at, (nuint)i) * a).StoreUnsafe(ref at, (nuint)i);
            }
        }

        for (; i < x.Length; i++)
        {
            x[i] *= a;
        }
    }

    /// <summary>Multiplies a vector by another, element by element: <c>y *= x</c>.</summary>
    /// <param name="x">The factors.</param>
    /// <param name="y">The vector that changes, as long as the other.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Multiply(ReadOnlySpan<double> x, Span<double> y)
    {
        RequireSameLength(x.Length, y.Length);
        ref double from = ref MemoryMarshal.GetReference(x);
        ref double to = ref MemoryMarshal.GetReference(y);
        int i = 0;
        if (Simd.Level != SimdLevel.Scalar)
        {
            for (; i <= x.Length - 4; i += 4)
            {
                (Vector256.LoadUnsafe(ref from, (nuint)i) * Vector256.LoadUnsafe(ref to, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
            }
        }

        for (; i < x.Length; i++)
        {
            y[i] *= x[i];
        }
    }
}
