using Modelyard.Probability;

namespace Modelyard.Inference;

/// <summary>Computes what residuals say about the errors: whether they are normal, and whether neighbours are alike.</summary>
internal static class ResidualTests
{
    private const int LeastRows = 8;

    /// <summary>Computes the figures.</summary>
    /// <param name="residuals">The residuals, each times the root of its weight.</param>
    internal static IEnumerable<FitFigure> Figures(ReadOnlySpan<double> residuals)
    {
        double n = residuals.Length, mean = 0, differences = 0, squares = 0;
        for (int i = 0; i < residuals.Length; i++)
        {
            mean += residuals[i] / n;
            squares += residuals[i] * residuals[i];
            differences += i == 0 ? 0 : (residuals[i] - residuals[i - 1]) * (residuals[i] - residuals[i - 1]);
        }

        double second = 0, third = 0, fourth = 0;
        foreach (double residual in residuals)
        {
            double deviation = residual - mean, square = deviation * deviation;
            second += square / n;
            third += square * deviation / n;
            fourth += square * square / n;
        }

        double skew = third / Math.Pow(second, 1.5), kurtosis = fourth / (second * second);
        double jarqueBera = n / 6 * ((skew * skew) + ((kurtosis - 3) * (kurtosis - 3) / 4));
        double omnibus = n < LeastRows ? double.NaN : Math.Pow(SkewScore(skew, n), 2) + Math.Pow(KurtosisScore(kurtosis, n), 2);
        return
        [
            new("durbinWatson", "Durbin-Watson", differences / squares),
            new("skew", "Skew", skew),
            new("kurtosis", "Kurtosis", kurtosis),
            new("jarqueBera", "Jarque-Bera", jarqueBera),
            new("jarqueBeraPValue", "Prob(Jarque-Bera)", new ChiSquare(2).Upper(jarqueBera)),
            new("omnibus", "Omnibus", omnibus),
            new("omnibusPValue", "Prob(Omnibus)", new ChiSquare(2).Upper(omnibus)),
        ];
    }

    /// <summary>Computes a standard normal score of the skew (D'Agostino, 1970, Biometrika 57(3)).</summary>
    private static double SkewScore(double skew, double n)
    {
        double y = skew * Math.Sqrt((n + 1) * (n + 3) / (6 * (n - 2)));
        double beta = 3 * ((n * n) + (27 * n) - 70) * (n + 1) * (n + 3) / ((n - 2) * (n + 5) * (n + 7) * (n + 9));
        double square = -1 + Math.Sqrt(2 * (beta - 1));
        double delta = 1 / Math.Sqrt(0.5 * Math.Log(square)), alpha = Math.Sqrt(2 / (square - 1));
        return delta * Math.Asinh(y / alpha);
    }

    /// <summary>Computes a standard normal score of the kurtosis (Anscombe and Glynn, 1983, Biometrika 70(1)).</summary>
    private static double KurtosisScore(double kurtosis, double n)
    {
        double expected = 3 * (n - 1) / (n + 1);
        double variance = 24 * n * (n - 2) * (n - 3) / ((n + 1) * (n + 1) * (n + 3) * (n + 5));
        double x = (kurtosis - expected) / Math.Sqrt(variance);
        double rootBeta = 6 * ((n * n) - (5 * n) + 2) / ((n + 7) * (n + 9)) * Math.Sqrt(6 * (n + 3) * (n + 5) / (n * (n - 2) * (n - 3)));
        double a = 6 + (8 / rootBeta * ((2 / rootBeta) + Math.Sqrt(1 + (4 / (rootBeta * rootBeta)))));
        double denominator = 1 + (x * Math.Sqrt(2 / (a - 4)));
        double cube = Math.Sign(denominator) * Math.Cbrt((1 - (2 / a)) / Math.Abs(denominator));
        return (1 - (2 / (9 * a)) - cube) / Math.Sqrt(2 / (9 * a));
    }
}
