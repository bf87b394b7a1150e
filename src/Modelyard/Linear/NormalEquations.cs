using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents the normal equations of least squares, factored with every feature scaled to size 1.</summary>
internal sealed class NormalEquations
{
    // Pivots of the scaled matrix: above the first the solution has all the digits one can ask for,
    // below the second it has none that refinement could build on.
    private const double WellConditioned = 1e-4;
    private const double Singular = 1e-13;
    private const double SingularWithoutRows = 1e-10;

    private readonly Cholesky _factor;
    private readonly double[] _scales;

    private NormalEquations(Cholesky factor, double[] scales, double leastPivot)
    {
        _factor = factor;
        _scales = scales;
        IsWellConditioned = leastPivot >= WellConditioned;
    }

    /// <summary>Gets a value indicating whether a solution needs no refinement.</summary>
    internal bool IsWellConditioned { get; }

    /// <summary>Factors the equations.</summary>
    /// <param name="products">The products of the features, which are written over.</param>
    /// <param name="penalty">The weight of the penalty.</param>
    /// <param name="hasRows">Whether there are rows to refine a solution from.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <returns>The factored equations; null if the features depend on one another, or nearly so and there are no rows.</returns>
    internal static NormalEquations? Of(Matrix products, double penalty, bool hasRows, int degree)
    {
        double[] scales = new double[products.Rows];
        for (int i = 0; i < scales.Length; i++)
        {
            double square = products[i, i] + penalty;
            scales[i] = square > 0 ? 1 / Math.Sqrt(square) : 0;
            products[i, i] = square;
        }

        for (int i = 0; i < scales.Length; i++)
        {
            Span<double> row = products.Row(i);
            VectorKernels.Scale(scales[i], row);
            VectorKernels.Multiply(scales, row);
            if (scales[i] == 0)
            {
                // A feature that is constant takes no part.
                row[i] = 1;
            }
        }

        if (!Cholesky.TryOf(products, out Cholesky? factor, degree))
        {
            return null;
        }

        double least = 1;
        for (int i = 0; i < scales.Length; i++)
        {
            least = Math.Min(least, factor.Upper[i, i] * factor.Upper[i, i]);
        }

        return least < (hasRows ? Singular : SingularWithoutRows) ? null : new NormalEquations(factor, scales, least);
    }

    /// <summary>Solves the equations in place.</summary>
    /// <param name="rightSide">The products of the features and the target; receives the coefficients.</param>
    /// <returns>The length of the coefficients where all features have size 1 and so weigh alike.</returns>
    internal double Solve(Span<double> rightSide)
    {
        VectorKernels.Multiply(_scales, rightSide);
        _factor.Solve(rightSide);
        double length = VectorKernels.Norm(rightSide);
        VectorKernels.Multiply(_scales, rightSide);
        return length;
    }
}
