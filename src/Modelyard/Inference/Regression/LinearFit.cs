using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Inference;

/// <summary>Represents an estimated linear regression: ordinary, weighted or generalised least squares.</summary>
public sealed class LinearFit : RegressionFit
{
    private readonly DesignFactor _factor;
    private readonly double[] _fitted;
    private readonly double[] _residuals;
    private readonly double[] _whitened;
    private readonly Matrix _middle;

    private LinearFit(RegressionMethod settings, RegressionData data, DesignFactor factor, double[] fitted, double[] residuals, double[] whitened, Matrix middle, double degrees, double scale)
        : base(settings, data, data.Design.Columns, factor.Coefficients, factor.Covariance(middle), degrees)
    {
        _middle = middle;
        _factor = factor;
        _fitted = fitted;
        _whitened = whitened;
        _residuals = residuals;
        Scale = scale;
    }

    /// <inheritdoc/>
    public override string Method => Settings is GlsRegression ? "GLS" : Data.WeightArray is null ? "OLS" : "WLS";

    /// <summary>Gets the fitted target of each row.</summary>
    public ReadOnlySpan<double> Fitted => _fitted;

    /// <summary>Gets the target less what was fitted, one number a row.</summary>
    public ReadOnlySpan<double> Residuals => _residuals;

    /// <summary>Gets the estimated variance of the errors: of a row of weight 1.</summary>
    public double Scale { get; }

    internal DesignFactor Factor => _factor;

    /// <summary>Gets the residuals times the roots of their weights, or made independent.</summary>
    internal double[] Whitened => _whitened;

    /// <summary>Computes a root of the covariance of the coefficients.</summary>
    internal Matrix CovarianceRoot() => _factor.CovarianceRoot(_middle);

    /// <summary>Computes how much each row weighs in the fit.</summary>
    /// <returns>The measures of each row.</returns>
    /// <exception cref="ModelyardException">The fit is by generalised least squares, whose rows do not stand by themselves.</exception>
    public InfluenceMeasures Influence() => Settings is GlsRegression
        ? throw new ModelyardException("The rows of generalised least squares depend on each other, so that leaving out one has no plain meaning.")
        : InfluenceMeasures.Of(this);

    /// <summary>Predicts the rows of a table, with confidence intervals of their means and intervals in which new observations lie.</summary>
    /// <param name="frame">The table; it must have the features and the column of the offset, and no missing cell in them.</param>
    /// <returns>One prediction a row, for its own offset.</returns>
    /// <exception cref="ModelyardException">A column is not in the table, a cell cannot be coded, or the fit has offsets that are of no column.</exception>
    public IReadOnlyList<PredictionInterval> Predict(Frame frame) => Predict(Data.Design.Encode(frame), Data.OffsetOf(frame));

    /// <summary>Predicts the rows of a design of the same columns, with confidence intervals of their means and intervals in which new observations of weight 1 lie.</summary>
    /// <param name="design">The design.</param>
    /// <param name="offset">What is added to the weighted sum of each row, such as the logarithm of its exposure; null for nothing.</param>
    /// <returns>One prediction a row.</returns>
    /// <exception cref="ModelyardException">The design has other columns, or there is not one finite offset a row though the fit has them.</exception>
    public IReadOnlyList<PredictionInterval> Predict(DesignMatrix design, double[]? offset = null)
    {
        double width = new StudentT(Degrees).Quantile(0.5 + (0.5 * Settings.Confidence));
        return Array.ConvertAll(LinearMeans.Of(this, _factor, _middle, design, offset), one =>
        {
            double error = Math.Sqrt(one.Variance), spread = width * Math.Sqrt(one.Variance + Scale);
            return new PredictionInterval(one.Mean, error, one.Mean - (width * error), one.Mean + (width * error), one.Mean - spread, one.Mean + spread);
        });
    }

    /// <summary>Refuses a target that is a category, or the same in every row.</summary>
    internal static void RequireNumber(RegressionData data)
    {
        if (data.TargetLevels.Count > 0)
        {
            throw new ModelyardException($"The target '{data.TargetName}' is a category of '{data.TargetLevels.Count}' levels and must be a number. For two levels take a logistic regression ('logit'), for more a multinomial one ('multinomial').");
        }

        if (data.Target.IndexOfAnyExcept(data.Target[0]) < 0)
        {
            throw new ModelyardException($"The target '{data.TargetName}' is '{data.Target[0]}' in every row, so that there is nothing to explain.");
        }
    }

    /// <summary>Makes the fit of a factored design.</summary>
    /// <param name="settings">The method.</param>
    /// <param name="data">The data.</param>
    /// <param name="factor">The factored design.</param>
    /// <param name="target">The target that it was factored with: without the offset.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <param name="condition">The condition number of the weighted design.</param>
    /// <param name="degrees">The degrees of freedom with which statistics are compared.</param>
    internal static LinearFit Of(RegressionMethod settings, RegressionData data, DesignFactor factor, double[] target, FitContext context, double condition, double degrees)
    {
        double[] fitted = new double[target.Length], residuals = new double[target.Length];
        MatrixProduct.MultiplyVector(data.Design.Values, factor.Coefficients, fitted, degree: context.Parallelism);
        for (int row = 0; row < fitted.Length; row++)
        {
            residuals[row] = target[row] - fitted[row];
            fitted[row] += data.OffsetArray is { } offset ? offset[row] : 0;
        }

        double[] whitened = residuals;
        double logWeights = 0, total = 0, mean = 0, weightSum = 0;
        for (int row = 0; row < target.Length; row++)
        {
            double weight = data.WeightArray is { } weights ? weights[row] : 1;
            mean += weight * target[row];
            weightSum += weight;
        }

        mean = data.Design.SpansConstant() ? mean / weightSum : 0;
        if (data.WeightArray is not null)
        {
            whitened = new double[residuals.Length];
        }

        for (int row = 0; row < target.Length; row++)
        {
            double weight = data.WeightArray is { } weights ? weights[row] : 1;
            total += weight * (target[row] - mean) * (target[row] - mean);
            if (data.WeightArray is not null)
            {
                logWeights += Math.Log(weight);
                whitened[row] = Math.Sqrt(weight) * residuals[row];
            }
        }

        return Of(settings, data, factor, residuals, fitted, whitened, new LinearTotals(total, 0.5 * logWeights, condition, degrees), data.WeightArray, context);
    }

    /// <summary>Makes the fit of its residuals.</summary>
    internal static LinearFit Of(RegressionMethod settings, RegressionData data, DesignFactor factor, double[] residuals, double[] fitted, double[] whitened, LinearTotals totals, double[]? weights, FitContext context)
    {
        int n = fitted.Length, size = factor.Coefficients.Length;
        double squares = VectorKernels.SumOfSquares(whitened), scale = squares / (n - size);
        Matrix middle = settings.Covariance == CovarianceKind.Classical
            ? factor.Equal(scale)
            : SandwichCovariance.Of(settings.Covariance, factor, weights, residuals, data.ClusterArray, context);

        // Of generalised least squares the residuals that were given are those of the independent rows.
        double[] left = settings is GlsRegression ? [.. data.TargetArray.Zip(fitted, (value, mean) => value - mean)] : residuals;

        var fit = new LinearFit(settings, data, factor, fitted, left, whitened, middle, totals.Degrees, scale);
        IReadOnlyList<FitFigure> figures = LinearFigures.Of(fit, squares, totals);
        return new LinearFit(settings, data, factor, fitted, left, whitened, middle, totals.Degrees, scale)
        {
            Figures = figures,
            Notes = LinearFigures.Notes(fit, totals, figures),
        };
    }
}
