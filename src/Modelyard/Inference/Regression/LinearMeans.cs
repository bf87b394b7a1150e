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
    /// <param name="offset">What is added to the sum of each row; null for nothing, which a fit with offsets refuses.</param>
    internal static (double Mean, double Variance)[] Of(RegressionFit fit, DesignFactor factor, Matrix middle, DesignMatrix design, double[]? offset)
    {
        ArgumentNullException.ThrowIfNull(design);
        if (!design.Columns.SequenceEqual(fit.Data.Design.Columns, StringComparer.Ordinal))
        {
            throw new ModelyardException($"The design has the columns {string.Join(", ", design.Columns.Select(one => $"'{one}'"))} and must have {string.Join(", ", fit.Data.Design.Columns.Select(one => $"'{one}'"))}.");
        }

        if (offset is null && fit.Data.OffsetArray is not null)
        {
            throw new ModelyardException("The regression has an offset or an exposure, and none is given for the rows to predict. Give one offset a row, the logarithm of its exposure; zeros for an exposure of 1.");
        }

        if (offset is not null && (offset.Length != design.RowCount || !Array.TrueForAll(offset, double.IsFinite)))
        {
            throw new ModelyardException($"There are '{offset.Length}' offsets and there must be '{design.RowCount}', one finite number for each row of the design.");
        }

        double[] variances = factor.Variances(design.Values, middle);
        var sums = new (double Mean, double Variance)[design.RowCount];
        for (int row = 0; row < sums.Length; row++)
        {
            sums[row] = (VectorKernels.Dot(design.Values.Row(row), fit.Estimates) + (offset is null ? 0 : offset[row]), variances[row]);
        }

        return sums;
    }
}
