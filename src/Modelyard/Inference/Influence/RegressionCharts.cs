using Modelyard.Charts;
using Modelyard.Charts.Drawing;
using Modelyard.Probability;

namespace Modelyard.Inference;

/// <summary>Draws what residuals and leverages say against a regression.</summary>
/// <remarks>Sources: Cook and Weisberg (1982), Residuals and Influence in Regression; Blom (1958), Statistical Estimates and Transformed Beta-Variables, for the places of the quantiles.</remarks>
public static class RegressionCharts
{
    private const int ContourPoints = 200;
    private const int ShownCoefficients = 40;
    private const int NumberedRows = 8;

    // Of rows that follow the model one in some 370 lies further out.
    private const double FarResidual = 3;
    private static readonly double[] s_distances = [0.5, 1];

    /// <summary>Draws residuals over fitted values, their quantiles, their size over fitted values, and their size over leverages.</summary>
    /// <param name="fit">The regression.</param>
    /// <param name="measures">Its measures of influence.</param>
    /// <returns>The charts, in this order; of answers yes or no without quantiles and sizes, which lie on two bands whatever the model.</returns>
    /// <exception cref="ModelyardException">The regression is neither linear nor generalised linear.</exception>
    public static IReadOnlyList<Chart> Of(RegressionFit fit, InfluenceMeasures measures) => IsOfAnswers(fit)
        ? [ResidualsOverFitted(fit), ResidualsOverLeverages(fit, measures)]
        : [ResidualsOverFitted(fit), NormalQuantiles(measures), ScaleLocation(fit, measures), ResidualsOverLeverages(fit, measures)];

    /// <summary>Draws the confidence intervals of the coefficients, each over its standard error so that features of any size can be compared; those that leave out 0 stand off.</summary>
    /// <param name="fit">The regression.</param>
    /// <returns>A new chart, without intercepts where there are other coefficients.</returns>
    public static BarChart Intervals(RegressionFit fit)
    {
        ArgumentNullException.ThrowIfNull(fit);

        // A model of several classes has an intercept for each of them.
        DesignMatrix design = fit.Data.Design;
        CoefficientEstimate[] features = [.. fit.Coefficients.Where((_, place) => !design.HasIntercept || place % design.Columns.Count > 0)];
        string without = features.Length == 0 || features.Length == fit.Coefficients.Count ? "" : features.Length == fit.Coefficients.Count - 1 ? " The intercept is left out." : " Intercepts are left out.";
        return new BarChart
        {
            Title = "Coefficients over their standard errors",
            Description = $"Intervals of {NumberText.Value(100 * fit.Settings.Confidence)} %; one that holds 0 could be of either sign.{without}",
            Mark = BarMark.Dot,
            Axis = new Axis { Label = "standard errors", IncludesZero = true },
            Items = [.. (features.Length > 0 ? features : [.. fit.Coefficients]).OrderByDescending(one => Math.Abs(one.Statistic)).Take(ShownCoefficients).Select(one =>
                new BarItem(one.Name, one.Statistic, one.Low / one.StandardError, one.High / one.StandardError, one.Low > 0 || one.High < 0))],
        };
    }

    /// <summary>Draws residuals over fitted values, with their median along the way; those of a generalised linear model are of the deviance, and those of answers yes or no are means of groups.</summary>
    /// <param name="fit">The regression, linear or generalised.</param>
    /// <returns>A new chart.</returns>
    /// <exception cref="ModelyardException">The regression is of another kind.</exception>
    public static ScatterChart ResidualsOverFitted(RegressionFit fit) => IsOfAnswers(fit) ? GroupedResiduals.Chart((GeneralizedFit)fit) : new()
    {
        Title = "Residuals over fitted values",
        Description = fit.RowCount < QuantileTrend.LeastPoints ? "" : "A bent median is something that the features do not explain.",
        X = Fitted(fit),
        Y = fit is GeneralizedFit generalized ? generalized.DevianceResiduals() : ((LinearFit)fit).Residuals.ToArray(),
        XAxis = new Axis { Label = $"fitted {fit.Data.TargetName}" },
        YAxis = new Axis { Label = fit is GeneralizedFit ? "deviance residual" : "residual" },
        References = [ReferenceLine.Level(0)],
        ShowsTrend = true,
    };

    /// <summary>Draws the quantiles of studentised residuals over those of the normal distribution: along the diagonal if errors are normal.</summary>
    /// <param name="measures">The measures of influence.</param>
    /// <returns>A new chart.</returns>
    public static ScatterChart NormalQuantiles(InfluenceMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(measures);
        double[] sorted = Array.FindAll(measures.InternallyStudentized.ToArray(), double.IsFinite);
        Array.Sort(sorted);
        return new ScatterChart
        {
            Title = "Quantiles of residuals over normal ones",
            Description = "Normal errors lie along the diagonal; ends that bend away are heavy tails.",
            X = [.. Enumerable.Range(1, sorted.Length).Select(i => Normal.Quantile((i - 0.375) / (sorted.Length + 0.25)))],
            Y = sorted,
            XAxis = new Axis { Label = "normal quantile" },
            YAxis = new Axis { Label = "studentised residual" },
            References = [ReferenceLine.Diagonal()],
        };
    }

    /// <summary>Draws the roots of the sizes of studentised residuals over fitted values: level if errors vary alike everywhere.</summary>
    /// <param name="fit">The regression, linear or generalised.</param>
    /// <param name="measures">Its measures of influence.</param>
    /// <returns>A new chart.</returns>
    /// <exception cref="ModelyardException">The regression is of another kind.</exception>
    public static ScatterChart ScaleLocation(RegressionFit fit, InfluenceMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(measures);
        return new ScatterChart
        {
            Title = "Size of residuals over fitted values",
            Description = IsOfAnswers(fit) ? "Two bands, of the answers yes and no; only rows far above their band are of note." : fit.RowCount < QuantileTrend.LeastPoints ? "" : "A rising median is an error that grows with the fitted value; take robust standard errors.",
            X = Fitted(fit),
            Y = Array.ConvertAll(measures.InternallyStudentized.ToArray(), residual => Math.Sqrt(Math.Abs(residual))),
            XAxis = new Axis { Label = $"fitted {fit.Data.TargetName}" },
            YAxis = new Axis { Label = "root of the size of the studentised residual" },
            ShowsTrend = !IsOfAnswers(fit),
        };
    }

    /// <summary>Draws studentised residuals over leverages, with lines of equal Cook's distance: the coefficients lean on the rows beyond them.</summary>
    /// <param name="fit">The regression.</param>
    /// <param name="measures">Its measures of influence.</param>
    /// <returns>A new chart.</returns>
    public static ScatterChart ResidualsOverLeverages(RegressionFit fit, InfluenceMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(measures);
        double[] leverages = measures.Leverages.ToArray();
        return new ScatterChart
        {
            Title = "Studentised residuals over leverages",
            Description = "Rows far to the right weigh much; rows far up or down lie far from the fit; the coefficients lean on rows beyond the lines. Numbers are those of data rows.",
            X = leverages,
            Y = measures.InternallyStudentized.ToArray(),
            XAxis = new Axis { Label = "leverage" },
            YAxis = new Axis { Label = "studentised residual" },
            References = [ReferenceLine.Vertical(measures.LeverageThreshold, "2 k / n"), ReferenceLine.Level(0)],
            Points = [.. Outlying(measures).Select(row => new ChartPoint(leverages[row], measures.InternallyStudentized[row], $"{measures.DataRow(row)}"))],
            Lines = [.. s_distances.SelectMany(distance => new[] { 1, -1 }.Select(sign => Contour(distance, sign, fit.Coefficients.Count, leverages)))],
        };
    }

    /// <summary>Computes the residuals at which Cook's distance <c>r² h / (k (1 − h))</c> has a value.</summary>
    private static LineSeries Contour(double distance, int sign, int coefficients, double[] leverages)
    {
        double greatest = Array.FindAll(leverages, double.IsFinite).DefaultIfEmpty(0).Max();
        double[] x = [.. Enumerable.Range(1, ContourPoints).Select(i => greatest * 1.05 * i / ContourPoints).Where(leverage => leverage < 1)];
        return new LineSeries
        {
            Name = sign > 0 ? $"Cook's distance {NumberText.Value(distance)}" : "",
            X = x,
            Y = Array.ConvertAll(x, leverage => sign * Math.Sqrt(distance * coefficients * (1 - leverage) / leverage)),
        };
    }

    /// <summary>Lists rows that move the coefficients much or lie far from the fit, the most influential first.</summary>
    private static IEnumerable<int> Outlying(InfluenceMeasures measures) => measures.MostInfluential(measures.Leverages.Length)
        .Where(row => measures.CooksDistances[row] > measures.CooksThreshold || Math.Abs(measures.InternallyStudentized[row]) > FarResidual).Take(NumberedRows);

    /// <summary>Determines whether the target is yes or no in every row, so that residuals lie on two bands.</summary>
    private static bool IsOfAnswers(RegressionFit fit) => fit is GeneralizedFit { Family.IsBinomial: true } && fit.Data.Target.IndexOfAnyExcept(0, 1) < 0;

    private static double[] Fitted(RegressionFit fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        return fit switch
        {
            LinearFit linear => linear.Fitted.ToArray(),
            GeneralizedFit generalized => generalized.Fitted.ToArray(),
            _ => throw new ModelyardException($"The regression '{fit.Method}' has no residuals to draw. Give a linear or a generalised linear one."),
        };
    }
}
