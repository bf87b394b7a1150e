using Modelyard.Numerics;

namespace Modelyard.Probability;

/// <summary>Computes the distribution of the greatest distance between the shares of a sample up to a point and those of the law that it is drawn from.</summary>
/// <remarks>
/// Of few rows or small distances by powers of Durbin's matrix (Marsaglia, Tsang and Wang (2003), Journal of Statistical Software 8(18)), far in the tail by Smirnov's sum for one side, twice (Miller (1956), JASA 51),
/// between them by four terms of Pelz and Good (1976), JRSS B 38, as Simard and L'Ecuyer (2011), Journal of Statistical Software 39(11), lay them out: relative errors are below 1e-8 where the chance is above 1e-12.
/// </remarks>
internal static class KolmogorovDistribution
{
    private const int Few = 140;
    private const int MostPowers = 100_000;

    // Of so many steps of one over the number of rows the matrix is small.
    private const int CheapSteps = 60;

    /// <summary>Computes the chance of so great a distance, or a greater one.</summary>
    /// <param name="rows">The number of rows, 1 or more.</param>
    /// <param name="distance">The distance.</param>
    internal static double Upper(long rows, double distance)
    {
        double n = rows, steps = n * distance, scaled = steps * distance;
        return double.IsNaN(distance) ? double.NaN
            : steps <= 0.5 ? 1
            : distance >= 1 ? 0
            : steps <= 1 ? 1 - Math.Exp(SpecialFunctions.LogGamma(n + 1) - (n * Math.Log(n)) + (n * Math.Log((2 * steps) - 1)))
            : steps >= n - 1 ? 2 * Math.Pow(1 - distance, n)
            : distance >= 0.5 || scaled >= (rows <= Few ? 4 : 2.2) ? Math.Min(1, 2 * OneSided(n, distance))
            : rows <= Few || (rows <= MostPowers && (n * Math.Pow(distance, 1.5) <= 1.4 || steps <= CheapSteps)) ? 1 - ByPowers(rows, distance)
            : Math.Clamp(1 - ByTerms(n, distance), 0, 1);
    }

    /// <summary>Sums up the chance that a sample lies so far above its law somewhere.</summary>
    private static double OneSided(double n, double distance)
    {
        const double Nothing = -745;
        if (n * distance * distance > -Nothing / 2)
        {
            return 0;
        }

        double sum = 0, all = SpecialFunctions.LogGamma(n + 1);
        for (double j = 0; j <= Math.Floor(n * (1 - distance)); j++)
        {
            double below = distance + (j / n), above = 1 - below;
            if (above <= 0)
            {
                sum += j == n ? distance * Math.Pow(below, j - 1) : 0;
                continue;
            }

            double ways = j is 0 || j == n ? 0 : all - SpecialFunctions.LogGamma(j + 1) - SpecialFunctions.LogGamma(n - j + 1);
            double exponent = ways + ((j - 1) * Math.Log(below)) + ((n - j) * Math.Log(above));
            sum += exponent > Nothing ? distance * Math.Exp(exponent) : 0;
        }

        return sum;
    }

    /// <summary>Computes the chance of a lesser distance as an entry of the power of a matrix.</summary>
    private static double ByPowers(long n, double distance)
    {
        int k = (int)Math.Floor(n * distance) + 1, size = (2 * k) - 1;
        double h = k - (n * distance);
        var matrix = new Matrix(size, size);
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= Math.Min(i + 1, size - 1); j++)
            {
                matrix[i, j] = 1;
            }
        }

        for (int i = 0; i < size; i++)
        {
            matrix[i, 0] -= Math.Pow(h, i + 1);
            matrix[size - 1, i] -= Math.Pow(h, size - i);
        }

        matrix[size - 1, 0] += (2 * h) - 1 > 0 ? Math.Pow((2 * h) - 1, size) : 0;
        double[] factorials = new double[size + 1];
        factorials[0] = 1;
        for (int i = 1; i <= size; i++)
        {
            factorials[i] = factorials[i - 1] * i;
        }

        // A factorial beyond all doubles divides to nothing.
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= Math.Min(i + 1, size - 1); j++)
            {
                matrix[i, j] /= factorials[i - j + 1];
            }
        }

        (Matrix power, double logarithm) = Power(matrix, n, k - 1);
        return Math.Exp(Math.Log(power[k - 1, k - 1]) + logarithm + SpecialFunctions.LogGamma(n + 1.0) - (n * Math.Log(n)));
    }

    /// <summary>Raises a matrix to a power; what it is divided by so that its entries stay numbers is told by its logarithm.</summary>
    private static (Matrix Power, double Logarithm) Power(Matrix matrix, long exponent, int middle)
    {
        if (exponent == 1)
        {
            return (matrix, 0);
        }

        (Matrix half, double logarithm) = Power(matrix, exponent / 2, middle);
        var power = new Matrix(matrix.Rows, matrix.Rows);
        MatrixProduct.Multiply(half, half, power);
        logarithm *= 2;
        if (exponent % 2 == 1)
        {
            var odd = new Matrix(matrix.Rows, matrix.Rows);
            MatrixProduct.Multiply(matrix, power, odd);
            power = odd;
        }

        double scale = power[middle, middle];
        if (scale > 1e140 || scale < 1e-140)
        {
            VectorKernels.Scale(1 / scale, power.AsSpan());
            logarithm += Math.Log(scale);
        }

        return (power, logarithm);
    }

    /// <summary>Computes the chance of a lesser distance by the first terms in the root of the number of rows.</summary>
    private static double ByTerms(double n, double distance)
    {
        const int Most = 40;
        double z = Math.Sqrt(n) * distance, z2 = z * z, z4 = z2 * z2, z6 = z4 * z2, pi2 = Math.PI * Math.PI;
        double first = 0, second = 0, third = 0, fourth = 0, thirdWhole = 0, fourthWhole = 0;
        for (int k = Most; k >= 0; k--)
        {
            // Both signs of k + 1/2 come together, and of whole numbers, of which 0 adds nothing.
            double odd = pi2 * (k + 0.5) * (k + 0.5), even = pi2 * k * k;
            double weight = 2 * Math.Exp(-odd / (2 * z2)), whole = 2 * Math.Exp(-even / (2 * z2));
            first += weight;
            second += weight * (odd - z2);
            third += weight * ((6 * z6) + (2 * z4) + (odd * ((2 * z4) - (5 * z2))) + (odd * odd * (1 - (2 * z2))));
            fourth += weight * ((odd * odd * odd * (5 - (30 * z2))) + (odd * odd * ((-60 * z2) + (212 * z4))) + (odd * ((135 * z4) - (96 * z6))) - (30 * z6) - (90 * z4 * z4));
            thirdWhole += whole * even;
            fourthWhole += whole * ((3 * even * z2) - (even * even));
        }

        double root = Math.Sqrt(Math.PI / 2);
        double k0 = root / z * first;
        double k1 = root / (6 * z4) * second;
        double k2 = (root / (72 * z6 * z) * third) - (root / (36 * z2 * z) * thirdWhole);
        double k3 = (root / (6480 * z6 * z4) * fourth) + (root / (108 * z6) * fourthWhole);
        return k0 + (k1 / Math.Sqrt(n)) + (k2 / n) + (k3 / (n * Math.Sqrt(n)));
    }
}
