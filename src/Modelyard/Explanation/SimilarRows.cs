using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation;

/// <summary>Finds the rows of a table that are most like one.</summary>
/// <remarks>
/// Columns count alike: of a number the difference over the range in which the middle nine tenths of the cells lie, at most 1; of all else, and where one cell is missing, 0 for the same and 1 for another.
/// A text counts by its number of words. Source: Gower (1971), A General Coefficient of Similarity and Some of Its Properties, Biometrics 27(4); the range is ours, so that one far cell does not make all others alike.
/// </remarks>
public static class SimilarRows
{
    private const double Outer = 0.05;

    /// <summary>Finds rows.</summary>
    /// <param name="features">The features of the rows.</param>
    /// <param name="rows">The rows, rows x features.</param>
    /// <param name="row">The row, one number for each feature.</param>
    /// <param name="count">The greatest number of rows to find, 1 or more.</param>
    /// <returns>The positions of the rows and how far off they are, from 0 (the same) to 1, the nearest first; of equals the first.</returns>
    /// <exception cref="ArgumentException">A length is another than the number of features.</exception>
    public static IReadOnlyList<(int Row, double Distance)> Find(FeatureSchema features, Matrix rows, ReadOnlySpan<double> row, int count)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        RowCheck.Features(row, features.Count);
        RowCheck.Features(rows, features.Count);
        FeatureSchema columns = features.WithoutTerms();
        double[] distances = new double[rows.Rows], cells = new double[rows.Rows];
        for (int column = 0; column < columns.Count; column++)
        {
            rows.CopyColumnTo(column, cells);
            double range = columns[column].Kind is FeatureKind.Categorical or FeatureKind.Boolean ? 0 : RangeOf(cells);
            for (int other = 0; other < cells.Length; other++)
            {
                distances[other] += Difference(row[column], cells[other], range) / columns.Count;
            }
        }

        return [.. Enumerable.Range(0, distances.Length).OrderBy(other => distances[other]).Take(count).Select(other => (other, distances[other]))];
    }

    private static double Difference(double one, double other, double range) => one.Equals(other) ? 0
        : range > 0 && !double.IsNaN(one - other) ? Math.Min(1, Math.Abs(one - other) / range)
        : 1;

    private static double RangeOf(double[] cells)
    {
        double[] sorted = [.. cells.Where(double.IsFinite).Order()];
        return sorted.Length == 0 ? 0 : SortedQuantile.Of(sorted, 1 - Outer) - SortedQuantile.Of(sorted, Outer);
    }
}
