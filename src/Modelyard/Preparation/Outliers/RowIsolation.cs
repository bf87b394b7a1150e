using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Trees.Isolation;

namespace Modelyard.Preparation.Outliers;

/// <summary>Represents an isolation forest over some features that says which rows are outliers as a whole.</summary>
/// <remarks>A missing value is taken for the median of its feature, which makes no row unusual; a feature without a value is left at 0.</remarks>
internal sealed class RowIsolation
{
    private readonly double[] _medians;
    private readonly IsolationForestModel _forest;

    private RowIsolation(double[] medians, IsolationForestModel forest)
    {
        _medians = medians;
        _forest = forest;
    }

    /// <summary>Learns a forest.</summary>
    /// <param name="rows">The features, rows x features; missing values are replaced in it.</param>
    /// <param name="share">The share of the rows that count as outliers.</param>
    /// <param name="context">The seed, the budget, the threads of the fit.</param>
    internal static RowIsolation Learn(Matrix rows, double share, FitContext context)
    {
        double[] medians = new double[rows.Columns], cells = new double[rows.Rows];
        for (int column = 0; column < medians.Length; column++)
        {
            rows.CopyColumnTo(column, cells);
            var sample = new WeightedSample(cells);
            medians[column] = sample.IsEmpty ? 0 : sample.Quantile(0.5);
        }

        Fill(rows, medians);
        return new RowIsolation(medians, new IsolationForest { Contamination = share }.Fit(Dataset.WithoutTarget(rows), context));
    }

    /// <summary>Puts columns of a table side by side.</summary>
    internal static Matrix RowsOf(Column[] columns)
    {
        var rows = new Matrix(columns.Length == 0 ? 0 : columns[0].Length, columns.Length);
        for (int column = 0; column < columns.Length; column++)
        {
            double[] cells = columns[column].ToDoubles();
            for (int row = 0; row < cells.Length; row++)
            {
                rows[row, column] = cells[row];
            }
        }

        return rows;
    }

    /// <summary>Tells which rows are outliers.</summary>
    /// <param name="rows">The features, rows x features; missing values are replaced in it.</param>
    /// <param name="degree">The greatest number of threads.</param>
    internal bool[] Flag(Matrix rows, int degree)
    {
        Fill(rows, _medians);
        double[] scores = new double[rows.Rows];
        _forest.Score(rows, scores, degree);
        return Array.ConvertAll(scores, score => score > _forest.Threshold);
    }

    private static void Fill(Matrix rows, double[] medians)
    {
        for (int row = 0; row < rows.Rows; row++)
        {
            Span<double> cells = rows.Row(row);
            for (int column = 0; column < medians.Length; column++)
            {
                cells[column] = double.IsNaN(cells[column]) ? medians[column] : cells[column];
            }
        }
    }
}
