using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Inference;

/// <summary>Represents how much each row weighs in a fit, and how far it lies from it.</summary>
/// <remarks>
/// Of a generalised linear model the measures are those of the weighted least squares of the last step, with Pearson's residuals.
/// Sources: Belsley, Kuh and Welsch (1980), Regression Diagnostics, chapter 2; Cook (1977), Technometrics 19(1); Pregibon (1981), Annals of Statistics 9(4).
/// </remarks>
public sealed class InfluenceMeasures
{
    private const int Block = 4096;

    private readonly RegressionData _data;
    private readonly string[] _names;
    private readonly double[] _leverages;
    private readonly double[] _internal;
    private readonly double[] _external;
    private readonly double[] _cooks;
    private readonly double[] _dffits;

    private InfluenceMeasures(RegressionFit fit, DesignFactor factor, double[]? weights, double[] residuals, double scale, bool estimatesScale)
    {
        _data = fit.Data;
        _names = [.. fit.Coefficients.Select(one => one.Name)];
        int n = residuals.Length, size = fit.Coefficients.Count;
        _leverages = factor.Leverages(weights, Learning.FitContext.Default);
        (_internal, _external, _cooks, _dffits) = (new double[n], new double[n], new double[n], new double[n]);
        double squares = scale * (n - size);
        double[] errors = new double[n];
        var without = new double[n];
        for (int row = 0; row < n; row++)
        {
            double root = weights is null ? 1 : Math.Sqrt(weights[row]), error = root * residuals[row], kept = 1 - _leverages[row];

            // The variance of the errors as it would be without the row; where the family knows it, it stays what it is.
            without[row] = estimatesScale ? (squares - (error * error / kept)) / (n - size - 1) : scale;
            errors[row] = root * error / kept;
            _internal[row] = error / Math.Sqrt(scale * kept);
            _external[row] = error / Math.Sqrt(without[row] * kept);
            _cooks[row] = _internal[row] * _internal[row] / size * (_leverages[row] / kept);
            _dffits[row] = _external[row] * Math.Sqrt(_leverages[row] / kept);
        }

        // In generalised linear models the changes are measured in the standard errors of the fit.
        Dfbetas = Changes(factor, errors, fit is LinearFit ? without : [.. Enumerable.Repeat(scale, n)], fit.Coefficients.Count);
        DffitsThreshold = 2 * Math.Sqrt(size / (double)n);
        LeverageThreshold = 2 * size / (double)n;
        CooksThreshold = 4 / (double)n;
        _distribution = new FDistribution(size, n - size);
    }

    private readonly FDistribution _distribution;

    /// <summary>Gets the leverage of each row, from 0 to 1: its share in its own fitted value.</summary>
    public ReadOnlySpan<double> Leverages => _leverages;

    /// <summary>Gets the residuals over their standard errors, with the variance of all rows.</summary>
    public ReadOnlySpan<double> InternallyStudentized => _internal;

    /// <summary>Gets the residuals over their standard errors, with the variance of all rows but the row itself: Student's t if the errors are normal.</summary>
    public ReadOnlySpan<double> ExternallyStudentized => _external;

    /// <summary>Gets Cook's distance of each row: how far all coefficients would move without it.</summary>
    public ReadOnlySpan<double> CooksDistances => _cooks;

    /// <summary>Gets by how many standard errors the fitted value of each row would move without it (DFFITS).</summary>
    public ReadOnlySpan<double> Dffits => _dffits;

    /// <summary>Gets by how many standard errors each coefficient would move without each row (DFBETAS), rows x coefficients; of linear regressions with the variance of all rows but the row itself.</summary>
    public Matrix Dfbetas { get; }

    /// <summary>Gets the size of DFFITS beyond which a row is worth a look: <c>2 √(coefficients / rows)</c>.</summary>
    public double DffitsThreshold { get; }

    /// <summary>Gets the leverage beyond which a row is worth a look: <c>2 coefficients / rows</c>.</summary>
    public double LeverageThreshold { get; }

    /// <summary>Gets Cook's distance beyond which a row is worth a look: <c>4 / rows</c>.</summary>
    public double CooksThreshold { get; }

    /// <summary>Computes the p-value of Cook's distance of a row.</summary>
    /// <param name="row">The zero-based row.</param>
    /// <returns>The probability of a greater distance.</returns>
    public double CooksPValue(int row) => _distribution.Upper(_cooks[row]);

    /// <summary>Finds the rows whose absence would move the coefficients most.</summary>
    /// <param name="count">The number of rows; all if there are fewer.</param>
    /// <returns>The zero-based rows, the one of greatest Cook's distance first.</returns>
    public int[] MostInfluential(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int[] rows = [.. Enumerable.Range(0, _cooks.Length)];
        double[] keys = Array.ConvertAll(_cooks, distance => double.IsNaN(distance) ? double.NegativeInfinity : -distance);
        Array.Sort(keys, rows);
        return rows[..Math.Min(count, rows.Length)];
    }

    /// <summary>Gets the number of a row in the table that the data was taken of, counted from 1.</summary>
    /// <param name="row">The zero-based row of the fit.</param>
    /// <returns>The number.</returns>
    public int DataRow(int row) => _data.DataRow(row);

    /// <summary>Computes the table of the rows whose absence would move the coefficients most, with the coefficient that each moves most.</summary>
    /// <param name="count">The number of rows; all if there are fewer.</param>
    /// <returns>A new table, the row of greatest Cook's distance first.</returns>
    public SummaryTable Summary(int count = 10) => new()
    {
        Title = "The most influential rows",
        Headers = ["data row", "leverage", "studentised", "Cook's distance", "DFFITS", "moves most"],
        WordColumns = [5],
        Rows = [.. MostInfluential(count).Select(row =>
        {
            int most = Enumerable.Range(0, Dfbetas.Columns).MaxBy(j => Math.Abs(Dfbetas[row, j]));
            return (IReadOnlyList<string>)[
                $"{DataRow(row)}", SummaryNumber.Text(_leverages[row]), SummaryNumber.Text(_external[row]), SummaryNumber.Text(_cooks[row]), SummaryNumber.Text(_dffits[row]),
                $"{_names[most]} by {SummaryNumber.Text(Dfbetas[row, most])} standard errors"];
        })],
        Notes = [$"Worth a look beyond: leverage {SummaryNumber.Text(LeverageThreshold)}, Cook's distance {SummaryNumber.Text(CooksThreshold)}, DFFITS {SummaryNumber.Text(DffitsThreshold)}."],
    };

    internal static InfluenceMeasures Of(LinearFit fit) => new(fit, fit.Factor, fit.Data.WeightArray, fit.Residuals.ToArray(), fit.Scale, estimatesScale: true);

    internal static InfluenceMeasures Of(GeneralizedFit fit)
    {
        double[] signed = fit.PearsonResiduals();

        // Pearson's residuals hold the roots of the weights already.
        for (int row = 0; row < signed.Length; row++)
        {
            signed[row] /= Math.Sqrt(fit.Scoring.Rows.Weights[row]);
        }

        return new InfluenceMeasures(fit, fit.Scoring.Factor, fit.Scoring.Rows.Weights, signed, fit.Scale, !fit.Family.HasFixedScale);
    }

    private static Matrix Changes(DesignFactor factor, double[] errors, double[] variances, int size)
    {
        Matrix changes = Matrix.Uninitialized(errors.Length, size);
        double[] sizes = new double[size];
        for (int j = 0; j < size; j++)
        {
            sizes[j] = VectorKernels.Norm(factor.Transform.Row(j));
        }

        ParallelLoop.Blocks(errors.Length, Block, Environment.ProcessorCount, (first, count) =>
        {
            var unit = new Matrix(count, size);
            factor.Orthonormal(first, unit);
            Matrix block = changes.RowRange(first, count);
            MatrixProduct.Multiply(unit, factor.Transform, block, transposeB: true);
            for (int i = 0; i < count; i++)
            {
                Span<double> row = block.Row(i);
                for (int j = 0; j < size; j++)
                {
                    row[j] *= errors[first + i] / (Math.Sqrt(variances[first + i]) * sizes[j]);
                }
            }
        });
        return changes;
    }
}
