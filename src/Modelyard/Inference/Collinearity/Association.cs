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

    internal static AssociationStrength Of(AssociationColumn left, AssociationColumn right, CorrelationKind kind)
    {
        if (left.IsCategory && right.IsCategory)
        {
            return kind == CorrelationKind.Ratio ? AssociationStrength.None : Cramer(left, right);
        }

        if (left.IsCategory || right.IsCategory)
        {
            return left.IsCategory ? Ratio(left, right.Numbers) : Ratio(right, left.Numbers);
        }

        if (kind == CorrelationKind.Ratio)
        {
            return AssociationStrength.None;
        }

        (double[] x, double[] y) = Pairs(left.Numbers, right.Numbers);
        if (kind == CorrelationKind.Kendall)
        {
            return Kendall(x, y);
        }

        double correlation = kind == CorrelationKind.Spearman ? Pearson(Ranks(x), Ranks(y)) : Pearson(x, y);
        return new AssociationStrength(correlation, AssociationTests.OfCorrelation(correlation, x.Length));
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

    /// <summary>Computes ranks; equal numbers share the mean of theirs.</summary>
    private static double[] Ranks(double[] values)
    {
        int[] order = Order(values);
        double[] ranks = new double[values.Length];
        for (int first = 0; first < order.Length;)
        {
            int end = first + 1;
            while (end < order.Length && values[order[end]] == values[order[first]])
            {
                end++;
            }

            for (int i = first; i < end; i++)
            {
                ranks[order[i]] = 0.5 * (first + end + 1);
            }

            first = end;
        }

        return ranks;
    }

    private static int[] Order(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        Array.Sort((double[])values.Clone(), order);
        return order;
    }

    /// <summary>Computes τ-b: pairs in the wrong order are the exchanges of a merge sort by y of the rows sorted by x.</summary>
    private static AssociationStrength Kendall(double[] x, double[] y)
    {
        int n = x.Length;
        int[] order = [.. Enumerable.Range(0, n)];
        Array.Sort(order, (a, b) => x[a] != x[b] ? x[a].CompareTo(x[b]) : y[a].CompareTo(y[b]));
        double[] sorted = Array.ConvertAll(order, row => y[row]), sortedX = Array.ConvertAll(order, row => x[row]);
        List<int> tiesX = Ties(n, (i, j) => sortedX[i] == sortedX[j]);
        long all = Pairs(n), tiedX = tiesX.Sum(Pairs), tiedBoth = Ties(n, (i, j) => sortedX[i] == sortedX[j] && sorted[i] == sorted[j]).Sum(Pairs);
        long exchanges = Exchanges(sorted, new double[n], 0, n);
        List<int> tiesY = Ties(n, (i, j) => sorted[i] == sorted[j]);
        long tiedY = tiesY.Sum(Pairs), surplus = all - tiedX - tiedY + tiedBoth - (2 * exchanges);
        double size = Math.Sqrt(all - tiedX) * Math.Sqrt(all - tiedY);
        return size > 0 ? new AssociationStrength(surplus / size, AssociationTests.OfKendall(surplus, n, tiesX, tiesY)) : AssociationStrength.None;
    }

    private static long Pairs(int count) => (long)count * (count - 1) / 2;

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

    private static AssociationStrength Cramer(AssociationColumn left, AssociationColumn right)
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

    private static AssociationStrength Ratio(AssociationColumn category, double[] numbers)
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

        int used = counts.Count(one => one > 0);
        return total > 0 && used > 1 ? new AssociationStrength(Math.Min(1, Math.Sqrt(between / total)), AssociationTests.OfLevels(between, total - between, used, count)) : AssociationStrength.None;
    }
}
