using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Counterfactuals;

/// <summary>Measures how far rows are apart in the numbers of a table, after what these have in common is taken out: what goes against how columns go together is far.</summary>
/// <remarks>
/// Each number becomes the normal score of its rank, so that outliers and curved but ascending ties do no harm; the scores are made uncorrelated by the Cholesky factor of their correlations,
/// which are shrunk by the columns for each row, as their small eigenvalues are too small by about that much. A missing cell has the middle score.
/// </remarks>
internal sealed class UncorrelatedSpace
{
    private const double LeastShrinkage = 1e-4;
    private readonly int[] _columns;
    private readonly NormalScores[] _scores;
    private readonly Matrix _upper;
    private readonly Matrix _rows;

    private UncorrelatedSpace(int[] columns, NormalScores[] scores, Matrix background)
    {
        _columns = columns;
        _scores = scores;
        _rows = new Matrix(background.Rows, columns.Length);
        for (int row = 0; row < background.Rows; row++)
        {
            Score(background.Row(row), _rows.Row(row));
        }

        _upper = Cholesky.Of(Correlations(_rows)).Upper;
        for (int row = 0; row < background.Rows; row++)
        {
            Uncorrelate(_rows.Row(row));
        }
    }

    /// <summary>Prepares the space of a background; null where fewer than two columns hold numbers that differ, or there are hardly more rows than those.</summary>
    internal static UncorrelatedSpace? Find(FeatureSchema schema, Matrix background)
    {
        const int RowsOfColumn = 3;
        var columns = new List<int>();
        var scores = new List<NormalScores>();
        double[] cells = new double[background.Rows];
        for (int column = 0; column < schema.Count; column++)
        {
            background.CopyColumnTo(column, cells);
            var own = new NormalScores(cells);
            if (schema[column].Kind is FeatureKind.Numeric or FeatureKind.Timestamp && own.Differ)
            {
                columns.Add(column);
                scores.Add(own);
            }
        }

        return columns.Count < 2 || background.Rows < RowsOfColumn * columns.Count ? null : new UncorrelatedSpace([.. columns], [.. scores], background);
    }

    /// <summary>Gets the numbers of a row in this space.</summary>
    internal double[] Place(ReadOnlySpan<double> row)
    {
        double[] place = new double[_columns.Length];
        Score(row, place);
        Uncorrelate(place);
        return place;
    }

    /// <summary>Measures how far a place is from a row of the background.</summary>
    internal double Distance(ReadOnlySpan<double> place, int row) => Math.Sqrt(VectorKernels.SquaredDistance(place, _rows.Row(row)));

    private void Score(ReadOnlySpan<double> row, Span<double> scores)
    {
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = _scores[i].Of(row[_columns[i]]);
        }
    }

    private static Matrix Correlations(Matrix scores)
    {
        int size = scores.Columns;
        var sums = new Matrix(size, size);
        for (int row = 0; row < scores.Rows; row++)
        {
            for (int i = 0; i < size; i++)
            {
                VectorKernels.Axpy(scores[row, i], scores.Row(row), sums.Row(i));
            }
        }

        double shrinkage = Math.Max(LeastShrinkage, (double)size / scores.Rows);
        double[] scales = [.. Enumerable.Range(0, size).Select(i => Math.Sqrt(sums[i, i]))];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                sums[i, j] = i == j ? 1 : (1 - shrinkage) * sums[i, j] / (scales[i] * scales[j]);
            }
        }

        return sums;
    }

    private void Uncorrelate(Span<double> scores) => TriangularSolve.InPlace(_upper, upper: true, transpose: true, scores);
}
