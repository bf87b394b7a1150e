namespace Modelyard.Trees.Isolation;

/// <summary>Computes how many random splits it takes on average to isolate one of several rows.</summary>
internal static class PathLength
{
    private const double EulerGamma = 0.57721566490153286;

    /// <summary>The number from which the expansion of the harmonic number is exact to the last digits.</summary>
    private const int Expanded = 64;

    /// <summary>Computes the mean depth of the leaves of a random binary search tree, the c(n) of Liu, Ting and Zhou: 2 H(n - 1) - 2 (n - 1) / n.</summary>
    /// <param name="rows">The number of rows n, which become leaves.</param>
    /// <returns>The mean number of splits; 0 for a single row or none.</returns>
    internal static double Mean(int rows) => rows <= 1 ? 0 : (2 * Harmonic(rows - 1)) - (2.0 * (rows - 1) / rows);

    private static double Harmonic(int count)
    {
        if (count >= Expanded)
        {
            double inverse = 1.0 / count;
            return Math.Log(count) + EulerGamma + (inverse / 2) - (inverse * inverse / 12) + (inverse * inverse * inverse * inverse / 120);
        }

        double sum = 0;
        for (int i = count; i > 0; i--)
        {
            sum += 1.0 / i;
        }

        return sum;
    }
}
