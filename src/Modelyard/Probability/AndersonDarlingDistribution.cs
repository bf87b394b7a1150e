namespace Modelyard.Probability;

/// <summary>Computes the limit of the distribution of Anderson's and Darling's statistic.</summary>
/// <remarks>Source: Anderson and Darling (1952), Asymptotic Theory of Certain Goodness of Fit Criteria, Annals of Mathematical Statistics 23(2). The tail is that of its greatest term, of which Zolotarev (1961) shows that it rules.</remarks>
internal static class AndersonDarlingDistribution
{
    /// <summary>Computes the chance of a lesser statistic.</summary>
    internal static double Lower(double statistic)
    {
        const int MostTerms = 60;
        const double Rounding = 1e-18;
        if (!(statistic > 0))
        {
            return double.IsNaN(statistic) ? double.NaN : 0;
        }

        double sum = 0, binomial = 1;
        for (int j = 0; j < MostTerms; j++)
        {
            double width = (4 * j) + 1, fall = width * width * Math.PI * Math.PI / (8 * statistic);
            double term = binomial * width * Math.Exp(-fall) * Integral(statistic, fall);
            sum += term;
            if (Math.Abs(term) < Rounding)
            {
                break;
            }

            binomial *= -(j + 0.5) / (j + 1);
        }

        return Math.Clamp(Math.Sqrt(2 * Math.PI) / statistic * sum, 0, 1);
    }

    /// <summary>Computes the tail of statistics beyond about 3, as a multiple of which only ratios are of use.</summary>
    internal static double Tail(double statistic) => Math.Sqrt(3) * SpecialFunctions.Erfc(Math.Sqrt(statistic));

    /// <summary>Integrates by the trapezoid rule, which is exact to rounding for so smooth a function.</summary>
    private static double Integral(double statistic, double fall)
    {
        const double Step = 0.1, Nothing = 45;
        double sum = 0.5 * Math.Exp(statistic / 8), step = Math.Min(Step, 0.5 / Math.Sqrt(fall));
        for (int i = 1; ; i++)
        {
            double w = step * i;
            if (fall * w * w > Nothing)
            {
                return step * sum;
            }

            sum += Math.Exp((statistic / (8 * ((w * w) + 1))) - (fall * w * w));
        }
    }
}
