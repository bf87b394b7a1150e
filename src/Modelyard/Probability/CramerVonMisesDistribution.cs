namespace Modelyard.Probability;

/// <summary>Computes the limit of the distribution of Cramér's and von Mises' statistic.</summary>
/// <remarks>Source: Csörgő and Faraway (1996), The Exact and Asymptotic Distributions of Cramér-von Mises Statistics, JRSS B 58(1).</remarks>
internal static class CramerVonMisesDistribution
{
    /// <summary>Computes the chance of so great a statistic, or a greater one.</summary>
    internal static double Upper(double statistic)
    {
        const int MostTerms = 100;
        const double Least = 0.003, Rounding = 1e-17;
        if (!(statistic >= Least))
        {
            return double.IsNaN(statistic) ? double.NaN : 1;
        }

        double sum = 0;
        for (int k = 0; k < MostTerms; k++)
        {
            double y = (4 * k) + 1, q = y * y / (16 * statistic);
            double weight = Math.Exp(SpecialFunctions.LogGamma(k + 0.5) - SpecialFunctions.LogGamma(k + 1)) / (Math.Pow(Math.PI, 1.5) * Math.Sqrt(statistic));
            double term = weight * Math.Sqrt(y) * Math.Exp(-2 * q) * ScaledBessel(q);
            sum += term;
            if (term < Rounding)
            {
                break;
            }
        }

        return Math.Clamp(1 - sum, 0, 1);
    }

    /// <summary>Integrates the modified Bessel function of the second kind of order 1/4, times the exponential of its argument: by the trapezoid rule, which is exact to rounding for so smooth and steep a function.</summary>
    private static double ScaledBessel(double q)
    {
        const double Step = 0.0625, Steepest = 745;
        double sum = 0.5;
        for (int i = 1; ; i++)
        {
            double t = Step * i, fall = q * (Math.Cosh(t) - 1);
            if (fall > Steepest)
            {
                return Step * sum;
            }

            sum += Math.Exp(-fall) * Math.Cosh(t / 4);
        }
    }
}
