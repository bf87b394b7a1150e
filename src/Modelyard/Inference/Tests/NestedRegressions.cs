using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Inference;

/// <summary>Tests whether a regression explains more than a smaller one, which has some of its columns.</summary>
/// <remarks>Sources: Wilks (1938), Annals of Mathematical Statistics 9(1), for the ratio of likelihoods; Rao (1948), Proceedings of the Cambridge Philosophical Society 44(1), for the score.</remarks>
public static class NestedRegressions
{
    /// <summary>Compares the likelihoods of two regressions of the same rows.</summary>
    /// <param name="smaller">The regression of fewer columns.</param>
    /// <param name="larger">The regression that has all of them and more.</param>
    /// <returns>The test; of a family whose scale is estimated the difference of the deviances over the larger one's scale.</returns>
    /// <exception cref="ModelyardException">The regressions are not of the same method, rows and target, or the first is not the smaller.</exception>
    public static HypothesisTest LikelihoodRatio(RegressionFit smaller, RegressionFit larger)
    {
        int degrees = Nested(smaller, larger);
        double statistic = smaller is GeneralizedFit first && larger is GeneralizedFit second
            ? (first["deviance"] - second["deviance"]) / second.Scale
            : 2 * (larger["logLikelihood"] - smaller["logLikelihood"]);
        return HypothesisTest.OfChiSquare("Likelihood ratio", Math.Max(0, statistic), degrees);
    }

    /// <summary>Compares the squares of the residuals of two linear regressions of the same rows.</summary>
    /// <param name="smaller">The regression of fewer columns.</param>
    /// <param name="larger">The regression that has all of them and more.</param>
    /// <returns>The F test.</returns>
    /// <exception cref="ModelyardException">The regressions are not of the same rows and target, or the first is not the smaller.</exception>
    public static HypothesisTest F(LinearFit smaller, LinearFit larger)
    {
        int degrees = Nested(smaller, larger);
        return HypothesisTest.OfF("F", (smaller["residualSquares"] - larger["residualSquares"]) / degrees / larger.Scale, degrees, larger.ResidualDegrees);
    }

    /// <summary>Tests whether further columns would explain more, from the smaller generalised linear model alone (Rao's score test).</summary>
    /// <param name="smaller">The model.</param>
    /// <param name="larger">The design with all of its columns and more, of the same rows.</param>
    /// <returns>The test.</returns>
    /// <exception cref="ModelyardException">The design has not all columns of the model, or other rows.</exception>
    public static HypothesisTest Score(GeneralizedFit smaller, DesignMatrix larger)
    {
        ArgumentNullException.ThrowIfNull(smaller);
        ArgumentNullException.ThrowIfNull(larger);
        int degrees = Nested(smaller.Data.Design, larger);

        // At the smaller model's maximum the derivatives by its own columns are 0, so that what all columns explain of the residuals is what the further ones do.
        DesignFactor factor = DesignFactor.Of(larger, smaller.Scoring.Rows.Residuals, smaller.Scoring.Rows.Weights, FitContext.Default);
        return HypothesisTest.OfChiSquare("Score", VectorKernels.SumOfSquares(factor.Projections) / smaller.Scale, degrees);
    }

    private static int Nested(RegressionFit smaller, RegressionFit larger)
    {
        ArgumentNullException.ThrowIfNull(smaller);
        ArgumentNullException.ThrowIfNull(larger);
        if (smaller.Method != larger.Method || smaller.RowCount != larger.RowCount || smaller.Data.TargetName != larger.Data.TargetName || !smaller.Data.Target.SequenceEqual(larger.Data.Target))
        {
            throw new ModelyardException(
                $"The regressions are '{smaller.Method}' of '{smaller.RowCount}' rows of '{smaller.Data.TargetName}' and '{larger.Method}' of '{larger.RowCount}' rows of '{larger.Data.TargetName}' and must be of one method, target and rows. Where cells are missing, leave out their rows first.");
        }

        return Nested(smaller.Data.Design, larger.Data.Design) * (larger.Coefficients.Count / larger.Data.Design.Columns.Count);
    }

    private static int Nested(DesignMatrix smaller, DesignMatrix larger)
    {
        string[] lacking = [.. smaller.Columns.Except(larger.Columns, StringComparer.Ordinal)];
        int degrees = larger.Columns.Count - smaller.Columns.Count;
        if (lacking.Length > 0 || degrees < 1 || smaller.RowCount != larger.RowCount)
        {
            throw new ModelyardException(lacking.Length > 0
                ? $"The larger regression lacks {string.Join(", ", lacking.Select(name => $"'{name}'"))} of the smaller one and must have all of its columns."
                : $"The larger regression has '{larger.Columns.Count}' columns of '{larger.RowCount}' rows and must have more than '{smaller.Columns.Count}', of '{smaller.RowCount}' rows.");
        }

        return degrees;
    }
}
