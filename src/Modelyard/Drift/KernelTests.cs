using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Drift;

/// <summary>Tests whether two samples of vectors come from one law, by how far their rows are apart.</summary>
/// <remarks>
/// Features should be of one scale, as a distance adds up all of them. P-values are those of random ways to mix the rows of both samples, and so right for any number of rows. Of a sample of more than
/// <see cref="MostRows"/> so many are drawn: the same seed draws the same rows, and gives the same p-value with any number of threads.
/// </remarks>
public static class KernelTests
{
    /// <summary>The greatest number of rows of a sample that are looked at.</summary>
    public const int MostRows = 1000;

    /// <summary>Compares two samples by the maximum mean discrepancy: how far their means are apart in the space of a Gaussian kernel, where no two laws have one mean.</summary>
    /// <param name="first">The first sample, rows x features, of finite numbers.</param>
    /// <param name="second">The second sample, of the same features.</param>
    /// <param name="context">The seed, the threads and the cancellation; null for the defaults.</param>
    /// <param name="permutations">The number of random ways to mix the rows, 1 or more; no p-value is below 1 / (permutations + 1).</param>
    /// <returns>The test; its statistic estimates the square of the discrepancy without bias, so that it may be below 0. It has a chance by the law of large samples too.</returns>
    /// <remarks>
    /// The kernel is <c>exp(-‖x - y‖² / (2 width²))</c>; its width is the median distance of two rows, of those that differ where most do not.
    /// Source: Gretton et al. (2012), A Kernel Two-Sample Test, Journal of Machine Learning Research 13, equation 3 and section 8.
    /// </remarks>
    /// <exception cref="ModelyardException">The samples have different features, or a number that is not finite or beyond 1E+150.</exception>
    public static KernelTest MaximumMeanDiscrepancy(Matrix first, Matrix second, FitContext? context = null, int permutations = 999)
    {
        const string Name = "maximum mean discrepancy";
        context ??= FitContext.Default;
        var rows = PooledRows.Of(first, second, context);
        if (rows.AreTooFew)
        {
            return Undefined(Name, rows);
        }

        double width = rows.MedianDistance();
        double pairsOfFirst = rows.First * (rows.First - 1.0), pairsOfSecond = rows.Second * (rows.Second - 1.0), pairs = (double)rows.First * rows.Second;
        Matrix similarities = rows.Similarities(width);
        KernelTest test = Test(Name, similarities, sums => (sums.First / pairsOfFirst) + (sums.Second / pairsOfSecond) - (2 * sums.Across / pairs), rows, context, permutations);
        return test with { Width = width, LargeSampleChance = KernelLaw.Chance(test.Statistic, similarities, rows.First, context) };
    }

    /// <summary>Compares two samples by the energy distance: how much further rows are from those of the other sample than from their own.</summary>
    /// <param name="first">The first sample, rows x features, of finite numbers.</param>
    /// <param name="second">The second sample, of the same features.</param>
    /// <param name="context">The seed, the threads and the cancellation; null for the defaults.</param>
    /// <param name="permutations">The number of random ways to mix the rows, 1 or more; no p-value is below 1 / (permutations + 1).</param>
    /// <returns>The test; its statistic is the distance, in the unit of the features, which for one feature is that of <see cref="SampleDistances.Energy(ReadOnlySpan{double}, ReadOnlySpan{double})"/>.</returns>
    /// <remarks>Source: Székely and Rizzo (2004), Testing for Equal Distributions in High Dimension, InterStat 5.</remarks>
    /// <exception cref="ModelyardException">The samples have different features, or a number that is not finite or beyond 1E+150.</exception>
    public static KernelTest Energy(Matrix first, Matrix second, FitContext? context = null, int permutations = 999)
    {
        const string Name = "energy";
        context ??= FitContext.Default;
        var rows = PooledRows.Of(first, second, context);
        if (rows.AreTooFew)
        {
            return Undefined(Name, rows);
        }

        double n = rows.First, m = rows.Second;
        KernelTest squared = Test(Name, rows.Distances(), sums => (2 * sums.Across / (n * m)) - (sums.First / (n * n)) - (sums.Second / (m * m)), rows, context, permutations);
        return squared with { Statistic = Math.Sqrt(Math.Max(0, squared.Statistic)) };
    }

    private static KernelTest Undefined(string name, PooledRows rows) => new(name, double.NaN, double.NaN) { FirstRows = rows.First, SecondRows = rows.Second };

    private static KernelTest Test(string name, Matrix pairs, Func<PairSums, double> statistic, PooledRows rows, FitContext context, int permutations)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(permutations, 1);
        PairSums[] mixed = PairSums.Permuted(pairs, rows.First, permutations, context);
        double own = statistic(mixed[0]);

        // The same sum in another order differs in its last digits: ways to mix that are as far apart count, as the test must not find too much.
        double rounding = 1e-12 * mixed[0].Largest(rows.First, rows.Second);
        int asFar = mixed.Skip(1).Count(sums => statistic(sums) >= own - rounding);
        return new KernelTest(name, own, (asFar + 1.0) / (permutations + 1)) { FirstRows = rows.First, SecondRows = rows.Second, Permutations = permutations };
    }
}
