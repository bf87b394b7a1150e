using System.Diagnostics.CodeAnalysis;

namespace Modelyard.Numerics;

/// <summary>Represents the Cholesky factor of a symmetric positive definite matrix that was scaled to a diagonal of ones first.</summary>
/// <remarks>
/// What is added to the diagonal, and what a small pivot means, then does not depend on the units of the unknowns, which may be many powers of ten apart.
/// Source: van der Sluis (1969), Condition Numbers and Equilibration of Matrices, Numerische Mathematik 14: no other diagonal scaling is much better.
/// </remarks>
internal sealed class ScaledCholesky
{
    private const double FirstRaise = 10;
    private const double Raise = 100;

    private readonly Cholesky _factor;
    private readonly double[] _scales;

    private ScaledCholesky(Cholesky factor, double[] scales)
    {
        _factor = factor;
        _scales = scales;
    }

    /// <summary>Gets the least pivot of the scaled matrix: 1 where the unknowns are independent, near 0 where they hardly differ.</summary>
    public double LeastPivot
    {
        get
        {
            double least = 1;
            for (int i = 0; i < _scales.Length; i++)
            {
                least = Math.Min(least, _factor.Upper[i, i] * _factor.Upper[i, i]);
            }

            return least;
        }
    }

    /// <summary>Factorises a matrix if it is positive definite; unknowns whose diagonal element is 0 take no part.</summary>
    /// <param name="matrix">A symmetric matrix, which is written over.</param>
    /// <param name="factor">Receives the factor, or null.</param>
    /// <param name="degree">The greatest number of threads, at least 1.</param>
    /// <param name="ridge">What is added to the diagonal of ones.</param>
    public static bool TryOf(Matrix matrix, [NotNullWhen(true)] out ScaledCholesky? factor, int degree, double ridge = 0)
    {
        double[] scales = Equilibrate(matrix, ridge);
        factor = Cholesky.TryOf(matrix, out Cholesky? found, degree) ? new ScaledCholesky(found, scales) : null;
        return factor is not null;
    }

    /// <summary>Factorises a matrix that is positive definite but for rounding: the diagonal of ones is raised until it is.</summary>
    /// <param name="matrix">A symmetric matrix, which is written over.</param>
    /// <param name="ridge">What is added to the diagonal of ones at least.</param>
    /// <param name="degree">The greatest number of threads, at least 1.</param>
    /// <returns>The factor; null if the matrix holds numbers that are not finite.</returns>
    public static ScaledCholesky? Raised(Matrix matrix, double ridge, int degree)
    {
        double[] scales = Equilibrate(matrix, ridge);
        for (double added = FirstRaise * ridge; double.IsFinite(added); added *= Raise)
        {
            if (Cholesky.TryOf(matrix, out Cholesky? found, degree))
            {
                return new ScaledCholesky(found, scales);
            }

            for (int i = 0; i < scales.Length; i++)
            {
                matrix[i, i] += added;
            }
        }

        return null;
    }

    /// <summary>Solves the equations in place.</summary>
    /// <param name="rightSide">The right-hand side, which becomes the solution.</param>
    /// <returns>The length of the solution in the scaled unknowns, which all weigh alike.</returns>
    public double Solve(Span<double> rightSide)
    {
        VectorKernels.Multiply(_scales, rightSide);
        _factor.Solve(rightSide);
        double length = VectorKernels.Norm(rightSide);
        VectorKernels.Multiply(_scales, rightSide);
        return length;
    }

    private static double[] Equilibrate(Matrix matrix, double ridge)
    {
        double[] scales = new double[matrix.Rows];
        for (int i = 0; i < scales.Length; i++)
        {
            scales[i] = matrix[i, i] <= 0 ? 0 : 1 / Math.Sqrt(matrix[i, i]);
        }

        for (int i = 0; i < scales.Length; i++)
        {
            Span<double> row = matrix.Row(i);
            VectorKernels.Scale(scales[i], row);
            VectorKernels.Multiply(scales, row);
            row[i] = scales[i] == 0 ? 1 : row[i] + ridge;
        }

        return scales;
    }
}
