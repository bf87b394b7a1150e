using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Prototypes;

/// <summary>Makes points of rows, so that columns of every kind count alike.</summary>
internal static class RowEmbedding
{
    // Two rows of different levels are as far apart as two numbers one standard deviation apart.
    private static readonly double s_level = Math.Sqrt(0.5);

    /// <summary>Makes a point of each row: numbers in standard deviations from their mean, a coordinate for each level, and one that marks missing cells; texts by their number of words.</summary>
    /// <param name="features">The features of the rows.</param>
    /// <param name="rows">The rows, rows x features.</param>
    /// <returns>Rows x coordinates.</returns>
    internal static Matrix Of(FeatureSchema features, Matrix rows)
    {
        FeatureSchema columns = features.WithoutTerms();
        int[] starts = new int[columns.Count + 1];
        for (int column = 0; column < columns.Count; column++)
        {
            starts[column + 1] = starts[column] + 1 + (columns[column].IsCategorical ? columns[column].Levels.Count : 1);
        }

        var points = new Matrix(rows.Rows, starts[^1]);
        double[] cells = new double[rows.Rows];
        for (int column = 0; column < columns.Count; column++)
        {
            rows.CopyColumnTo(column, cells);
            Fill(columns[column], cells, points, starts[column]);
        }

        return points;
    }

    private static void Fill(Feature column, double[] cells, Matrix points, int start)
    {
        double[] present = [.. cells.Where(double.IsFinite)];
        double mean = present.Length > 0 ? present.Average() : 0;
        double deviation = present.Length > 0 ? Math.Sqrt(present.Average(cell => (cell - mean) * (cell - mean))) : 0;
        for (int row = 0; row < cells.Length; row++)
        {
            double cell = cells[row];
            if (!double.IsFinite(cell) || (column.IsCategorical && !(cell >= 0 && cell < column.Levels.Count)))
            {
                points[row, start] = 1;
            }
            else if (column.IsCategorical)
            {
                points[row, start + 1 + (int)cell] = s_level;
            }
            else
            {
                points[row, start + 1] = deviation > 0 ? (cell - mean) / deviation : 0;
            }
        }
    }
}
