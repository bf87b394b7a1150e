using System.Globalization;
using Modelyard.Charts;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Inference;

/// <summary>Represents an estimated generalised linear model.</summary>
public sealed class GeneralizedFit : RegressionFit
{
    // A count that is nearer to a whole number was rounded where it was written.
    private const double LeastPart = 1e-3;

    private readonly FisherScoring _scoring;
    private readonly Matrix _middle;

    private GeneralizedFit(GlmRegression settings, RegressionData data, FisherScoring scoring, RegressionLink link, Matrix middle, double degrees, double scale)
        : base(settings, data, data.Design.Columns, scoring.Factor.Coefficients, scoring.Factor.Covariance(middle), degrees)
    {
        _scoring = scoring;
        _middle = middle;
        Family = settings.Family;
        Link = link;
        Scale = scale;
    }

    /// <inheritdoc/>
    public override string Method => Family.IsBinomial && Link == RegressionLink.Logit ? "Logit"
        : Family.IsBinomial && Link == RegressionLink.Probit ? "Probit"
        : Family == RegressionFamily.Poisson && Link == RegressionLink.Log ? "Poisson"
        : $"GLM {Family.Name}, link {Link}";

    /// <summary>Gets the distribution of the target around its mean.</summary>
    public RegressionFamily Family { get; }

    /// <summary>Gets the function of the mean that is the weighted sum.</summary>
    public RegressionLink Link { get; }

    /// <summary>Gets the estimated scale of the variance, 1 where the family knows it.</summary>
    public double Scale { get; }

    /// <summary>Gets the fitted mean of each row.</summary>
    public ReadOnlySpan<double> Fitted => _scoring.Rows.Means;

    internal FisherScoring Scoring => _scoring;

    /// <summary>Computes the residuals over the roots of their variances.</summary>
    /// <returns>One number a row.</returns>
    public double[] PearsonResiduals() => Array.ConvertAll([.. Enumerable.Range(0, RowCount)], row => _scoring.Rows.Residuals[row] * Math.Sqrt(_scoring.Rows.Weights[row]) * Math.Sign(MeanCurve.Slope(Link, Sum(row), Fitted[row])));

    /// <summary>Computes the roots of what each row adds to the deviance, with the sign of its residual.</summary>
    /// <returns>One number a row.</returns>
    public double[] DevianceResiduals() => Array.ConvertAll([.. Enumerable.Range(0, RowCount)], row =>
        Math.Sign(Data.Target[row] - Fitted[row]) * Math.Sqrt(Math.Max(0, _scoring.Rows.Weight(row) * Family.Deviance(Data.Target[row], Fitted[row], _scoring.Rows.Rests[row]))));

    /// <summary>Computes a root of the covariance of the coefficients.</summary>
    internal Matrix CovarianceRoot() => _scoring.Factor.CovarianceRoot(_middle);

    /// <summary>Computes how much each row weighs in the fit.</summary>
    /// <returns>The measures of each row, of the last step's weighted least squares.</returns>
    public InfluenceMeasures Influence() => InfluenceMeasures.Of(this);

    /// <summary>Predicts the means of the rows of a table, with confidence intervals.</summary>
    /// <param name="frame">The table; it must have the features and the columns of offset and exposure, and no missing cell in them.</param>
    /// <returns>One prediction a row, for its own offset and exposure.</returns>
    /// <exception cref="ModelyardException">A column is not in the table, a cell cannot be coded, or the fit has offsets that are of no column.</exception>
    public IReadOnlyList<PredictionInterval> Predict(Frame frame) => Predict(Data.Design.Encode(frame), Data.OffsetOf(frame));

    /// <summary>Predicts the means of the rows of a design of the same columns, with confidence intervals: those of the weighted sums, brought to the scale of the means.</summary>
    /// <param name="design">The design.</param>
    /// <param name="offset">What is added to the weighted sum of each row, such as the logarithm of its exposure; null for nothing.</param>
    /// <returns>One prediction a row.</returns>
    /// <exception cref="ModelyardException">The design has other columns, or there is not one finite offset a row though the fit has them.</exception>
    public IReadOnlyList<PredictionInterval> Predict(DesignMatrix design, double[]? offset = null)
    {
        double width = new StudentT(Degrees).Quantile(0.5 + (0.5 * Settings.Confidence));
        return Array.ConvertAll(LinearMeans.Of(this, _scoring.Factor, _middle, design, offset), one =>
        {
            double error = Math.Sqrt(one.Variance), mean = MeanCurve.Mean(Link, one.Mean);
            double first = MeanCurve.Mean(Link, one.Mean - (width * error)), second = MeanCurve.Mean(Link, one.Mean + (width * error));
            return new PredictionInterval(mean, error * Math.Abs(MeanCurve.Slope(Link, one.Mean, mean)), Math.Min(first, second), Math.Max(first, second), double.NaN, double.NaN);
        });
    }

    internal static GeneralizedFit Of(
        GlmRegression settings, RegressionData data, FisherScoring scoring, RegressionLink link, double nullDeviance, double nullLikelihood, double degrees, double condition, FitContext context)
    {
        int n = data.Design.RowCount, size = data.Design.Columns.Count;
        double squares = scoring.Rows.PearsonSquares(), scale = settings.Family.HasFixedScale ? 1 : squares / (n - size);
        Matrix middle = settings.Covariance == CovarianceKind.Classical
            ? scoring.Factor.Equal(scale)
            : SandwichCovariance.Within(scoring.ObservedInformation(), SandwichCovariance.Of(settings.Covariance, scoring.Factor, scoring.Rows.Weights, scoring.Rows.Residuals, data.ClusterArray, context));
        double likelihood = scoring.Rows.LogLikelihood(), constant = data.Design.SpansConstant() ? 1 : 0, model = size - constant;
        // Of a known scale this is twice the difference of the log-likelihoods.
        double ratio = (nullDeviance - scoring.Deviance) / scale;
        return new GeneralizedFit(settings, data, scoring, link, middle, degrees, scale)
        {
            Figures =
            [
                new("rows", "Rows", n),
                new("droppedRows", "Rows left out", data.DroppedRows),
                new("modelDegrees", "Df model", model),
                new("residualDegrees", "Df residual", n - size),
                new("pseudoRSquared", "Pseudo R-squared", 1 - (likelihood / nullLikelihood)),
                new("coxSnellRSquared", "Cox-Snell R-squared", 1 - Math.Exp((nullLikelihood - likelihood) * 2 / n)),
                new("logLikelihood", "Log-likelihood", likelihood),
                new("nullLogLikelihood", "LL without features", nullLikelihood),
                new("likelihoodRatio", "LR statistic", model > 0 ? ratio : double.NaN),
                new("likelihoodRatioPValue", "Prob(LR)", model > 0 ? new ChiSquare(model).Upper(ratio) : double.NaN),
                new("deviance", "Deviance", scoring.Deviance),
                new("nullDeviance", "Deviance without features", nullDeviance),
                new("pearsonChiSquared", "Pearson chi-squared", squares),
                new("scale", "Scale", scale),
                new("aic", "AIC", (2 * size) - (2 * likelihood)),
                new("bic", "BIC", (Math.Log(n) * size) - (2 * likelihood)),
                new("conditionNumber", "Condition number", condition),
                new("iterations", "Iterations", scoring.Iterations),
            ],
            Notes = GeneralizedNotes(settings, data, squares / (n - size)),
        };
    }

    private double Sum(int row) => MeanCurve.Sum(Link, Fitted[row]);

    private static List<string> GeneralizedNotes(GlmRegression settings, RegressionData data, double dispersion)
    {
        List<string> notes = [.. SandwichCovariance.Notes(settings.Covariance, data)];
        if (settings.Family.IsBinomial && data.TargetLevels.Count == 2)
        {
            notes.Add($"The probability is that of '{data.TargetLevels[1]}'.");
        }

        if (settings.Family == RegressionFamily.Poisson && settings.Covariance == CovarianceKind.Classical && dispersion > 1.5)
        {
            notes.Add($"The counts vary {dispersion:0.0} times as much as a Poisson distribution says: these standard errors are too small. Take '--robust hc1', or a negative binomial family.");
        }

        if (settings.Family.IsCount && Array.FindAll(data.TargetArray, IsBroken) is { Length: > 0 } broken)
        {
            notes.Add($"{broken.Length:N0} of {NumberText.Counted(data.Target.Length, "row")} have a '{data.TargetName}' that is no whole number, such as {broken[0].ToString(CultureInfo.InvariantCulture)}, and no count: coefficients hold, but standard errors need '--robust hc1', and likelihoods mean nothing.");
        }

        if (settings.Family.IsBinomial && data.WeightArray is { } trials
            && Enumerable.Range(0, trials.Length).Count(row => data.Target[row] is > 0 and < 1 && (IsBroken(trials[row]) || IsBroken(trials[row] * data.Target[row]))) is > 0 and var parts)
        {
            notes.Add($"In {parts:N0} of {NumberText.Counted(data.Target.Length, "row")} the weight times the share '{data.TargetName}' is no whole number of trials: likelihoods are near what counts would give.");
        }

        return notes;
    }

    private static bool IsBroken(double count) => Math.Abs(count - Math.Round(count)) > LeastPart;
}
