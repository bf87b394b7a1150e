using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Inference;

/// <summary>Represents generalised least squares: the errors have a known covariance, but for a factor.</summary>
/// <remarks>
/// Rows are made independent by the transposed Cholesky factor of the inverse covariance, as in statsmodels, and ordinary least squares follows. An independent row is what is left of a row
/// beside those behind it; coefficients are the same for any such factor, but figures of the independent residuals (Durbin-Watson, skew, kurtosis and their tests) are of this one.
/// Source: Aitken (1936), On Least Squares and Linear Combination of Observations, Proceedings of the Royal Society of Edinburgh 55.
/// </remarks>
public sealed record GlsRegression : RegressionMethod
{
    // How far two entries may be apart, as a share of the standard deviations of their rows: more than what rounding leaves of a computed covariance.
    private const double Alike = 1e-8;

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

        RequireSymmetry();

        // With J turning the order of rows, the factor of JΣJ gives Σ = UUᵀ with an upper triangle U, whose inverse is the transposed factor of Σ⁻¹; Σ itself need not be inverted.
        if (!Cholesky.TryOf(Turned(ErrorCovariance), out Cholesky? root, context.Parallelism))
        {
            throw new ModelyardException("The covariance of the errors is not positive definite and must be.");
        }

        Matrix all = new(rows, data.Design.Columns.Count + 2);
        for (int row = 0; row < rows; row++)
        {
            int turned = rows - 1 - row;
            data.Design.Values.Row(row).CopyTo(all.Row(turned));
            all[turned, all.Columns - 2] = data.Target[row] - (data.OffsetArray is { } offset ? offset[row] : 0);
            all[turned, all.Columns - 1] = 1;
        }

        TriangularSolve.InPlace(root.Upper, upper: true, transpose: true, all, context.Parallelism);
        TurnRows(all);
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

    private void RequireSymmetry()
    {
        for (int i = 0; i < ErrorCovariance.Rows; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double below = ErrorCovariance[i, j], above = ErrorCovariance[j, i];
                if (Math.Abs(below - above) > Alike * Math.Sqrt(Math.Abs(ErrorCovariance[i, i] * ErrorCovariance[j, j])))
                {
                    throw new ModelyardException(
                        $"The covariance of the errors must be symmetric, and is '{above}' in row '{j}', column '{i}' but '{below}' in row '{i}', column '{j}'. The two rows have one covariance: give it in both places.");
                }
            }
        }
    }

    /// <summary>Copies a square matrix with its rows and its columns in reverse order.</summary>
    private static Matrix Turned(Matrix matrix)
    {
        Matrix turned = matrix.Copy();
        turned.AsSpan().Reverse();
        return turned;
    }

    private static void TurnRows(Matrix matrix)
    {
        for (int first = 0, last = matrix.Rows - 1; first < last; first++, last--)
        {
            for (int column = 0; column < matrix.Columns; column++)
            {
                (matrix[first, column], matrix[last, column]) = (matrix[last, column], matrix[first, column]);
            }
        }
    }
}
