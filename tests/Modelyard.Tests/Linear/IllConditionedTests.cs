using System.Numerics;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;

namespace Modelyard.Tests.Linear;

/// <summary>Fits tables whose features nearly depend on one another; the truth is certified, or computed without rounding.</summary>
public sealed class IllConditionedTests
{
    [Fact]
    public void Longley_s_table_gives_the_coefficients_that_NIST_certifies()
    {
        // Longley (1967), An Appraisal of Least Squares Programs; certified values: NIST Statistical Reference Datasets.
        double[,] table =
        {
            { 60323, 83.0, 234289, 2356, 1590, 107608, 1947 }, { 61122, 88.5, 259426, 2325, 1456, 108632, 1948 },
            { 60171, 88.2, 258054, 3682, 1616, 109773, 1949 }, { 61187, 89.5, 284599, 3351, 1650, 110929, 1950 },
            { 63221, 96.2, 328975, 2099, 3099, 112075, 1951 }, { 63639, 98.1, 346999, 1932, 3594, 113270, 1952 },
            { 64989, 99.0, 365385, 1870, 3547, 115094, 1953 }, { 63761, 100.0, 363112, 3578, 3350, 116219, 1954 },
            { 66019, 101.2, 397469, 2904, 3048, 117388, 1955 }, { 67857, 104.6, 419180, 2822, 2857, 118734, 1956 },
            { 68169, 108.4, 442769, 2936, 2798, 120445, 1957 }, { 66513, 110.8, 444546, 4681, 2637, 121950, 1958 },
            { 68655, 112.6, 482704, 3813, 2552, 123366, 1959 }, { 69564, 114.2, 502601, 3931, 2514, 125368, 1960 },
            { 69331, 115.7, 518173, 4806, 2572, 127852, 1961 }, { 70551, 116.9, 554894, 4007, 2827, 130081, 1962 },
        };
        Matrix all = Matrix.From(table);
        double[] target = new double[all.Rows];
        all.CopyColumnTo(0, target);
        LinearModel model = new LinearRegression().Fit(Dataset.ForRegression(all.View(0, all.Rows, 1, 6), target));
        double[] certified = [15.0618722713733, -0.358191792925910E-01, -2.02022980381683, -1.03322686717359, -0.511041056535807E-01, 1829.15146461355];
        for (int i = 0; i < certified.Length; i++)
        {
            Assert.Equal(1, model.Coefficients[i] / certified[i], 1e-9);
        }

        Assert.Equal(1, model.Intercept / -3482258.63459582, 1e-9);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(5, 0)]
    [InlineData(6, 0)]
    [InlineData(6, 1)]
    public void Powers_of_one_feature_keep_eight_digits(int degree, int penalty)
    {
        const int Rows = 60;
        RandomStream random = FitContext.Default.Random();
        var features = new Matrix(Rows, degree);
        double[] target = new double[Rows];
        for (int row = 0; row < Rows; row++)
        {
            target[row] = random.NextInt(1_000_000);
            for (int power = 1; power <= degree; power++)
            {
                features[row, power - 1] = Math.Pow(row + 1, power);
            }
        }

        LinearModel model = new Ridge { Alpha = penalty }.Fit(Dataset.ForRegression(features, target));
        double[] exact = Exact(features, target, penalty);
        for (int i = 0; i < degree; i++)
        {
            Assert.Equal(1, model.Coefficients[i] / exact[i], 1e-8);
        }
    }

    /// <summary>Solves the normal equations of whole numbers, the intercept last, by elimination without fractions (Bareiss, 1968).</summary>
    private static double[] Exact(Matrix features, double[] target, int penalty)
    {
        int size = features.Columns + 1;
        BigInteger Entry(int row, int column) => column == size ? new BigInteger(target[row]) : column == size - 1 ? 1 : new BigInteger(features[row, column]);
        var system = new BigInteger[size, size + 1];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= size; j++)
            {
                system[i, j] = i == j && i < size - 1 ? penalty : 0;
                for (int row = 0; row < features.Rows; row++)
                {
                    system[i, j] += Entry(row, i) * Entry(row, j);
                }
            }
        }

        BigInteger last = 1;
        for (int k = 0; k < size; k++)
        {
            for (int i = 0; i < size; i++)
            {
                for (int j = size; i != k && j >= 0; j--)
                {
                    system[i, j] = j == k ? system[i, j] : ((system[k, k] * system[i, j]) - (system[i, k] * system[k, j])) / last;
                }

                system[i, k] = i == k ? system[k, k] : 0;
            }

            last = system[k, k];
        }

        return [.. Enumerable.Range(0, size - 1).Select(i => Quotient(system[i, size], system[i, i]))];
    }

    private static double Quotient(BigInteger numerator, BigInteger denominator) => (double)(numerator * BigInteger.Pow(10, 40) / denominator) / 1e40;
}
