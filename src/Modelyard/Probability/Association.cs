using Modelyard.Numerics;

namespace Modelyard.Probability;

/// <summary>Measures how two columns go together, on the rows in which both have a cell: NaN is a missing number, a code below 0 a missing level.</summary>
/// <remarks>
/// Sources: Spearman (1904), American Journal of Psychology 15(1); Kendall (1945), Biometrika 33(3), counted as in Knight (1966), JASA 61(314);
/// Cramér (1946), Mathematical Methods of Statistics, chapter 21; Pearson (1905) for the correlation ratio.
/// </remarks>
internal static class Association
{
    // More cells than this are a table of identifiers.
    private const long MostCells = 1 << 24;

    /// <summary>Computes Pearson's correlation; NaN where one does not vary.</summary>
    internal static AssociationStrength Pearson(double[] left, double[] right)
    {
        (double[] x, double[] y) = Pairs(left, right);
        return Correlation(x, y);
    }

    /// <summary>Computes Spearman's correlation; NaN where one does not vary.</summary>
    internal static AssociationStrength Spearman(double[] left, double[] right)
    {
        (double[] x, double[] y) = Pairs(left, right);
        return Correlation(MidRanks.Of(x), MidRanks.Of(y));
    }

    /// <summary>Computes τ-b: pairs in the wrong order are the exchanges of a merge sort by y of the rows sorted by x.</summary>
    internal static AssociationStrength Kendall(double[] left, double[] right)
    {
        (double[] x, double[] y) = Pairs(left, right);
        int n = x.Length;
        int[] order = [.. Enumerable.Range(0, n)];
        Array.Sort(order, (a, b) => x[a] != x[b] ? x[a].CompareTo(x[b]) : y[a].CompareTo(y[b]));
        double[] sorted = Array.ConvertAll(order, row => y[row]), sortedX = Array.ConvertAll(order, row => x[row]);
        List<int> tiesX = Ties(n, (i, j) => sortedX[i] == sortedX[j]);
        long all = CountPairs(n), tiedX = tiesX.Sum(CountPairs), tiedBoth = Ties(n, (i, j) => sortedX[i] == sortedX[j] && sorted[i] == sorted[j]).Sum(CountPairs);
        long exchanges = Exchanges(sorted, new double[n], 0, n);
        List<int> tiesY = Ties(n, (i, j) => sorted[i] == sorted[j]);
        long tiedY = tiesY.Sum(CountPairs), surplus = all - tiedX - tiedY + tiedBoth - (2 * exchanges);
        double size = Math.Sqrt(all - tiedX) * Math.Sqrt(all - tiedY);
        return size > 0 ? new AssociationStrength(surplus / size, AssociationTests.OfKendall(surplus, n, tiesX, tiesY)) : AssociationStrength.None;
    }

    /// <summary>Computes Cramér's V of two categories, given the levels of each; NaN where one does not vary.</summary>
    internal static AssociationStrength Cramer(int[] left, int levels, int[] right, int otherLevels)
    {
        if ((long)levels * otherLevels > MostCells)
        {
            throw new ModelyardException($"Two columns have '{levels:N0}' and '{otherLevels:N0}' different texts, too many to be compared. Leave out those that name each row.");
        }

        double[] cells = new double[levels * otherLevels], rows = new double[levels], columns = new double[otherLevels];
        double total = 0;
        for (int i = 0; i < left.Length; i++)
        {
            if (left[i] >= 0 && right[i] >= 0)
            {
                cells[(left[i] * otherLevels) + right[i]]++;
                rows[left[i]]++;
                columns[right[i]]++;
                total++;
            }
        }

        int usedRows = rows.Count(count => count > 0), usedColumns = columns.Count(count => count > 0);
        if (Math.Min(usedRows, usedColumns) < 2)
        {
            return AssociationStrength.None;
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

        return new AssociationStrength(Math.Min(1, Math.Sqrt(sum / total / (Math.Min(usedRows, usedColumns) - 1))), AssociationTests.OfTable(sum, usedRows, usedColumns));
    }

    /// <summary>Computes the correlation ratio of a category and a number; NaN where one does not vary.</summary>
    internal static AssociationStrength Ratio(int[] codes, int levels, double[] numbers)
    {
        double[] sums = new double[levels], counts = new double[levels];
        double sum = 0, count = 0;
        for (int row = 0; row < numbers.Length; row++)
        {
            if (codes[row] >= 0 && !double.IsNaN(numbers[row]))
            {
                sums[codes[row]] += numbers[row];
                counts[codes[row]]++;
                sum += numbers[row];
                count++;
            }
        }

        double mean = sum / count, between = 0, total = 0;
        for (int row = 0; row < numbers.Length; row++)
        {
            if (codes[row] >= 0 && !double.IsNaN(numbers[row]))
            {
                total += (numbers[row] - mean) * (numbers[row] - mean);
            }
        }

        for (int level = 0; level < sums.Length; level++)
        {
            between += counts[level] > 0 ? counts[level] * Math.Pow((sums[level] / counts[level]) - mean, 2) : 0;
        }

        int used = counts.Count(one => one > 0);
        return total > 0 && used > 1 ? new AssociationStrength(Math.Min(1, Math.Sqrt(between / total)), AssociationTests.OfLevels(between, total - between, used, count)) : AssociationStrength.None;
    }

    /// <summary>Computes the ranks of the numbers that are not missing; equal numbers share the mean of theirs, a missing one has none.</summary>
    internal static double[] RanksOf(double[] values)
    {
        double[] ranks = (double[])values.Clone(), present = MidRanks.Of(Array.FindAll(values, value => !double.IsNaN(value)));
        for (int row = 0, next = 0; row < ranks.Length; row++)
        {
            ranks[row] = double.IsNaN(ranks[row]) ? ranks[row] : present[next++];
        }

        return ranks;
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

    private static AssociationStrength Correlation(double[] x, double[] y)
    {
        double correlation = OfPairs(x, y);
        return new AssociationStrength(correlation, AssociationTests.OfCorrelation(correlation, x.Length));
    }

    private static double OfPairs(double[] x, double[] y)
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

    private static long CountPairs(int count) => (long)count * (count - 1) / 2;

    /// <summary>Counts the rows of each run of equal neighbours, where there are two or more.</summary>
    private static List<int> Ties(int count, Func<int, int, bool> areEqual)
    {
        var ties = new List<int>();
        for (int first = 0; first < count;)
        {
            int end = first + 1;
            while (end < count && areEqual(first, end))
            {
                end++;
            }

            if (end - first > 1)
            {
                ties.Add(end - first);
            }

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
}
