using Modelyard.Drift;
using Modelyard.Numerics;

namespace Modelyard.Tests.Drift;

/// <summary>Holds tests of two samples to what is true of them.</summary>
public sealed class SampleTestsTests
{
    [Fact]
    public void Where_both_samples_have_one_law_about_so_many_are_rejected_as_is_stated()
    {
        const int Repeats = 2000;
        var random = new RandomStream(4);
        int[] rejected = new int[3];
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            double[] first = [.. Enumerable.Range(0, 40).Select(_ => random.NextGaussian())], second = [.. Enumerable.Range(0, 60).Select(_ => random.NextGaussian())];
            double[] chances = [SampleTests.KolmogorovSmirnov(first, second).PValue, SampleTests.AndersonDarling(first, second).PValue, SampleTests.CramerVonMises(first, second).PValue];
            for (int test = 0; test < chances.Length; test++)
            {
                rejected[test] += chances[test] <= 0.05 ? 1 : 0;
            }
        }

        // At most 2.58 standard errors above 5 %, and not far below: the distances of Kolmogorov and Smirnov have gaps, and limits are on the safe side of so few rows (SciPy's reject 4.2 and 4.4 %).
        double most = 0.05 + (2.58 * Math.Sqrt(0.05 * 0.95 / Repeats));
        Assert.All(rejected, count => Assert.InRange(count / (double)Repeats, 0.03, most));
    }

    [Fact]
    public void Chances_fall_with_the_statistic_beyond_the_ends_of_the_table_too()
    {
        double last = 1;
        for (double shift = 0; shift < 3; shift += 0.05)
        {
            double[] first = [.. Enumerable.Range(0, 100).Select(i => i / 100.0)], second = [.. first.Select(value => value + shift)];
            double chance = SampleTests.AndersonDarling(first, second).PValue;
            Assert.InRange(chance, 1e-60, last);
            last = chance;
        }

        Assert.InRange(last, 1e-60, 1e-20);
    }

    [Fact]
    public void A_shift_is_as_far_as_it_is_and_a_unit_is_the_unit_of_the_distance()
    {
        double[] first = [1, 2, 5, 9], second = [4, 5, 8, 12];
        Assert.Equal(3, SampleDistances.Wasserstein(first, second), 1e-12);
        Assert.Equal(30, SampleDistances.Wasserstein([.. first.Select(value => 10 * value)], [.. second.Select(value => 10 * value)]), 1e-12);
        Assert.Equal(0, SampleDistances.Energy(first, [9, 5, 2, 1]));
    }

    [Fact]
    public void Of_nothing_nothing_is_said()
    {
        double[] some = [1, 2, 3], missing = [double.NaN, double.NaN];
        Assert.All(
            [SampleTests.KolmogorovSmirnov(some, missing), SampleTests.AndersonDarling(missing, some), SampleTests.CramerVonMises(some, []), SampleTests.AndersonDarling([1, 1, 1], [1, 1]), CountTests.ChiSquared([5, 0], [7, 0]), CountTests.G([0, 0], [3, 4])],
            test => Assert.True(double.IsNaN(test.Statistic) && double.IsNaN(test.PValue)));
        Assert.True(double.IsNaN(SampleDistances.Wasserstein(some, missing)));
        Assert.True(double.IsNaN(CountDistances.PopulationStability([0, 0], [1, 2])));
    }

    [Fact]
    public void Counts_that_do_not_fit_together_are_refused()
    {
        Assert.Contains("must be the same levels", Assert.Throws<ArgumentException>(() => CountTests.G([1, 2], [1, 2, 3])).Message, StringComparison.Ordinal);
        Assert.Contains("'-1'", Assert.Throws<ArgumentException>(() => CountDistances.Hellinger([1, -1], [1, 2])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_bin_makes_no_infinite_index() =>
        Assert.Equal(((0.5 - 1e-4) * Math.Log(0.5 / 1e-4)) + (0.5 * Math.Log(2)), CountDistances.PopulationStability([0, 10], [5, 5]), 1e-12);
}
