using System.Globalization;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Inference;

/// <summary>Advises on collinearity: which features to leave out, how much of a penalty would do, how many components; each with its effect.</summary>
/// <remarks>Source: Marquardt (1970), Generalized Inverses, Ridge Regression, Biased Linear Estimation, and Nonlinear Estimation, Technometrics 12(3).</remarks>
public static class CollinearityAdvice
{
    // Beyond this factor a coefficient has less than a tenth of the digits that it would have alone (Marquardt, 1970).
    internal const double HighFactor = 10;
    private const double KeptVariance = 0.99;

    /// <summary>Looks for remedies.</summary>
    /// <param name="design">The design, with an intercept.</param>
    /// <param name="target">The target, to say what a remedy costs in R²; null for none.</param>
    /// <returns>The remedies: features to leave out one after the other, ridge, components; none if no factor is beyond 10.</returns>
    /// <exception cref="ModelyardException">The design has no intercept, or columns are perfectly collinear.</exception>
    public static IReadOnlyList<CollinearityRemedy> Of(DesignMatrix design, double[]? target = null)
    {
        ArgumentNullException.ThrowIfNull(design);
        if (!design.HasIntercept)
        {
            throw new ModelyardException("The design has no intercept, which the advice needs.");
        }

        double worst = Greatest(design, out _);
        if (!(worst > HighFactor))
        {
            return [];
        }

        Matrix correlations = Correlations(design);
        double[] values = SymmetricEigen.Of(correlations, vectors: false).Values;
        double condition = Math.Sqrt(values[^1] / values[0]), fit = RSquared(design, target);
        return [.. Left(design, target), Ridge(design, correlations, target, worst, condition, fit), Components(design, correlations, target, worst, condition, fit)];
    }

    /// <summary>Leaves out the term of the greatest factor, until none is too great.</summary>
    private static IEnumerable<CollinearityRemedy> Left(DesignMatrix design, double[]? target)
    {
        double factor = Greatest(design, out VarianceInflation worst);
        while (factor > HighFactor && design.Terms.Count > 2)
        {
            DesignMatrix without = design.Without(worst.Name);
            double after = Greatest(without, out VarianceInflation next);
            yield return new CollinearityRemedy(
                $"leave out '{worst.Name}'",
                $"the other features tell {Share(1 - (1 / factor))} of its variance (VIF {Text(factor)})",
                factor, after, Condition(design), Condition(without), RSquared(design, target), RSquared(without, target));
            (design, factor, worst) = (without, after, next);
        }
    }

    private static CollinearityRemedy Ridge(DesignMatrix design, Matrix correlations, double[]? target, double worst, double condition, double fit)
    {
        // The least of a row of penalties that grow by a quarter, with which no factor is too great.
        double penalty = 1e-6;
        double[] factors;
        while ((factors = RidgeFactors(correlations, penalty)).Max() > HighFactor)
        {
            penalty *= 1.25;
        }

        double[] values = SymmetricEigen.Of(correlations, vectors: false).Values;
        double after = Math.Sqrt((values[^1] + penalty) / (values[0] + penalty)), rows = design.RowCount;
        return new CollinearityRemedy(
            $"ridge regression with Alpha {(penalty * rows).ToString("G3", CultureInfo.InvariantCulture)} on standardised features",
            $"a penalty of {penalty.ToString("G3", CultureInfo.InvariantCulture)} times the rows is the least that brings all factors to {HighFactor} or below",
            worst, factors.Max(), condition, after, fit, PenalizedRSquared(design, correlations, target, penalty));
    }

    private static CollinearityRemedy Components(DesignMatrix design, Matrix correlations, double[]? target, double worst, double condition, double fit)
    {
        SymmetricEigen parts = SymmetricEigen.Of(correlations);
        int kept = 0;
        for (double sum = 0; kept < parts.Values.Length && sum < KeptVariance * parts.Values.Length; kept++)
        {
            sum += parts.Values[^(kept + 1)];
        }

        double after = Math.Sqrt(parts.Values[^1] / parts.Values[^kept]);
        double left = double.NaN;
        if (target is not null)
        {
            double[] products = TargetCorrelations(design, target);
            left = 0;
            for (int i = 0; i < kept; i++)
            {
                double product = 0;
                for (int j = 0; j < products.Length; j++)
                {
                    product += parts.Vectors[j, parts.Values.Length - 1 - i] * products[j];
                }

                left += product * product / parts.Values[^(i + 1)];
            }
        }

        return new CollinearityRemedy(
            $"regress on {kept} principal component{(kept == 1 ? "" : "s")} of the standardised features",
            $"{kept} of {parts.Values.Length} hold {Share(KeptVariance)} of the variance, and components share nothing",
            worst, 1, condition, after, fit, left);
    }

    private static double Greatest(DesignMatrix design, out VarianceInflation worst)
    {
        // The square of the scaled factor can be compared between terms of any number of columns.
        worst = VarianceInflationFactors.OfTerms(design).MaxBy(term => term.Scaled)!;
        return worst.Scaled * worst.Scaled;
    }

    private static double Condition(DesignMatrix design)
    {
        double[] values = SymmetricEigen.Of(Correlations(design), vectors: false).Values;
        return Math.Sqrt(values[^1] / values[0]);
    }

    private static Matrix Correlations(DesignMatrix design)
    {
        Matrix triangle = DesignFactor.Of(design, new double[design.RowCount], null, FitContext.Default).Triangle();
        int size = triangle.Columns - 1;
        Matrix scaled = triangle.View(1, size, 1, size).Copy(), correlations = new(size, size);
        for (int j = 0; j < size; j++)
        {
            double length = 0;
            for (int i = 0; i <= j; i++)
            {
                length += scaled[i, j] * scaled[i, j];
            }

            for (int i = 0; i <= j; i++)
            {
                scaled[i, j] /= Math.Sqrt(length);
            }
        }

        MatrixProduct.Gram(scaled, correlations);
        return correlations;
    }

    private static double[] RidgeFactors(Matrix correlations, double penalty)
    {
        int size = correlations.Rows;
        Matrix held = correlations.Copy(), half = new(size, size);
        for (int i = 0; i < size; i++)
        {
            held[i, i] += penalty;
        }

        Matrix inverse = Cholesky.Of(held).Inverse();
        MatrixProduct.Multiply(inverse, correlations, half);
        return [.. Enumerable.Range(0, size).Select(i => VectorKernels.Dot(half.Row(i), inverse.Row(i)))];
    }

    private static double RSquared(DesignMatrix design, double[]? target) => target is null ? double.NaN : new OlsRegression().Fit(RegressionData.Of(design, target))["rSquared"];

    private static double PenalizedRSquared(DesignMatrix design, Matrix correlations, double[]? target, double penalty)
    {
        if (target is null)
        {
            return double.NaN;
        }

        double[] products = TargetCorrelations(design, target), coefficients = (double[])products.Clone(), image = new double[products.Length];
        Matrix held = correlations.Copy();
        for (int i = 0; i < products.Length; i++)
        {
            held[i, i] += penalty;
        }

        Cholesky.Of(held).Solve(coefficients);
        MatrixProduct.MultiplyVector(correlations, coefficients, image);
        return (2 * VectorKernels.Dot(products, coefficients)) - VectorKernels.Dot(coefficients, image);
    }

    private static double[] TargetCorrelations(DesignMatrix design, double[] target)
    {
        double mean = target.Average(), size = Math.Sqrt(target.Sum(value => (value - mean) * (value - mean)));
        double[] column = new double[design.RowCount], correlations = new double[design.Columns.Count - 1];
        for (int j = 0; j < correlations.Length; j++)
        {
            design.Values.CopyColumnTo(j + 1, column);
            double own = column.Average(), products = 0, squares = 0;
            for (int row = 0; row < column.Length; row++)
            {
                products += (column[row] - own) * (target[row] - mean);
                squares += (column[row] - own) * (column[row] - own);
            }

            correlations[j] = products / (Math.Sqrt(squares) * size);
        }

        return correlations;
    }

    /// <summary>Writes a share in per cent, near the whole with as many decimals as what lacks of it needs.</summary>
    private static string Share(double share)
    {
        int decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(100 * (1 - share))), 1, 8);
        return (100 * share).ToString("0." + new string('#', decimals), CultureInfo.InvariantCulture) + " %";
    }

    private static string Text(double value) => SummaryNumber.Text(value);
}
