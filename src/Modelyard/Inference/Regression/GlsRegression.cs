using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Inference;

/// <summary>Represents generalised least squares: the errors have a known covariance, but for a factor.</summary>
/// <remarks>
/// Rows are made independent by the inverse of the Cholesky factor of the covariance, and ordinary least squares follows.
/// Source: Aitken (1936), On Least Squares and Linear Combination of Observations, Proceedings of the Royal Society of Edinburgh 55.
/// </remarks>
public sealed record GlsRegression : RegressionMethod
{
    /// <summary>Gets the covariance of the errors, rows x rows, but for a factor; symmetric and positive definite.</summary>
    public required Matrix ErrorCovariance { get; init; }

    private protected override RegressionFit Estimate(RegressionData data, FitContext context)
    {
        LinearFit.RequireNumber(data);
        int rows = data.Design.RowCount;
        if (ErrorCovariance.Rows != rows || ErrorCovariance.Columns != rows)
        {
            throw new ModelyardException($"The covariance of the errors is '{ErrorCovariance.Rows} x {ErrorCovariance.Columns}' and must be '{rows} x {rows}', one row and column for each row of the data.");
        }

        if (data.WeightArray is not null)
        {
            throw new ModelyardException("The data has weights, which generalised least squares does not take: put their inverses into the covariance of the errors.");
        }

        if (!Cholesky.TryOf(ErrorCovariance, out Cholesky? root, context.Parallelism))
        {
            throw new ModelyardException("The covariance of the errors is not positive definite and must be.");
        }

        Matrix all = new(rows, data.Design.Columns.Count + 2);
        for (int row = 0; row < rows; row++)
        {
            data.Design.Values.Row(row).CopyTo(all.Row(row));
            all[row, all.Columns - 2] = data.Target[row] - (data.OffsetArray is { } offset ? offset[row] : 0);
            all[row, all.Columns - 1] = 1;
        }

        TriangularSolve.InPlace(root.Upper, upper: true, transpose: true, all, context.Parallelism);
        var design = new DesignMatrix(all.View(0, rows, 0, data.Design.Columns.Count).Copy(), data.Design.Terms, isTransformed: true);
        double[] target = new double[rows], ones = new double[rows];
        all.CopyColumnTo(all.Columns - 2, target);
        all.CopyColumnTo(all.Columns - 1, ones);
        DesignFactor factor = DesignFactor.Of(design, target, null, context);
        double mean = data.Design.SpansConstant() ? VectorKernels.Dot(target, ones) / VectorKernels.SumOfSquares(ones) : 0, total = 0;
        double[] whitened = new double[rows], fitted = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            whitened[row] = target[row] - VectorKernels.Dot(design.Values.Row(row), factor.Coefficients);
            fitted[row] = VectorKernels.Dot(data.Design.Values.Row(row), factor.Coefficients) + (data.OffsetArray is { } offset ? offset[row] : 0);
            total += (target[row] - (mean * ones[row])) * (target[row] - (mean * ones[row]));
        }

        var totals = new LinearTotals(total, -0.5 * root.LogDeterminant, ConditionNumber(factor), InferenceDegrees(data, Covariance == CovarianceKind.Classical));
        return LinearFit.Of(this, data, factor, whitened, fitted, whitened, totals, null, context);
    }
}
