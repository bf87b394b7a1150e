using System.Runtime.Intrinsics;

namespace Modelyard.Numerics.Factorization;

/// <summary>Multiplies a symmetric matrix, of which the upper triangle is stored, by a vector; each element is read once.</summary>
internal static unsafe class SymmetricProduct
{
    /// <summary>Computes <c>y = A x</c> for the trailing part of a matrix.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="start">The first row and column of the part.</param>
    /// <param name="x">The vector, as long as the part.</param>
    /// <param name="y">Receives the product.</param>
    public static void Multiply(Matrix matrix, int start, ReadOnlySpan<double> x, Span<double> y)
    {
        int size = matrix.Rows - start;
        y.Clear();
        fixed (double* elements = matrix.Storage(), from = x, to = y)
        {
            double* corner = elements + ((nint)start * matrix.Stride) + start;
            int i = 0;
            for (; i + 4 <= size; i += 4)
            {
                FourRows(corner + ((nint)i * matrix.Stride), matrix.Stride, from, to, i, size);
            }

            for (; i < size; i++)
            {
                double* row = corner + ((nint)i * matrix.Stride);
                double sum = row[i] * from[i];
                for (int j = i + 1; j < size; j++)
                {
                    sum = Math.FusedMultiplyAdd(row[j], from[j], sum);
                    to[j] = Math.FusedMultiplyAdd(row[j], from[i], to[j]);
                }

                to[i] += sum;
            }
        }
    }

    private static void FourRows(double* rows, int stride, double* x, double* y, int first, int size)
    {
        double* r0 = rows;
        double* r1 = r0 + stride;
        double* r2 = r1 + stride;
        double* r3 = r2 + stride;
        double* sums = stackalloc double[4];
        new Span<double>(sums, 4).Clear();
        for (int i = 0; i < 4; i++)
        {
            double* row = rows + ((nint)i * stride);
            sums[i] += row[first + i] * x[first + i];
            for (int j = i + 1; j < 4; j++)
            {
                sums[i] += row[first + j] * x[first + j];
                sums[j] += row[first + j] * x[first + i];
            }
        }

        Vector256<double> x0 = Vector256.Create(x[first]), x1 = Vector256.Create(x[first + 1]), x2 = Vector256.Create(x[first + 2]), x3 = Vector256.Create(x[first + 3]);
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
        int at = first + 4;
        for (; at + 4 <= size; at += 4)
        {
            Vector256<double> a0 = Vector256.Load(r0 + at), a1 = Vector256.Load(r1 + at), a2 = Vector256.Load(r2 + at), a3 = Vector256.Load(r3 + at);
            Vector256<double> v = Vector256.Load(x + at), sum = Vector256.Load(y + at);
            s0 = Vector256.FusedMultiplyAdd(a0, v, s0);
            s1 = Vector256.FusedMultiplyAdd(a1, v, s1);
            s2 = Vector256.FusedMultiplyAdd(a2, v, s2);
            s3 = Vector256.FusedMultiplyAdd(a3, v, s3);
            Vector256<double> pair = Vector256.FusedMultiplyAdd(a1, x1, a0 * x0);
            Vector256<double> other = Vector256.FusedMultiplyAdd(a3, x3, a2 * x2);
            Vector256.Store(sum + (pair + other), y + at);
        }

        for (; at < size; at++)
        {
            sums[0] = Math.FusedMultiplyAdd(r0[at], x[at], sums[0]);
            sums[1] = Math.FusedMultiplyAdd(r1[at], x[at], sums[1]);
            sums[2] = Math.FusedMultiplyAdd(r2[at], x[at], sums[2]);
            sums[3] = Math.FusedMultiplyAdd(r3[at], x[at], sums[3]);
            double pair = Math.FusedMultiplyAdd(r1[at], x[first + 1], r0[at] * x[first]);
            double other = Math.FusedMultiplyAdd(r3[at], x[first + 3], r2[at] * x[first + 2]);
            y[at] += pair + other;
        }

        y[first] += sums[0] + Fold(s0);
        y[first + 1] += sums[1] + Fold(s1);
        y[first + 2] += sums[2] + Fold(s2);
        y[first + 3] += sums[3] + Fold(s3);
    }

    private static double Fold(Vector256<double> sum)
    {
        Vector128<double> pair = sum.GetLower() + sum.GetUpper();
        return pair.ToScalar() + pair.GetElement(1);
    }
}
