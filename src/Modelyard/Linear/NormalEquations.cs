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

    private readonly ScaledCholesky _factor;

    private NormalEquations(ScaledCholesky factor, double leastPivot)
    {
        _factor = factor;
        IsWellConditioned = leastPivot >= WellConditioned;
    }

    /// <summary>Gets a value indicating whether a solution needs no refinement.</summary>
    internal bool IsWellConditioned { get; }

    /// <summary>Factors the equations; a feature that is constant takes no part.</summary>
    /// <param name="products">The products of the features, which are written over.</param>
    /// <param name="penalty">The weight of the penalty.</param>
    /// <param name="hasRows">Whether there are rows to refine a solution from.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <returns>The factored equations; null if the features depend on one another, or nearly so and there are no rows.</returns>
    internal static NormalEquations? Of(Matrix products, double penalty, bool hasRows, int degree)
    {
        for (int i = 0; i < products.Rows; i++)
        {
            products[i, i] += penalty;
        }

        if (!ScaledCholesky.TryOf(products, out ScaledCholesky? factor, degree))
        {
            return null;
        }

        double least = factor.LeastPivot;
        return least < (hasRows ? Singular : SingularWithoutRows) ? null : new NormalEquations(factor, least);
    }

    /// <summary>Solves the equations in place.</summary>
    /// <param name="rightSide">The products of the features and the target; receives the coefficients.</param>
    /// <returns>The length of the coefficients where all features have size 1 and so weigh alike.</returns>
    internal double Solve(Span<double> rightSide) => _factor.Solve(rightSide);
}
