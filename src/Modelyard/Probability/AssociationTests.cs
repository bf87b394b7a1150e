namespace Modelyard.Probability;

/// <summary>Computes the chance of an association as strong as one that was measured, if the two columns had nothing to do with each other.</summary>
internal static class AssociationTests
{
    // Up to so many rows without ties the distribution of Kendall's pairs is counted out, as SciPy does; beyond it is as good as normal.
    private const int MostCountedRows = 33;

    /// <summary>Tests a correlation of Pearson or Spearman by Student's t.</summary>
    internal static double OfCorrelation(double correlation, int rows)
    {
        if (double.IsNaN(correlation) || rows < 2)
        {
            return double.NaN;
        }

        // Two rows always lie on a line.
        double rest = (1 - correlation) * (1 + correlation);
        return rows == 2 ? 1 : rest <= 0 ? 0 : new StudentT(rows - 2).TwoSided(correlation * Math.Sqrt((rows - 2) / rest));
    }

    /// <summary>Tests Kendall's τ-b: by counting all orders if there are few rows and no ties, else by the normal distribution with the variance that ties leave.</summary>
    /// <param name="pairs">The pairs of rows in the same order less those in opposite orders.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="tiesX">The numbers of rows that share a value of the first column.</param>
    /// <param name="tiesY">The same of the second column.</param>
    /// <remarks>Source: Kendall (1970), Rank Correlation Methods, chapters 4 and 5.</remarks>
    internal static double OfKendall(long pairs, int rows, IReadOnlyList<int> tiesX, IReadOnlyList<int> tiesY)
    {
        double all = 0.5 * rows * (rows - 1);
        if (tiesX.Count == 0 && tiesY.Count == 0 && (rows <= MostCountedRows || all - Math.Abs(pairs) <= 2))
        {
            return OfInversions((int)(((long)all - Math.Abs(pairs)) / 2), rows);
        }

        double n = rows;
        double variance = (((n * (n - 1) * ((2 * n) + 5)) - Sum(tiesX, t => t * (t - 1) * ((2 * t) + 5)) - Sum(tiesY, t => t * (t - 1) * ((2 * t) + 5))) / 18)
            + (Sum(tiesX, t => t * (t - 1)) * Sum(tiesY, t => t * (t - 1)) / (2 * n * (n - 1)))
            + (rows > 2 ? Sum(tiesX, t => t * (t - 1) * (t - 2)) * Sum(tiesY, t => t * (t - 1) * (t - 2)) / (9 * n * (n - 1) * (n - 2)) : 0);
        return Math.Min(1, 2 * Normal.Cumulative(-Math.Abs(pairs) / Math.Sqrt(variance)));
    }

    /// <summary>Tests Cramér's V by the chi-squared statistic.</summary>
    internal static double OfTable(double chiSquared, int rows, int columns) => new ChiSquare((rows - 1.0) * (columns - 1)).Upper(chiSquared);

    /// <summary>Tests the correlation ratio by the analysis of variance of one factor.</summary>
    internal static double OfLevels(double between, double within, int levels, double rows) =>
        rows <= levels ? double.NaN : within <= 0 ? 0 : new FDistribution(levels - 1, rows - levels).Upper(between / (levels - 1) / (within / (rows - levels)));

    /// <summary>Computes twice the chance of at most so many inversions in a random order, 1 at most.</summary>
    private static double OfInversions(int inversions, int rows)
    {
        if (4L * inversions == (long)rows * (rows - 1))
        {
            return 1;
        }

        // The last of k rows makes 0 to k − 1 inversions, each as likely.
        double[] chances = new double[inversions + 1], next = new double[inversions + 1];
        chances[0] = 1;
        for (int k = 2; k <= rows; k++)
        {
            double sum = 0;
            for (int i = 0; i <= inversions; i++)
            {
                sum += chances[i] - (i >= k ? chances[i - k] : 0);
                next[i] = sum / k;
            }

            (chances, next) = (next, chances);
        }

        return Math.Min(1, 2 * chances.Sum());
    }

    private static double Sum(IReadOnlyList<int> ties, Func<double, double> term) => ties.Sum(count => term(count));
}
