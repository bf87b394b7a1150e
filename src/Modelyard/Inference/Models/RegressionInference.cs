using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;

namespace Modelyard.Inference;

/// <summary>Says how sure the coefficients of models are that were fitted to predict.</summary>
/// <remarks>
/// A penalty makes coefficients smaller than they are; their errors are then those about where the penalty draws them, with the penalty taken as given: the covariance is
/// <c>φ A⁻¹ (XᵀWX) A⁻¹</c> with <c>A = XᵀWX + penalty</c>, the degrees of freedom are the trace of <c>A⁻¹ XᵀWX</c>, and intervals do not cover the truth as often as they say.
/// Source: Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, 2nd edition, sections 3.4 and 5.4.
/// </remarks>
public static class RegressionInference
{
    /// <summary>Says how sure the coefficients of a linear model are.</summary>
    /// <param name="model">The model: of linear regression or ridge regression, with an intercept.</param>
    /// <param name="data">The rows that it was fitted to.</param>
    /// <param name="penalty">Alpha of ridge regression; 0 for linear regression.</param>
    /// <param name="confidence">The probability of the intervals.</param>
    /// <returns>The coefficients, and all that is known of them.</returns>
    /// <exception cref="ModelyardException">The model is of other features, or these are perfectly collinear.</exception>
    public static PenalizedFit Of(LinearModel model, Dataset data, double penalty = 0, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(model);
        RegressionData rows = Rows(model.Features, data, penalty);
        double[] coefficients = [model.Intercept, .. model.Coefficients];
        double[] residuals = new double[rows.Design.RowCount];
        MatrixProduct.MultiplyVector(rows.Design.Values, coefficients, residuals, degree: Environment.ProcessorCount);
        for (int row = 0; row < residuals.Length; row++)
        {
            residuals[row] = rows.Target[row] - residuals[row];
        }

        return PenalizedFit.Of(new PenalizedProblem(rows, new OlsRegression { Confidence = confidence }, penalty == 0 ? "Linear model" : $"Ridge model, penalty {penalty}", coefficients, rows.WeightArray, residuals, penalty, null));
    }

    /// <summary>Says how sure the coefficients of a generalised linear model are.</summary>
    /// <param name="model">The model, with an intercept.</param>
    /// <param name="data">The rows that it was fitted to.</param>
    /// <param name="family">The distribution of its target: that of the estimator that made it.</param>
    /// <param name="alpha">Alpha of the estimator.</param>
    /// <param name="confidence">The probability of the intervals.</param>
    /// <returns>The coefficients, and all that is known of them.</returns>
    /// <exception cref="ModelyardException">The model is of other features, or these are perfectly collinear.</exception>
    public static PenalizedFit Of(GeneralizedLinearModel model, Dataset data, RegressionFamily family, double alpha = 0, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(family);
        RegressionData rows = Rows(model.Features, data, alpha);
        RegressionLink link = model.Link switch
        {
            LinkFunction.Identity => RegressionLink.Identity,
            LinkFunction.Log => RegressionLink.Log,
            LinkFunction.Inverse => RegressionLink.Inverse,
            LinkFunction.Logit => RegressionLink.Logit,
            LinkFunction.Probit => RegressionLink.Probit,
            _ => RegressionLink.Cloglog,
        };

        // The estimators divide the deviance by the sum of the weights, which here stands with the penalty.
        double total = rows.WeightArray is { } weights ? VectorKernels.Sum(weights) : rows.Design.RowCount;
        string name = $"{family.Name} model, link {link}{(alpha == 0 ? "" : $", penalty {alpha}")}";
        return Generalized(rows, new GlmRegression { Family = family, Link = link, Confidence = confidence }, name, [model.Intercept, .. model.Coefficients], alpha * total);
    }

    /// <summary>Says how sure the coefficients of a logistic model of two classes are.</summary>
    /// <param name="model">The model, with an intercept.</param>
    /// <param name="data">The rows that it was fitted to.</param>
    /// <param name="penalty">What the squares of the coefficients were weighed with: <c>1 / C</c> of the estimator, 0 without a penalty.</param>
    /// <param name="confidence">The probability of the intervals.</param>
    /// <returns>The coefficients, and all that is known of them; they are for the odds of the second class.</returns>
    /// <exception cref="ModelyardException">The model is of other features or of more classes, or the features are perfectly collinear.</exception>
    public static PenalizedFit Of(LogisticModel model, Dataset data, double penalty = 0, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.DecisionCount != 1)
        {
            throw new ModelyardException($"The model has '{model.Classes.Count}' classes and must have two. For more take 'MultinomialRegression', which estimates anew.");
        }

        RegressionData rows = Rows(model.Features, data, penalty);
        double[] coefficients = [model.Intercepts[0], .. model.Coefficients.Row(0)];
        return Generalized(rows, new GlmRegression { Family = RegressionFamily.Binomial, Confidence = confidence }, penalty == 0 ? "Logistic model" : $"Logistic model, penalty {penalty}", coefficients, penalty);
    }

    private static RegressionData Rows(FeatureSchema features, Dataset data, double penalty)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!features.Select(feature => feature.Name).SequenceEqual(data.Schema.Select(feature => feature.Name), StringComparer.Ordinal) || features.Any(feature => feature.IsCategorical))
        {
            throw new ModelyardException($"The model reads {string.Join(", ", features.Select(feature => $"'{feature.Name}'"))} and the data has {string.Join(", ", data.Schema.Select(feature => $"'{feature.Name}'"))}; they must be the same, and numbers.");
        }

        if (!(penalty >= 0 && double.IsFinite(penalty)))
        {
            throw new ModelyardException($"The penalty is '{penalty}' and must be a finite number of 0 or more.");
        }

        RegressionData rows = RegressionData.Of(data);
        return rows.Design.RowCount > rows.Design.Columns.Count ? rows : throw new ModelyardException(
            $"There are '{rows.Design.RowCount}' rows and '{rows.Design.Columns.Count}' coefficients; there must be more rows than coefficients.");
    }

    private static PenalizedFit Generalized(RegressionData data, GlmRegression settings, string name, double[] coefficients, double penalty)
    {
        RegressionLink link = settings.Link ?? settings.Family.DefaultLink;
        int rows = data.Design.RowCount;
        double[] sums = new double[rows], weights = new double[rows], residuals = new double[rows];
        MatrixProduct.MultiplyVector(data.Design.Values, coefficients, sums, degree: Environment.ProcessorCount);
        double deviance = 0;
        for (int row = 0; row < rows; row++)
        {
            double mean = MeanCurve.Mean(link, sums[row]), rest = MeanCurve.Rest(link, sums[row], mean), slope = MeanCurve.Slope(link, sums[row], mean);
            double weight = data.WeightArray is { } given ? given[row] : 1;
            weights[row] = Math.Max(weight * slope * slope / settings.Family.Variance(mean, rest), 1e-300);
            residuals[row] = slope == 0 ? 0 : (data.Target[row] - mean) / slope;
            deviance += weight * settings.Family.Deviance(data.Target[row], mean, rest);
        }

        return PenalizedFit.Of(new PenalizedProblem(data, settings, name, coefficients, weights, residuals, penalty, deviance));
    }
}
