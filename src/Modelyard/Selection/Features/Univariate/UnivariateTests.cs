using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Selection.Features;

/// <summary>Tests whether one feature has anything to do with a target.</summary>
/// <remarks>
/// A row in which the feature is NaN is left out. Classes and levels are numbers from 0; a row whose level is negative is left out.
/// Sources: Fisher (1925), Statistical Methods for Research Workers; Pearson (1900), Philosophical Magazine 50; Kruskal and Wallis (1952), JASA 47;
/// Spearman (1904), American Journal of Psychology 15(1).
/// </remarks>
public static class UnivariateTests
{
    /// <summary>Tests whether the mean of a number differs between classes: the F test of an analysis of variance.</summary>
    /// <param name="values">The number in each row; NaN where it is missing.</param>
    /// <param name="labels">The class of each row.</param>
    /// <returns>The outcome.</returns>
    /// <exception cref="ModelyardException">There are not as many labels as values, or a value is infinite.</exception>
    public static UnivariateTest AnovaF(ReadOnlySpan<double> values, ReadOnlySpan<int> labels)
    {
        const string Name = "ANOVA F";
        (double[] x, int[] groups) = Present(values, labels);
        int[] counts = Counts(groups);
        int classes = counts.Count(count => count > 0);
        if (classes < 2 || x.Length <= classes || !Varies(x))
        {
            return UnivariateTest.Undefined(Name, x.Length);
        }

        double mean = VectorKernels.Sum(x) / x.Length, between = 0, within = 0;
        double[] means = GroupMeans(x, groups, counts);
        for (int group = 0; group < counts.Length; group++)
        {
            between += counts[group] > 0 ? counts[group] * (means[group] - mean) * (means[group] - mean) : 0;
        }

        for (int i = 0; i < x.Length; i++)
        {
            double rest = x[i] - means[groups[i]];
            within += rest * rest;
        }

        double upper = classes - 1, lower = x.Length - classes, statistic = between / upper / (within / lower);
        return new UnivariateTest(Name, statistic, new FDistribution(upper, lower).Upper(statistic), between / (between + within), x.Length);
    }

    /// <summary>Tests whether a number falls or rises with the target along a line: the F test of a regression on the one feature.</summary>
    /// <param name="values">The number in each row; NaN where it is missing.</param>
    /// <param name="target">The target of each row.</param>
    /// <returns>The outcome.</returns>
    /// <exception cref="ModelyardException">There are not as many targets as values, or one is infinite.</exception>
    public static UnivariateTest CorrelationF(ReadOnlySpan<double> values, ReadOnlySpan<double> target)
    {
        const string Name = "regression F";
        (double[] x, double[] y) = Present(values, target);
        if (x.Length < 3 || !Varies(x) || !Varies(y))
        {
            return UnivariateTest.Undefined(Name, x.Length);
        }

        double share = Math.Pow(Correlation(x, y), 2), lower = x.Length - 2;
        double statistic = share / (1 - share) * lower;
        return new UnivariateTest(Name, statistic, new FDistribution(1, lower).Upper(statistic), share, x.Length);
    }

    /// <summary>Tests whether the sum of a count, such as of a word, is parted among the classes other than the rows are.</summary>
    /// <param name="counts">The count in each row, 0 or greater; NaN where it is missing.</param>
    /// <param name="labels">The class of each row.</param>
    /// <returns>The outcome.</returns>
    /// <remarks>Holds for counts of independent events. Of a number that is no count, such as an age, the p-value means nothing: cut it into ranges and see <see cref="Independence"/>.</remarks>
    /// <exception cref="ModelyardException">There are not as many labels as counts, or a count is negative or infinite.</exception>
    public static UnivariateTest CountChiSquare(ReadOnlySpan<double> counts, ReadOnlySpan<int> labels)
    {
        const string Name = "chi-square of counts";
        (double[] x, int[] groups) = Present(counts, labels);
        int negative = Array.FindIndex(x, value => value < 0);
        if (negative >= 0)
        {
            throw new ModelyardException($"A count is '{x[negative]}' and must be 0 or greater. Cut numbers of either sign into ranges, and test their independence.");
        }

        int[] rows = Counts(groups);
        double[] sums = new double[rows.Length];
        for (int i = 0; i < x.Length; i++)
        {
            sums[groups[i]] += x[i];
        }

        double sum = VectorKernels.Sum(sums), statistic = 0;
        int classes = rows.Count(count => count > 0);
        if (classes < 2 || sum == 0)
        {
            return UnivariateTest.Undefined(Name, x.Length);
        }

        for (int group = 0; group < rows.Length; group++)
        {
            double expected = sum * rows[group] / x.Length;
            statistic += expected > 0 ? (sums[group] - expected) * (sums[group] - expected) / expected : 0;
        }

        return new UnivariateTest(Name, statistic, new ChiSquare(classes - 1).Upper(statistic), Math.Min(1, statistic / sum), x.Length);
    }

    /// <summary>Tests whether the level of a category and the class of a row are independent: the chi-square test of their table of counts.</summary>
    /// <param name="levels">The level in each row; negative where it is missing.</param>
    /// <param name="labels">The class of each row.</param>
    /// <returns>The outcome; levels and classes that no row has do not count.</returns>
    /// <remarks>An approximation that wants about five rows expected in most cells of the table.</remarks>
    /// <exception cref="ModelyardException">There are not as many labels as levels.</exception>
    public static UnivariateTest Independence(ReadOnlySpan<int> levels, ReadOnlySpan<int> labels)
    {
        const string Name = "chi-square";
        var table = LevelTable.Of(levels, labels);
        int least = Math.Min(table.Levels.Length, table.Classes.Length);
        if (least < 2)
        {
            return UnivariateTest.Undefined(Name, table.Rows);
        }

        double statistic = table.ChiSquare();
        double degrees = (table.Levels.Length - 1.0) * (table.Classes.Length - 1);
        return new UnivariateTest(Name, statistic, new ChiSquare(degrees).Upper(statistic), Math.Min(1, statistic / (table.Rows * (least - 1.0))), table.Rows);
    }

    /// <summary>Tests whether a number tends to be greater in some classes, by its ranks alone: no law is assumed, and outliers weigh no more than others.</summary>
    /// <param name="values">The number in each row; NaN where it is missing.</param>
    /// <param name="labels">The class of each row.</param>
    /// <returns>The outcome; ties are corrected for.</returns>
    /// <exception cref="ModelyardException">There are not as many labels as values, or a value is infinite.</exception>
    public static UnivariateTest KruskalWallis(ReadOnlySpan<double> values, ReadOnlySpan<int> labels)
    {
        const string Name = "Kruskal-Wallis";
        (double[] x, int[] groups) = Present(values, labels);
        int[] counts = Counts(groups);
        int classes = counts.Count(count => count > 0);
        if (classes < 2 || !Varies(x))
        {
            return UnivariateTest.Undefined(Name, x.Length);
        }

        double n = x.Length, sum = 0;
        double[] means = GroupMeans(MidRanks.Of(x), groups, counts);
        for (int group = 0; group < counts.Length; group++)
        {
            double gap = means[group] - ((n + 1) / 2);
            sum += counts[group] > 0 ? counts[group] * gap * gap : 0;
        }

        double statistic = 12 / (n * (n + 1)) * sum / (1 - (MidRanks.Ties(x) / ((n * n * n) - n)));
        return new UnivariateTest(Name, statistic, new ChiSquare(classes - 1).Upper(statistic), Math.Min(1, statistic / (n - 1)), x.Length);
    }

    /// <summary>Tests whether a number and the target rise together, along whatever curve: the rank correlation.</summary>
    /// <param name="values">The number in each row; NaN where it is missing.</param>
    /// <param name="target">The target of each row.</param>
    /// <returns>The outcome; its statistic is the correlation, from -1 to 1, and its p-value comes from Student's t.</returns>
    /// <exception cref="ModelyardException">There are not as many targets as values, or one is infinite.</exception>
    public static UnivariateTest Spearman(ReadOnlySpan<double> values, ReadOnlySpan<double> target)
    {
        const string Name = "Spearman";
        (double[] x, double[] y) = Present(values, target);
        if (x.Length < 3 || !Varies(x) || !Varies(y))
        {
            return UnivariateTest.Undefined(Name, x.Length);
        }

        double correlation = Correlation(MidRanks.Of(x), MidRanks.Of(y)), degrees = x.Length - 2;
        double t = correlation * Math.Sqrt(degrees / ((1 - correlation) * (1 + correlation)));
        return new UnivariateTest(Name, correlation, new StudentT(degrees).TwoSided(t), correlation * correlation, x.Length);
    }

    private static double Correlation(double[] x, double[] y)
    {
        double meanX = VectorKernels.Sum(x) / x.Length, meanY = VectorKernels.Sum(y) / y.Length, products = 0, squaresX = 0, squaresY = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double a = x[i] - meanX, b = y[i] - meanY;
            products += a * b;
            squaresX += a * a;
            squaresY += b * b;
        }

        // One root keeps equal columns at exactly 1.
        return Math.Clamp(products / Math.Sqrt(squaresX * squaresY), -1, 1);
    }

    private static double[] GroupMeans(double[] values, int[] groups, int[] counts)
    {
        double[] means = new double[counts.Length];
        for (int i = 0; i < values.Length; i++)
        {
            means[groups[i]] += values[i];
        }

        for (int group = 0; group < means.Length; group++)
        {
            means[group] /= Math.Max(1, counts[group]);
        }

        return means;
    }

    private static int[] Counts(int[] groups)
    {
        int[] counts = new int[groups.Length == 0 ? 0 : groups.Max() + 1];
        foreach (int group in groups)
        {
            counts[group]++;
        }

        return counts;
    }

    private static bool Varies(double[] values) => Array.Exists(values, value => value != values[0]);

    private static (double[] Values, T[] Others) Present<T>(ReadOnlySpan<double> values, ReadOnlySpan<T> others)
    {
        if (values.Length != others.Length)
        {
            throw new ModelyardException($"There are '{values.Length}' values of the feature and '{others.Length}' of the target, and there must be one of each a row.");
        }

        double[] present = new double[values.Length];
        var beside = new T[values.Length];
        int count = 0;
        for (int row = 0; row < values.Length; row++)
        {
            if (double.IsInfinity(values[row]) || (others[row] is double other && !double.IsFinite(other)))
            {
                throw new ModelyardException($"The feature is '{values[row]}' and the target '{others[row]}' in row '{row}'; both must be finite, or the feature missing.");
            }

            if (!double.IsNaN(values[row]) && others[row] is not < 0)
            {
                (present[count], beside[count++]) = (values[row], others[row]);
            }
        }

        return (present[..count], beside[..count]);
    }
}
