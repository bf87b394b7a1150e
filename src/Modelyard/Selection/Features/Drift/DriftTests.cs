namespace Modelyard.Selection.Features;

/// <summary>Tests whether two samples of a number come from one law.</summary>
public static class DriftTests
{
    private const long MostExact = 20_000;
    private const int MostTerms = 100;

    /// <summary>Compares two samples by the greatest distance of their shares up to a point.</summary>
    /// <param name="first">The first sample; NaN is left out.</param>
    /// <param name="second">The second sample; NaN is left out.</param>
    /// <returns>The outcome; its statistic, and effect, is the distance, from 0 to 1.</returns>
    /// <remarks>
    /// Of few rows the p-value counts all ways to mix two samples without ties, of many it is that of Kolmogorov's limit; with ties it is too great rather than too small.
    /// Sources: Smirnov (1939), Bulletin of Moscow University 2; Kolmogorov (1933), Giornale dell'Istituto Italiano degli Attuari 4.
    /// </remarks>
    public static UnivariateTest KolmogorovSmirnov(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        const string Name = "Kolmogorov-Smirnov";
        double[] x = Sorted(first), y = Sorted(second);
        int rows = x.Length + y.Length;
        if (x.Length == 0 || y.Length == 0)
        {
            return UnivariateTest.Undefined(Name, rows);
        }

        double distance = Distance(x, y);
        double size = (double)x.Length * y.Length / rows;
        double chance = (long)x.Length * y.Length <= MostExact ? Exact(distance, x.Length, y.Length) : Limit(Math.Sqrt(size) * distance);
        return new UnivariateTest(Name, distance, chance, distance, rows);
    }

    private static double[] Sorted(ReadOnlySpan<double> values)
    {
        double[] sorted = Array.FindAll(values.ToArray(), value => !double.IsNaN(value));
        Array.Sort(sorted);
        return sorted;
    }

    private static double Distance(double[] x, double[] y)
    {
        double greatest = 0;
        for (int i = 0, j = 0; i < x.Length && j < y.Length;)
        {
            double point = Math.Min(x[i], y[j]);
            while (i < x.Length && x[i] == point)
            {
                i++;
            }

            while (j < y.Length && y[j] == point)
            {
                j++;
            }

            greatest = Math.Max(greatest, Math.Abs(((double)i / x.Length) - ((double)j / y.Length)));
        }

        return greatest;
    }

    /// <summary>Computes the share of all ways to mix both samples that part them at least so far, as one less that of paths that stay nearer.</summary>
    private static double Exact(double distance, int rows, int others)
    {
        // Distances are multiples of one over the product of both numbers; half a multiple less is between two of them.
        double bound = (Math.Round(distance * rows * others) - 0.5) / ((double)rows * others);
        double[] stay = new double[others + 1];
        for (int j = 0; j <= others; j++)
        {
            stay[j] = (double)j / others > bound ? 0 : 1;
        }

        for (int i = 1; i <= rows; i++)
        {
            double weight = (double)i / (i + others);
            stay[0] = (double)i / rows > bound ? 0 : weight * stay[0];
            for (int j = 1; j <= others; j++)
            {
                stay[j] = Math.Abs(((double)i / rows) - ((double)j / others)) > bound ? 0 : (weight * stay[j]) + stay[j - 1];
            }
        }

        return Math.Clamp(1 - stay[others], 0, 1);
    }

    private static double Limit(double scaled)
    {
        if (scaled < 1.18)
        {
            // The other form of the series, which is short for small distances.
            double sum = 0, exponent = -Math.PI * Math.PI / (8 * scaled * scaled);
            for (int term = 1; term < MostTerms; term += 2)
            {
                sum += Math.Exp(exponent * term * term);
            }

            return scaled == 0 ? 1 : Math.Clamp(1 - (Math.Sqrt(2 * Math.PI) / scaled * sum), 0, 1);
        }

        double tail = 0;
        for (int term = 1; term < MostTerms; term++)
        {
            tail += (term % 2 == 1 ? 2 : -2) * Math.Exp(-2.0 * term * term * scaled * scaled);
        }

        return Math.Clamp(tail, 0, 1);
    }
}
