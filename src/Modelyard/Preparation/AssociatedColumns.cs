using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Preparation;

/// <summary>Finds the columns of a table that go together.</summary>
/// <remarks>
/// Average linkage on one less the size of Spearman's correlation of two numbers, of Cramér's V of two categories, and of the correlation ratio of a number's ranks and a category. What does not vary goes with
/// nothing.
/// </remarks>
internal static class AssociatedColumns
{
    /// <summary>Groups columns whose mean association is at least so great.</summary>
    /// <param name="columns">Dense rows, one feature a column.</param>
    /// <param name="least">The association, from 0 to 1.</param>
    /// <param name="degree">The greatest number of threads, at least 1.</param>
    /// <returns>For each column the first column of its group.</returns>
    internal static int[] Groups(Dataset columns, double least, int degree) => AverageLinkage.Cut(columns.FeatureCount, AverageLinkage.Of(Distances(columns, degree)), 1 - least);

    private static Matrix Distances(Dataset columns, int degree)
    {
        int count = columns.FeatureCount;
        double[][] cells = new double[count][];
        int[][] codes = new int[count][];
        for (int feature = 0; feature < count; feature++)
        {
            cells[feature] = new double[columns.RowCount];
            columns.Features.CopyColumnTo(feature, cells[feature]);
            if (columns.Schema[feature].IsCategorical)
            {
                codes[feature] = Array.ConvertAll(cells[feature], code => double.IsNaN(code) ? -1 : (int)code);
            }
            else
            {
                // Ranks of all cells serve the ratio, which is of one number alone.
                cells[feature] = Association.RanksOf(cells[feature]);
            }
        }

        var distances = new Matrix(count, count);
        ParallelLoop.For(count, degree, i =>
        {
            for (int j = 0; j < i; j++)
            {
                int levels = columns.Schema[i].Levels.Count, others = columns.Schema[j].Levels.Count;
                AssociationStrength association = (codes[i], codes[j]) switch
                {
                    (null, null) => Association.Spearman(cells[i], cells[j]),
                    (null, _) => Association.Ratio(codes[j], others, cells[i]),
                    (_, null) => Association.Ratio(codes[i], levels, cells[j]),
                    _ => Association.Cramer(codes[i], levels, codes[j], others),
                };
                double distance = double.IsNaN(association.Value) ? 1 : 1 - Math.Abs(association.Value);
                (distances[i, j], distances[j, i]) = (distance, distance);
            }
        });
        return distances;
    }
}
