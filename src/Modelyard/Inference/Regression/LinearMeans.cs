using Modelyard.Numerics;

namespace Modelyard.Inference;

/// <summary>Computes weighted sums of rows and their variances.</summary>
internal static class LinearMeans
{
    /// <summary>Computes the sums of the rows of a design.</summary>
    /// <param name="fit">The fit whose coefficients weigh.</param>
    /// <param name="factor">The factored design of the fit.</param>
    /// <param name="middle">The covariance of the projections.</param>
    /// <param name="design">The design, of the same columns.</param>
    internal static (double Mean, double Variance)[] Of(RegressionFit fit, DesignFactor factor, Matrix middle, DesignMatrix design)
    {
        ArgumentNullException.ThrowIfNull(design);
        if (!design.Columns.SequenceEqual(fit.Data.Design.Columns, StringComparer.Ordinal))
        {
            throw new ModelyardException($"The design has the columns {string.Join(", ", design.Columns.Select(one => $"'{one}'"))} and must have {string.Join(", ", fit.Data.Design.Columns.Select(one => $"'{one}'"))}.");
        }

        double[] variances = factor.Variances(design.Values, middle);
        var sums = new (double Mean, double Variance)[design.RowCount];
        for (int row = 0; row < sums.Length; row++)
        {
            sums[row] = (VectorKernels.Dot(design.Values.Row(row), fit.Estimates), variances[row]);
        }

        return sums;
    }
}
