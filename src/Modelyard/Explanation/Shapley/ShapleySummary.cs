using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Shapley;

/// <summary>Represents the contributions of all columns to the predictions of many rows.</summary>
public sealed class ShapleySummary
{
    private readonly Matrix _rows;
    private readonly Matrix _contributions;
    private readonly double[] _means;
    private readonly double[] _errors;

    private ShapleySummary(PredictionExplainer explainer, Matrix rows, Matrix contributions, Matrix? errors)
    {
        Columns = explainer.Columns;
        Outputs = explainer.Outputs;
        Scale = explainer.Scale;
        _rows = rows;
        _contributions = contributions;
        _means = MeanSizesOf(contributions);
        _errors = errors is null ? new double[Columns.Count] : MeanSizesOf(errors);
        Ranking = [.. Enumerable.Range(0, _means.Length).OrderByDescending(column => _means[column])];
    }

    /// <summary>Gets the columns.</summary>
    public FeatureSchema Columns { get; }

    /// <summary>Gets the names of the outputs: the classes, of two the second alone; one empty name for a number.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Gets the unit of the contributions.</summary>
    public ShapleyScale Scale { get; }

    /// <summary>Gets the number of rows.</summary>
    public int RowCount => _rows.Rows;

    /// <summary>Gets the mean size of each column's contributions, over rows and outputs.</summary>
    public ReadOnlySpan<double> MeanSizes => _means;

    /// <summary>Gets the mean standard error of each column's contributions, over rows and outputs; 0 where nothing was estimated. A mean size of not much more may be chance alone.</summary>
    public ReadOnlySpan<double> MeanErrors => _errors;

    /// <summary>Gets the positions of the columns, that of the greatest mean size first.</summary>
    public IReadOnlyList<int> Ranking { get; }

    /// <summary>Explains rows.</summary>
    /// <param name="explainer">What explains.</param>
    /// <param name="rows">The rows, rows x features of the model.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <returns>The summary, in which contributions that are rounding alone beside the prediction are 0.</returns>
    public static ShapleySummary Of(PredictionExplainer explainer, Matrix rows, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        ArgumentNullException.ThrowIfNull(rows);
        var contributions = new Matrix(rows.Rows, explainer.Outputs.Count * explainer.Columns.Count);
        Matrix? errors = explainer.IsEstimated ? new Matrix(rows.Rows, contributions.Columns) : null;
        if (errors is null)
        {
            explainer.Explain(rows, contributions, degree);
        }
        else
        {
            ParallelLoop.For(rows.Rows, degree, row => explainer.Explain(rows.Row(row), contributions.Row(row), errors.Row(row)));
        }

        TakeNoise(explainer, contributions);
        return new ShapleySummary(explainer, rows.View(0, rows.Rows, 0, explainer.Columns.Count).Copy(), contributions, errors);
    }

    /// <summary>Gets the contributions of a column, one a row.</summary>
    /// <param name="column">The position of the column.</param>
    /// <param name="output">The position of the output.</param>
    /// <returns>A new array.</returns>
    public double[] Contributions(int column, int output = 0)
    {
        Check(column, output);
        double[] values = new double[RowCount];
        _contributions.CopyColumnTo((output * Columns.Count) + column, values);
        return values;
    }

    /// <summary>Gets the encoded cells of a column, one a row.</summary>
    /// <param name="column">The position of the column.</param>
    /// <returns>A new array.</returns>
    public double[] Cells(int column)
    {
        Check(column, 0);
        double[] values = new double[RowCount];
        _rows.CopyColumnTo(column, values);
        return values;
    }

    private static void TakeNoise(PredictionExplainer explainer, Matrix contributions)
    {
        int columns = explainer.Columns.Count;
        for (int row = 0; row < contributions.Rows; row++)
        {
            for (int output = 0; output < explainer.Outputs.Count; output++)
            {
                Span<double> own = contributions.Row(row).Slice(output * columns, columns);
                double scale = Math.Max(Math.Abs(explainer.Base[output]), Math.Abs(explainer.Base[output] + VectorKernels.Sum(own)));
                foreach (ref double contribution in own)
                {
                    contribution = RoundingNoise.Without(contribution, scale);
                }
            }
        }
    }

    private double[] MeanSizesOf(Matrix values)
    {
        double[] means = new double[Columns.Count];
        for (int row = 0; row < values.Rows; row++)
        {
            ReadOnlySpan<double> own = values.Row(row);
            for (int i = 0; i < own.Length; i++)
            {
                means[i % means.Length] += Math.Abs(own[i]) / ((double)values.Rows * Outputs.Count);
            }
        }

        return means;
    }

    private void Check(int column, int output)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, Columns.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(output);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(output, Outputs.Count);
    }
}
