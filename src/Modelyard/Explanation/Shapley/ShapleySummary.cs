using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Shapley;

/// <summary>Represents the contributions of all columns to the predictions of many rows.</summary>
public sealed class ShapleySummary
{
    private readonly Matrix _rows;
    private readonly Matrix _contributions;
    private readonly double[] _means;

    private ShapleySummary(PredictionExplainer explainer, Matrix rows, Matrix contributions)
    {
        Columns = explainer.Columns;
        Outputs = explainer.Outputs;
        Scale = explainer.Scale;
        _rows = rows;
        _contributions = contributions;
        _means = new double[Columns.Count];
        for (int row = 0; row < contributions.Rows; row++)
        {
            ReadOnlySpan<double> own = contributions.Row(row);
            for (int i = 0; i < own.Length; i++)
            {
                _means[i % _means.Length] += Math.Abs(own[i]) / ((double)contributions.Rows * Outputs.Count);
            }
        }

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

    /// <summary>Gets the positions of the columns, that of the greatest mean size first.</summary>
    public IReadOnlyList<int> Ranking { get; }

    /// <summary>Explains rows.</summary>
    /// <param name="explainer">What explains.</param>
    /// <param name="rows">The rows, rows x features of the model.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <returns>The summary.</returns>
    public static ShapleySummary Of(PredictionExplainer explainer, Matrix rows, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        ArgumentNullException.ThrowIfNull(rows);
        var contributions = new Matrix(rows.Rows, explainer.Outputs.Count * explainer.Columns.Count);
        explainer.Explain(rows, contributions, degree);
        return new ShapleySummary(explainer, rows.View(0, rows.Rows, 0, explainer.Columns.Count).Copy(), contributions);
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

    private void Check(int column, int output)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, Columns.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(output);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(output, Outputs.Count);
    }
}
