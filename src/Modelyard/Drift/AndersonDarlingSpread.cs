using Modelyard.Probability;

namespace Modelyard.Drift;

/// <summary>Computes what the statistic of Anderson and Darling varies by between two samples of one law, and how likely it is.</summary>
internal static class AndersonDarlingSpread
{
    // The ends of the table, and the parabola of the logarithms of its chances.
    private const double First = 0.325, Last = 6.546;
    private const double Square = 0.01819809457411127, Slope = -1.0082265644652508, Constant = -1.0777702798204882;

    /// <summary>Computes the standard deviation.</summary>
    internal static double Of(double rows, double others)
    {
        double n = rows + others, inverse = (1 / rows) + (1 / others), harmonic = 0, mixed = 0;
        for (double i = n - 1; i >= 2; i--)
        {
            harmonic += 1 / i;
            mixed += harmonic / (n - i + 1);
        }

        double h = harmonic + 1, g = mixed;
        double a = ((4 * g) - 6) + ((10 - (6 * g)) * inverse);
        double b = (((2 * g) - 4) * 4) + (16 * h) + (((2 * g) - (14 * h) - 4) * inverse) - (8 * h) + (4 * g) - 6;
        double c = (((6 * h) + (2 * g) - 2) * 4) + (((4 * h) - (4 * g) + 6) * 2) + (((2 * h) - 6) * inverse) + (4 * h);
        double d = (((2 * h) + 6) * 4) - (8 * h);
        return Math.Sqrt(((a * n * n * n) + (b * n * n) + (c * n) + d) / ((n - 1) * (n - 2) * (n - 3)));
    }

    /// <summary>Computes the chance of a standardised statistic, or a greater one.</summary>
    internal static double Chance(double statistic, double deviation)
    {
        if (statistic < First)
        {
            return 1 - ((1 - Table(First)) * AndersonDarlingDistribution.Lower((statistic * deviation) + 1) / AndersonDarlingDistribution.Lower((First * deviation) + 1));
        }

        return statistic <= Last ? Table(statistic)
            : Table(Last) * AndersonDarlingDistribution.Tail((statistic * deviation) + 1) / AndersonDarlingDistribution.Tail((Last * deviation) + 1);
    }

    private static double Table(double statistic) => Math.Exp((Square * statistic * statistic) + (Slope * statistic) + Constant);
}
