using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Modelyard.Numerics.Products;

/// <summary>Computes a tile of 8 x 16: sixteen sums, two columns and one factor of the thirty-two registers of AVX-512.</summary>
internal readonly unsafe struct MicroKernel512 : IMicroKernel
{
    /// <inheritdoc/>
    public static int Rows => 8;

    /// <inheritdoc/>
    public static int Columns => 16;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int depth, double* a, nint rowStep, nint depthStep, double* b, double* c, nint stride, double alpha, double beta)
    {
        Vector512<double> c00 = default, c01 = default;
        Vector512<double> c10 = default, c11 = default;
        Vector512<double> c20 = default, c21 = default;
        Vector512<double> c30 = default, c31 = default;
        Vector512<double> c40 = default, c41 = default;
        Vector512<double> c50 = default, c51 = default;
        Vector512<double> c60 = default, c61 = default;
        Vector512<double> c70 = default, c71 = default;
        nint row2 = 2 * rowStep;
        nint row3 = 3 * rowStep;
        nint row4 = 4 * rowStep;
        nint row5 = 5 * rowStep;
        nint row6 = 6 * rowStep;
        nint row7 = 7 * rowStep;
        if (Sse.IsSupported)
        {
            for (int row = 0; row < 8; row++)
            {
                Fetch(c + (row * stride));
            }
        }

        for (int k = 0; k < depth; k++)
        {
            Vector512<double> b0 = Vector512.Load(b);
            Vector512<double> b1 = Vector512.Load(b + 8);
            Vector512<double> factor = Vector512.Create(*a);
            c00 = Vector512.FusedMultiplyAdd(factor, b0, c00);
            c01 = Vector512.FusedMultiplyAdd(factor, b1, c01);
            factor = Vector512.Create(a[rowStep]);
            c10 = Vector512.FusedMultiplyAdd(factor, b0, c10);
            c11 = Vector512.FusedMultiplyAdd(factor, b1, c11);
            factor = Vector512.Create(a[row2]);
            c20 = Vector512.FusedMultiplyAdd(factor, b0, c20);
            c21 = Vector512.FusedMultiplyAdd(factor, b1, c21);
            factor = Vector512.Create(a[row3]);
            c30 = Vector512.FusedMultiplyAdd(factor, b0, c30);
            c31 = Vector512.FusedMultiplyAdd(factor, b1, c31);
            factor = Vector512.Create(a[row4]);
            c40 = Vector512.FusedMultiplyAdd(factor, b0, c40);
            c41 = Vector512.FusedMultiplyAdd(factor, b1, c41);
            factor = Vector512.Create(a[row5]);
            c50 = Vector512.FusedMultiplyAdd(factor, b0, c50);
            c51 = Vector512.FusedMultiplyAdd(factor, b1, c51);
            factor = Vector512.Create(a[row6]);
            c60 = Vector512.FusedMultiplyAdd(factor, b0, c60);
            c61 = Vector512.FusedMultiplyAdd(factor, b1, c61);
            factor = Vector512.Create(a[row7]);
            c70 = Vector512.FusedMultiplyAdd(factor, b0, c70);
            c71 = Vector512.FusedMultiplyAdd(factor, b1, c71);
            a += depthStep;
            b += 16;
        }

        Vector512<double> scale = Vector512.Create(alpha), keep = Vector512.Create(beta);
        Store(c, c00, c01, scale, keep);
        Store(c + stride, c10, c11, scale, keep);
        Store(c + (2 * stride), c20, c21, scale, keep);
        Store(c + (3 * stride), c30, c31, scale, keep);
        Store(c + (4 * stride), c40, c41, scale, keep);
        Store(c + (5 * stride), c50, c51, scale, keep);
        Store(c + (6 * stride), c60, c61, scale, keep);
        Store(c + (7 * stride), c70, c71, scale, keep);
    }

    /// <summary>Calls a row of the tile from memory, as <see cref="MicroKernel256"/> does: two lines, or three where the row begins within one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch(double* row)
    {
        Sse.Prefetch0(row);
        Sse.Prefetch0(row + 8);
        Sse.Prefetch0(row + 15);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(double* c, Vector512<double> s0, Vector512<double> s1, Vector512<double> alpha, Vector512<double> beta)
    {
        if (beta == Vector512<double>.Zero)
        {
            Vector512.Store(Vector512.FusedMultiplyAdd(alpha, s0, Vector512<double>.Zero), c);
            Vector512.Store(Vector512.FusedMultiplyAdd(alpha, s1, Vector512<double>.Zero), c + 8);
            return;
        }

        Vector512.Store(Vector512.FusedMultiplyAdd(alpha, s0, beta * Vector512.Load(c)), c);
        Vector512.Store(Vector512.FusedMultiplyAdd(alpha, s1, beta * Vector512.Load(c + 8)), c + 8);
    }
}
