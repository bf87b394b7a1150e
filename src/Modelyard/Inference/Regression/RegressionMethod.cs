using Modelyard.Learning;

namespace Modelyard.Inference;

/// <summary>Represents a way to estimate the coefficients of a regression and to say how sure they are.</summary>
public abstract record RegressionMethod
{
    private protected RegressionMethod()
    {
    }

    /// <summary>Gets what is assumed of the errors where standard errors are computed.</summary>
    public CovarianceKind Covariance { get; init; }

    /// <summary>Gets the probability with which an interval holds what it is to hold, above 0 and below 1.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Gets whether statistics are compared with Student's t distribution (true) or the normal one (false); null for t in least squares with classical standard errors and normal otherwise.</summary>
    public bool? UsesStudentT { get; init; }

    /// <summary>Estimates the coefficients.</summary>
    /// <param name="data">The data.</param>
    /// <param name="context">What surrounds the fit: cancellation, the time budget and the number of threads; null for the usual.</param>
    /// <returns>The coefficients, and all that is known of them.</returns>
    /// <exception cref="ModelyardException">The data does not suit the method: features are perfectly collinear, there are not more rows than coefficients, the target is out of range, or classes are separated.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public RegressionFit Fit(RegressionData data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!(Confidence is > 0 and < 1))
        {
            throw new ModelyardException($"Confidence is '{Confidence}' and must be above 0 and below 1.");
        }

        context ??= FitContext.Default;
        RequireRows(data, data.Design.Columns.Count);
        if (Covariance == CovarianceKind.Cluster)
        {
            SandwichCovariance.ClusterCount(data.ClusterArray);
        }

        return context.WithinTime(() => Estimate(data, context));
    }

    private protected abstract RegressionFit Estimate(RegressionData data, FitContext context);

    /// <summary>Refuses data that has not more rows than coefficients.</summary>
    private protected static void RequireRows(RegressionData data, int coefficients)
    {
        int rows = data.Design.RowCount;
        if (rows <= coefficients)
        {
            string dropped = data.DroppedRows == 0 ? "" : $" (the other '{data.DroppedRows}' of the table lack a cell)";
            throw new ModelyardException($"There are '{rows}' rows{dropped} and '{coefficients}' coefficients; there must be more rows than coefficients. Leave features out or give more rows.");
        }
    }

    /// <summary>Computes the degrees of freedom that statistics are compared with; infinity for the normal distribution.</summary>
    private protected double InferenceDegrees(RegressionData data, bool studentByDefault) => !(UsesStudentT ?? studentByDefault) ? double.PositiveInfinity
        : Covariance == CovarianceKind.Cluster ? SandwichCovariance.ClusterCount(data.ClusterArray) - 1
        : data.Design.RowCount - data.Design.Columns.Count;

    /// <summary>Computes the ratio of the greatest and the least singular value of a weighted design.</summary>
    private protected static double ConditionNumber(DesignFactor factor) => factor.Condition();
}
