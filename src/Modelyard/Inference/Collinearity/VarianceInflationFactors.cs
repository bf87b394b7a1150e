using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Inference;

/// <summary>Computes variance inflation factors of all columns and terms of a design at once.</summary>
/// <remarks>
/// The factor of a column is its element on the diagonal of the inverse Gram matrix times its sum of squares, so that one factorisation gives all of them.
/// Sources: Marquardt (1970), Technometrics 12(3); Fox and Monette (1992), Generalized Collinearity Diagnostics, JASA 87(417).
/// </remarks>
public static class VarianceInflationFactors
{
    /// <summary>Computes the factor of each column.</summary>
    /// <param name="design">The design; with an intercept each column is regressed on it too, and the intercept's own factor is about 0.</param>
    /// <param name="context">What surrounds the work; null for the usual.</param>
    /// <returns>One factor a column, in their order.</returns>
    /// <exception cref="ModelyardException">Columns are perfectly collinear: their factors are infinite.</exception>
    public static double[] OfColumns(DesignMatrix design, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(design);
        return OfColumns(Factor(design, context), design);
    }

    /// <summary>Computes the factor of each term; of a category one for all its columns.</summary>
    /// <param name="design">The design.</param>
    /// <param name="context">What surrounds the work; null for the usual.</param>
    /// <returns>One factor a term, in their order, without the intercept.</returns>
    /// <exception cref="ModelyardException">Columns are perfectly collinear: their factors are infinite.</exception>
    public static IReadOnlyList<VarianceInflation> OfTerms(DesignMatrix design, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(design);
        DesignFactor factor = Factor(design, context);
        double[] columns = OfColumns(factor, design);
        return [.. design.Terms.Where(term => !design.HasIntercept || term.First > 0).Select(term =>
        {
            double value = term.Count == 1 ? columns[term.First] : Generalized(factor, design, term);
            return new VarianceInflation(term.Name, term.Count, value, Math.Pow(value, 0.5 / term.Count));
        })];
    }

    /// <summary>Draws the factors of terms, the greatest first; a term of several columns with the square of its scaled factor, which compares with the others.</summary>
    /// <param name="terms">The factors.</param>
    /// <returns>A new chart.</returns>
    public static BarChart ToChart(IReadOnlyList<VarianceInflation> terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return new BarChart
        {
            Title = "Variance inflation factors",
            Description = "How many times as much a coefficient varies as it would alone; beyond 5 or 10 it shares too much.",
            Axis = new Axis { Label = "factor, scaled to one column" },
            ValueText = SummaryNumber.Text,
            Items = [.. terms.OrderByDescending(term => term.Scaled).Select(term => new BarItem(term.Name, term.Scaled * term.Scaled, IsHighlighted: term.Scaled * term.Scaled > CollinearityAdvice.HighFactor))],
        };
    }

    private static DesignFactor Factor(DesignMatrix design, FitContext? context)
    {
        if (design.RowCount <= design.Columns.Count)
        {
            throw new ModelyardException($"There are '{design.RowCount}' rows and '{design.Columns.Count}' columns; there must be more rows than columns.");
        }

        context ??= FitContext.Default;
        return context.WithinTime(() => DesignFactor.Of(design, new double[design.RowCount], null, context));
    }

    private static double[] OfColumns(DesignFactor factor, DesignMatrix design)
    {
        Matrix triangle = factor.Triangle();
        double[] factors = new double[design.Columns.Count];
        for (int j = 0; j < factors.Length; j++)
        {
            // About the mean where there is an intercept: the first row of the triangle is what a column shares with it. The intercept's own is about 0.
            double squares = 0;
            for (int i = design.HasIntercept && j > 0 ? 1 : 0; i <= j; i++)
            {
                squares += triangle[i, j] * triangle[i, j];
            }

            factors[j] = squares * VectorKernels.SumOfSquares(factor.Transform.Row(j));
        }

        return factors;
    }

    /// <summary>Computes <c>det(R₁) det(R₂) / det(R)</c> of the correlations of the term's columns, of the others and of all: the same as the determinants of the term's block of the Gram matrix and of its inverse.</summary>
    private static double Generalized(DesignFactor factor, DesignMatrix design, DesignTerm term)
    {
        int start = design.HasIntercept ? 1 : 0;
        Matrix triangle = factor.Triangle(), inverse = new(term.Count, factor.Transform.Columns), own = new(factor.Transform.Rows - start, term.Count);
        for (int i = 0; i < term.Count; i++)
        {
            factor.Transform.Row(term.First + i).CopyTo(inverse.Row(i));
            for (int row = start; row < triangle.Rows; row++)
            {
                own[row - start, i] = triangle[row, term.First + i];
            }
        }

        return Math.Exp(LogDeterminant(own) + LogDeterminant(inverse.Transpose()));
    }

    /// <summary>Computes the logarithm of the determinant of <c>AᵀA</c>.</summary>
    private static double LogDeterminant(Matrix matrix)
    {
        Matrix upper = QR.Of(matrix).R;
        double sum = 0;
        for (int i = 0; i < upper.Rows; i++)
        {
            sum += 2 * Math.Log(Math.Abs(upper[i, i]));
        }

        return sum;
    }
}
