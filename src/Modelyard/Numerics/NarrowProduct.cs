using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Modelyard.Numerics;

/// <summary>Multiplies by a right factor of few columns: classes.</summary>
/// <remarks>
/// <c>c[r, j] += Σ a[r, k] b[k, j]</c>, the sum over k in ascending order with every product fused into it, so an element is the same bits whether its row comes alone
/// or with others. Nothing is packed: each packed element would be used for a few columns only.
/// The right factor's rows are padded to whole vectors of four. The kernels are compiled whole at once: a batch of labels is done before the tiers get there (cnb_mnist).
/// </remarks>
internal static unsafe class NarrowProduct
{
    internal const int Lanes = 4;

    private const int Rows = 4;

    /// <summary>Rounds a number of columns up to whole vectors.</summary>
    internal static int Pad(int columns) => (columns + Lanes - 1) / Lanes * Lanes;

    /// <summary>Adds a product.</summary>
    /// <param name="a">The left factor.</param>
    /// <param name="rowStep">The distance between neighbouring rows of the left factor.</param>
    /// <param name="depthStep">The distance between its neighbouring columns.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="depth">The number of products in a sum.</param>
    /// <param name="b">The right factor, depth x width.</param>
    /// <param name="c">The sums, rows x width.</param>
    /// <param name="width">The padded number of columns.</param>
    internal static void Add(double* a, nint rowStep, nint depthStep, int rows, int depth, double* b, double* c, int width)
    {
        int column = 0;
        for (; column <= width - (3 * Lanes); column += 3 * Lanes)
        {
            int row = 0;
            for (; row <= rows - Rows; row += Rows)
            {
                FourByThree(a + (row * rowStep), rowStep, depthStep, depth, b + column, c + ((nint)row * width) + column, width);
            }

            for (; row < rows; row++)
            {
                OneByThree(a + (row * rowStep), depthStep, depth, b + column, c + ((nint)row * width) + column, width);
            }
        }

        for (; column < width; column += Lanes)
        {
            int row = 0;
            for (; row <= rows - Rows; row += Rows)
            {
                FourByOne(a + (row * rowStep), rowStep, depthStep, depth, b + column, c + ((nint)row * width) + column, width);
            }

            for (; row < rows; row++)
            {
                OneByOne(a + (row * rowStep), depthStep, depth, b + column, c + ((nint)row * width) + column, width);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourByThree(double* a, nint rowStep, nint depthStep, int depth, double* b, double* c, int width)
    {
        double* a1 = a + rowStep, a2 = a1 + rowStep, a3 = a2 + rowStep;
        double* c1 = c + width, c2 = c1 + width, c3 = c2 + width;
        Vector256<double> s00 = Load(c), s01 = Load(c + 4), s02 = Load(c + 8);
        Vector256<double> s10 = Load(c1), s11 = Load(c1 + 4), s12 = Load(c1 + 8);
        Vector256<double> s20 = Load(c2), s21 = Load(c2 + 4), s22 = Load(c2 + 8);
        Vector256<double> s30 = Load(c3), s31 = Load(c3 + 4), s32 = Load(c3 + 8);
        nint at = 0;
        for (int k = 0; k < depth; k++, at += depthStep, b += width)
        {
            Vector256<double> b0 = Load(b), b1 = Load(b + 4), b2 = Load(b + 8);
            var x = Vector256.Create(a[at]);
            s00 = Fuse(x, b0, s00);
            s01 = Fuse(x, b1, s01);
            s02 = Fuse(x, b2, s02);
            x = Vector256.Create(a1[at]);
            s10 = Fuse(x, b0, s10);
            s11 = Fuse(x, b1, s11);
            s12 = Fuse(x, b2, s12);
            x = Vector256.Create(a2[at]);
            s20 = Fuse(x, b0, s20);
            s21 = Fuse(x, b1, s21);
            s22 = Fuse(x, b2, s22);
            x = Vector256.Create(a3[at]);
            s30 = Fuse(x, b0, s30);
            s31 = Fuse(x, b1, s31);
            s32 = Fuse(x, b2, s32);
        }

        Store(c, s00, s01, s02);
        Store(c1, s10, s11, s12);
        Store(c2, s20, s21, s22);
        Store(c3, s30, s31, s32);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneByThree(double* a, nint depthStep, int depth, double* b, double* c, int width)
    {
        Vector256<double> s0 = Load(c), s1 = Load(c + 4), s2 = Load(c + 8);
        nint at = 0;
        for (int k = 0; k < depth; k++, at += depthStep, b += width)
        {
            var x = Vector256.Create(a[at]);
            s0 = Fuse(x, Load(b), s0);
            s1 = Fuse(x, Load(b + 4), s1);
            s2 = Fuse(x, Load(b + 8), s2);
        }

        Store(c, s0, s1, s2);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourByOne(double* a, nint rowStep, nint depthStep, int depth, double* b, double* c, int width)
    {
        double* a1 = a + rowStep, a2 = a1 + rowStep, a3 = a2 + rowStep;
        Vector256<double> s0 = Load(c), s1 = Load(c + width), s2 = Load(c + (2 * width)), s3 = Load(c + (3 * width));
        nint at = 0;
        for (int k = 0; k < depth; k++, at += depthStep, b += width)
        {
            Vector256<double> right = Load(b);
            s0 = Fuse(Vector256.Create(a[at]), right, s0);
            s1 = Fuse(Vector256.Create(a1[at]), right, s1);
            s2 = Fuse(Vector256.Create(a2[at]), right, s2);
            s3 = Fuse(Vector256.Create(a3[at]), right, s3);
        }

        s0.Store(c);
        s1.Store(c + width);
        s2.Store(c + (2 * width));
        s3.Store(c + (3 * width));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneByOne(double* a, nint depthStep, int depth, double* b, double* c, int width)
    {
        Vector256<double> sum = Load(c);
        nint at = 0;
        for (int k = 0; k < depth; k++, at += depthStep, b += width)
        {
            sum = Fuse(Vector256.Create(a[at]), Load(b), sum);
        }

        sum.Store(c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Load(double* from) => Vector256.Load(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Fuse(Vector256<double> x, Vector256<double> y, Vector256<double> sum) => Vector256.FusedMultiplyAdd(x, y, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(double* to, Vector256<double> first, Vector256<double> second, Vector256<double> third)
    {
        first.Store(to);
        second.Store(to + 4);
        third.Store(to + 8);
    }
}
