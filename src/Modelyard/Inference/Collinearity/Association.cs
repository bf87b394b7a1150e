using Modelyard.Numerics;

namespace Modelyard.Inference;

/// <summary>Measures how two columns go together, on the rows in which both have a cell.</summary>
/// <remarks>
/// Sources: Spearman (1904), American Journal of Psychology 15(1); Kendall (1945), Biometrika 33(3), counted as in Knight (1966), JASA 61(314);
/// Cramér (1946), Mathematical Methods of Statistics, chapter 21; Pearson (1905) for the correlation ratio.
/// </remarks>
internal static class Association
{
    // More cells than this are a table of identifiers.
    private const long MostCells = 1 << 24;

    internal static double Of(AssociationColumn left, AssociationColumn right, CorrelationKind kind)
    {
        if (left.IsCategory && right.IsCategory)
        {
            return kind == CorrelationKind.Ratio ? double.NaN : Cramer(left, right);
        }

        if (left.IsCategory || right.IsCategory)
        {
            return left.IsCategory ? Ratio(left, right.Numbers) : Ratio(right, left.Numbers);
        }

        if (kind == CorrelationKind.Ratio)
        {
            return double.NaN;
        }

        (double[] x, double[] y) = Pairs(left.Numbers, right.Numbers);
        return kind switch
        {
            CorrelationKind.Spearman => Pearson(MidRanks.Of(x), MidRanks.Of(y)),
            CorrelationKind.Kendall => Kendall(x, y),
            _ => Pearson(x, y),
        };
    }

    private static (double[] X, double[] Y) Pairs(double[] left, double[] right)
    {
        double[] x = new double[left.Length], y = new double[left.Length];
        int kept = 0;
        for (int row = 0; row < left.Length; row++)
        {
            (x[kept], y[kept]) = (left[row], right[row]);
            kept += double.IsNaN(left[row]) || double.IsNaN(right[row]) ? 0 : 1;
        }

        return (x[..kept], y[..kept]);
    }

    private static double Pearson(double[] x, double[] y)
    {
        if (x.Length < 2)
        {
            return double.NaN;
        }

        double meanX = VectorKernels.Sum(x) / x.Length, meanY = VectorKernels.Sum(y) / y.Length, products = 0, squaresX = 0, squaresY = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double a = x[i] - meanX, b = y[i] - meanY;
            products += a * b;
            squaresX += a * a;
            squaresY += b * b;
        }

        // One root keeps equal columns at exactly 1; two do not overflow.
        double size = Math.Sqrt(squaresX * squaresY);
        size = size > 0 && double.IsFinite(size) ? size : Math.Sqrt(squaresX) * Math.Sqrt(squaresY);
        return size > 0 && !Array.TrueForAll(x, one => one == x[0]) && !Array.TrueForAll(y, one => one == y[0]) ? Math.Clamp(products / size, -1, 1) : double.NaN;
    }

    /// <summary>Computes τ-b: pairs in the wrong order are the exchanges of a merge sort by y of the rows sorted by x.</summary>
    private static double Kendall(double[] x, double[] y)
    {
        int n = x.Length;
        int[] order = [.. Enumerable.Range(0, n)];
        Array.Sort(order, (a, b) => x[a] != x[b] ? x[a].CompareTo(x[b]) : y[a].CompareTo(y[b]));
        double[] sorted = Array.ConvertAll(order, row => y[row]), sortedX = Array.ConvertAll(order, row => x[row]);
        long all = (long)n * (n - 1) / 2, tiedX = Ties(n, (i, j) => sortedX[i] == sortedX[j]), tiedBoth = Ties(n, (i, j) => sortedX[i] == sortedX[j] && sorted[i] == sorted[j]);
        long exchanges = Exchanges(sorted, new double[n], 0, n);
        long tiedY = Ties(n, (i, j) => sorted[i] == sorted[j]);
        double size = Math.Sqrt(all - tiedX) * Math.Sqrt(all - tiedY);
        return size > 0 ? (all - tiedX - tiedY + tiedBoth - (2 * exchanges)) / size : double.NaN;
    }

    private static long Ties(int count, Func<int, int, bool> areEqual)
    {
        long ties = 0;
        for (int first = 0; first < count;)
        {
            int end = first + 1;
            while (end < count && areEqual(first, end))
            {
                end++;
            }

            ties += (long)(end - first) * (end - first - 1) / 2;
            first = end;
        }

        return ties;
    }

    private static long Exchanges(double[] values, double[] memory, int first, int end)
    {
        if (end - first < 2)
        {
            return 0;
        }

        int middle = first + ((end - first) / 2), left = first, right = middle;
        long exchanges = Exchanges(values, memory, first, middle) + Exchanges(values, memory, middle, end);
        for (int to = first; to < end; to++)
        {
            if (right == end || (left < middle && values[left] <= values[right]))
            {
                memory[to] = values[left++];
            }
            else
            {
                exchanges += middle - left;
                memory[to] = values[right++];
            }
        }

        Array.Copy(memory, first, values, first, end - first);
        return exchanges;
    }

    private static double Cramer(AssociationColumn left, AssociationColumn right)
    {
        if ((long)left.Levels * right.Levels > MostCells)
        {
            throw new ModelyardException($"Two columns have '{left.Levels:N0}' and '{right.Levels:N0}' different texts, too many to be compared. Leave out those that name each row.");
        }

        double[] cells = new double[left.Levels * right.Levels], rows = new double[left.Levels], columns = new double[right.Levels];
        double total = 0;
        for (int i = 0; i < left.Codes.Length; i++)
        {
            if (left.Codes[i] >= 0 && right.Codes[i] >= 0)
            {
                cells[(left.Codes[i] * right.Levels) + right.Codes[i]]++;
                rows[left.Codes[i]]++;
                columns[right.Codes[i]]++;
                total++;
            }
        }

        int usedRows = rows.Count(count => count > 0), usedColumns = columns.Count(count => count > 0);
        if (Math.Min(usedRows, usedColumns) < 2)
        {
            return double.NaN;
        }

        double sum = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < columns.Length; j++)
            {
                double expected = rows[i] * columns[j] / total, difference = cells[(i * columns.Length) + j] - expected;
                sum += expected > 0 ? difference * difference / expected : 0;
            }
        }

        return Math.Min(1, Math.Sqrt(sum / total / (Math.Min(usedRows, usedColumns) - 1)));
    }

    private static double Ratio(AssociationColumn category, double[] numbers)
    {
        double[] sums = new double[category.Levels], counts = new double[category.Levels];
        double sum = 0, count = 0;
        for (int row = 0; row < numbers.Length; row++)
        {
            if (category.Codes[row] >= 0 && !double.IsNaN(numbers[row]))
            {
                sums[category.Codes[row]] += numbers[row];
                counts[category.Codes[row]]++;
                sum += numbers[row];
                count++;
            }
        }

        double mean = sum / count, between = 0, total = 0;
        for (int row = 0; row < numbers.Length; row++)
        {
            if (category.Codes[row] >= 0 && !double.IsNaN(numbers[row]))
            {
                total += (numbers[row] - mean) * (numbers[row] - mean);
            }
        }

        for (int level = 0; level < sums.Length; level++)
        {
            between += counts[level] > 0 ? counts[level] * Math.Pow((sums[level] / counts[level]) - mean, 2) : 0;
        }

        return total > 0 && counts.Count(one => one > 0) > 1 ? Math.Min(1, Math.Sqrt(between / total)) : double.NaN;
    }
}
