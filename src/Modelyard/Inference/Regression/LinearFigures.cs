using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Inference;

/// <summary>Computes the figures of a linear regression.</summary>
internal static class LinearFigures
{
    // Where the condition number of the columns, each scaled to length 1, is beyond this, coefficients are at the mercy of small errors in the data (Belsley, 1991).
    private const double HighCondition = 1000;

    internal static IReadOnlyList<FitFigure> Of(LinearFit fit, double squares, LinearTotals totals)
    {
        double n = fit.RowCount, size = fit.Coefficients.Count, constant = fit.Data.Design.SpansConstant() ? 1 : 0, model = size - constant;
        double rSquared = 1 - (squares / totals.TotalSquares);
        double logLikelihood = (-n / 2 * Math.Log(squares)) - (n / 2 * (1 + Math.Log(2 * Math.PI / n))) + totals.LogWeights;
        (double f, double p) = Overall(fit, totals, squares, model);
        return
        [
            new("rows", "Rows", n),
            new("droppedRows", "Rows left out", fit.Data.DroppedRows),
            new("modelDegrees", "Df model", model),
            new("residualDegrees", "Df residual", n - size),
            new("rSquared", "R-squared", rSquared),
            new("adjustedRSquared", "Adj. R-squared", 1 - ((n - constant) / (n - size) * (1 - rSquared))),
            new("fStatistic", "F-statistic", f),
            new("fPValue", "Prob(F)", p),
            new("logLikelihood", "Log-likelihood", logLikelihood),
            new("aic", "AIC", (2 * size) - (2 * logLikelihood)),
            new("bic", "BIC", (Math.Log(n) * size) - (2 * logLikelihood)),
            new("residualSquares", "Residual sum of squares", squares),
            new("totalSquares", "Total sum of squares", totals.TotalSquares),
            new("residualStandardError", "Residual std. error", Math.Sqrt(fit.Scale)),
            .. ResidualTests.Figures(fit.Whitened),
            new("conditionNumber", "Condition number", totals.Condition),
        ];
    }

    internal static IReadOnlyList<string> Notes(LinearFit fit, LinearTotals totals, IReadOnlyList<FitFigure> figures)
    {
        List<string> notes = [.. SandwichCovariance.Notes(fit.Settings.Covariance, fit.Data)];
        double scaled = fit.Factor.ScaledCondition();
        if (scaled > HighCondition)
        {
            notes.Add($"The features are nearly collinear: the condition number of the columns, scaled to one length, is {scaled:#,0}. 'modelyard stats collinearity' says which.");
        }
        else if (totals.Condition > HighCondition)
        {
            notes.Add($"The condition number is great ({totals.Condition:G3}) only because the features have unequal sizes; scaled to one length it is {scaled:0.#}.");
        }

        double features = figures.First(figure => figure.Name == "modelDegrees").Value;
        if (fit.Settings.Covariance != CovarianceKind.Classical && features > 0 && double.IsNaN(figures.First(figure => figure.Name == "fStatistic").Value))
        {
            notes.Add(fit.Settings.Covariance == CovarianceKind.Cluster && SandwichCovariance.ClusterCount(fit.Data.ClusterArray) is var clusters && clusters <= features
                ? $"There is no F: {clusters} clusters allow a joint test of {clusters - 1} coefficients at most, and it would be one of {features}."
                : "There is no F: the robust covariance of the coefficients is singular, and they cannot be tested all at once.");
        }

        if (SumOfSquaresIsNothing(fit))
        {
            notes.Add("The features explain the target to within rounding: standard errors are those of rounding, and tests mean nothing.");
        }

        return notes;
    }

    private static bool SumOfSquaresIsNothing(LinearFit fit)
    {
        double squares = VectorKernels.SumOfSquares(fit.Residuals), target = VectorKernels.SumOfSquares(fit.Data.Target);
        return squares <= 1e-24 * target;
    }

    /// <summary>Tests whether all coefficients but the intercept are 0.</summary>
    private static (double Statistic, double PValue) Overall(LinearFit fit, LinearTotals totals, double squares, double model)
    {
        if (model < 1)
        {
            return (double.NaN, double.NaN);
        }

        if (fit.Settings.Covariance == CovarianceKind.Classical)
        {
            HypothesisTest classical = HypothesisTest.OfF("F", (totals.TotalSquares - squares) / model / fit.Scale, model, fit.ResidualDegrees);
            return (classical.Statistic, classical.PValue);
        }

        DesignMatrix design = fit.Data.Design;
        Matrix restrictions = design.SpansConstant() && !design.Terms.Any(design.IsConstant)
            ? AllAreConstant(design)
            : fit.Restrictions(design.Terms.Where(term => !design.IsConstant(term)).Select(term => term.Name));

        // With fewer clusters than coefficients the covariance is singular, and there is no joint test of all.
        if (fit.WaldStatistic(restrictions) is not { } statistic)
        {
            return (double.NaN, double.NaN);
        }

        // As in statsmodels F here, whatever single coefficients are compared with.
        HypothesisTest robust = HypothesisTest.OfF("F", statistic / restrictions.Rows, restrictions.Rows, fit.JointDegrees);
        return (robust.Statistic, robust.PValue);
    }

    /// <summary>Makes the restrictions under which a design whose constant is spread over the levels of a category explains no more than that constant.</summary>
    private static Matrix AllAreConstant(DesignMatrix design)
    {
        double[] ones = new double[design.RowCount];
        Array.Fill(ones, 1);
        double[] constant = DesignFactor.Of(design, ones, null, FitContext.Default).Coefficients;
        int pivot = Enumerable.Range(0, constant.Length).MaxBy(j => Math.Abs(constant[j]));
        int[] others = [.. Enumerable.Range(0, constant.Length).Where(j => j != pivot)];

        // They hold for the coefficients of the constant and its multiples alone.
        var restrictions = new Matrix(others.Length, constant.Length);
        for (int i = 0; i < others.Length; i++)
        {
            restrictions[i, others[i]] = 1;
            restrictions[i, pivot] = -constant[others[i]] / constant[pivot];
        }

        return restrictions;
    }
}
