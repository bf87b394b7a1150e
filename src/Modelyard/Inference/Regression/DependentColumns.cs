using System.Globalization;
using System.Text;
using Modelyard.Numerics;

namespace Modelyard.Inference;

/// <summary>Finds columns of a design that are weighted sums of the columns before them, and says of which.</summary>
internal static class DependentColumns
{
    // What is left of a column of length 1 beside the others: above the first it has digits enough, below the second it is nothing but rounding.
    private const double Clear = 1e-8;
    private const double Nothing = 1e-12;
    private const double Rounding = 100 * 2.220446049250313e-16;

    // A share of a column below this is rounding, not a part of the sum.
    private const double Negligible = 1e-7;
    private const int MostNamed = 5;

    /// <summary>Refuses a design whose columns depend on each other.</summary>
    /// <param name="design">The design.</param>
    /// <param name="triangle">The triangle of its features, scaled to length 1; what is behind them is passed over.</param>
    /// <param name="means">What was taken from each feature.</param>
    /// <param name="sizes">The length that each feature then had.</param>
    /// <param name="length">The length of a column of ones.</param>
    /// <exception cref="ModelyardException">A column depends on others.</exception>
    internal static void Refuse(DesignMatrix design, Matrix triangle, double[] means, double[] sizes, double length)
    {
        int columns = sizes.Length, first = design.HasIntercept ? 1 : 0;
        if (triangle.Rows < columns)
        {
            throw new ModelyardException($"There are '{design.RowCount}' rows and '{design.Columns.Count}' coefficients; there must be more rows than coefficients. Leave features out or give more rows.");
        }

        List<string> found = [];
        List<int> kept = [];
        Matrix left = triangle.View(0, columns, 0, columns);
        double[] raw = [.. sizes.Select((size, j) => Math.Sqrt((size * size) + (means[j] * means[j] * length * length)))];
        for (int j = 0; j < columns; j++)
        {
            if (design.HasIntercept && sizes[j] <= Rounding * raw[j])
            {
                // What it varies by about its mean is rounding: it is the intercept once more.
                found.Add(Sentence(design, j + first, [], [], means, sizes));
                continue;
            }

            double rest = Rest(left, kept, j, out double[] shares);
            if (rest >= Clear)
            {
                kept.Add(j);
                continue;
            }

            double rounding = raw[j];
            for (int i = 0; i < kept.Count; i++)
            {
                rounding += Math.Abs(shares[i]) * sizes[j] / sizes[kept[i]] * raw[kept[i]];
            }

            if (rest < Nothing || rest * sizes[j] <= Rounding * rounding)
            {
                found.Add(Sentence(design, j + first, [.. kept.Select(i => i + first)], shares, means, sizes));
            }
            else
            {
                kept.Add(j);
            }
        }

        if (found.Count > 0)
        {
            string more = found.Count > MostNamed ? $", and '{found.Count - MostNamed}' more" : "";
            throw new ModelyardException($"The features are perfectly collinear, so that no coefficient is determined: {string.Join("; ", found.Take(MostNamed))}{more}. Leave out a column of each equation.");
        }
    }

    /// <summary>Computes how much of a column the kept columns leave, and the shares of these in it.</summary>
    private static double Rest(Matrix triangle, List<int> kept, int column, out double[] shares)
    {
        shares = [];
        if (kept.Count == 0)
        {
            return Norm(triangle, column);
        }

        var left = new Matrix(triangle.Rows, kept.Count);
        for (int row = 0; row < triangle.Rows; row++)
        {
            for (int i = 0; i < kept.Count; i++)
            {
                left[row, i] = triangle[row, kept[i]];
            }
        }

        // Where no column was left out yet, the triangle's own diagonal tells it.
        if (kept.Count == column && Math.Abs(triangle[column, column]) >= Clear)
        {
            return Math.Abs(triangle[column, column]);
        }

        var right = new Matrix(triangle.Rows, 1);
        for (int row = 0; row < triangle.Rows; row++)
        {
            right[row, 0] = triangle[row, column];
        }

        QR factors = QR.Of(left);
        factors.MultiplyTransposedQ(right);
        double squares = 0;
        for (int row = kept.Count; row < right.Rows; row++)
        {
            squares += right[row, 0] * right[row, 0];
        }

        Matrix solution = right.RowRange(0, kept.Count).Copy();
        TriangularSolve.InPlace(factors.R, upper: true, transpose: false, solution);
        shares = solution.AsSpan().ToArray();
        return Math.Sqrt(squares);
    }

    private static double Norm(Matrix triangle, int column)
    {
        double squares = 0;
        for (int row = 0; row < triangle.Rows; row++)
        {
            squares += triangle[row, column] * triangle[row, column];
        }

        return Math.Sqrt(squares);
    }

    /// <summary>Writes a column as the sum of others, as in <c>'c' = 2 * 'a' + 'b' - 1</c>.</summary>
    private static string Sentence(DesignMatrix design, int column, int[] others, double[] shares, double[] means, double[] sizes)
    {
        int first = design.HasIntercept ? 1 : 0;
        var text = new StringBuilder();

        // Means of centred columns are rounding beside how far the columns spread.
        double constant = means[column - first], greatest = Math.Max(Math.Abs(constant), sizes[column - first] / Math.Sqrt(design.RowCount)), most = shares.Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (int i = 0; i < others.Length; i++)
        {
            if (Math.Abs(shares[i]) <= Negligible * most)
            {
                continue;
            }

            double factor = shares[i] * sizes[column - first] / sizes[others[i] - first];
            constant -= factor * means[others[i] - first];
            greatest = Math.Max(greatest, Math.Abs(factor * means[others[i] - first]));
            string size = Number(Math.Abs(factor));
            Append(text, factor, size == "1" ? $"'{design.Columns[others[i]]}'" : $"{size} * '{design.Columns[others[i]]}'");
        }

        if (design.HasIntercept && Math.Abs(constant) > Negligible * greatest)
        {
            Append(text, constant, Number(Math.Abs(constant)));
        }

        return $"'{design.Columns[column]}' = {(text.Length == 0 ? "0" : text)}";
    }

    private static void Append(StringBuilder text, double factor, string term) =>
        text.Append(text.Length == 0 ? factor < 0 ? "-" : "" : factor < 0 ? " - " : " + ").Append(term);

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
