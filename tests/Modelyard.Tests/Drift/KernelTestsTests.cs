using System.Text.Json;
using Modelyard.Drift;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Tests.Frames;

namespace Modelyard.Tests.Drift;

/// <summary>Holds the tests of samples of vectors to their definitions, and to what a test must do.</summary>
public sealed class KernelTestsTests
{
    [Fact]
    public void Statistics_and_p_values_are_those_of_the_definitions()
    {
        using var oracle = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("discrepancy")));
        foreach (JsonElement one in oracle.RootElement.GetProperty("cases").EnumerateArray())
        {
            int features = one.GetProperty("features").GetInt32();
            Matrix first = Waves(one.GetProperty("rows").GetInt32(), features, 1.3, 2.1, 0.1, 0), second = Waves(one.GetProperty("others").GetInt32(), features, 1.7, 0.4, 0.5, one.GetProperty("shift").GetDouble());
            KernelTest discrepancy = KernelTests.MaximumMeanDiscrepancy(first, second, permutations: 9999), energy = KernelTests.Energy(first, second, permutations: 9999);
            Assert.Equal(one.GetProperty("width").GetDouble(), discrepancy.Width, 1e-12);
            Assert.Equal(one.GetProperty("discrepancy").GetDouble(), discrepancy.Statistic, 1e-12);
            Assert.Equal(one.GetProperty("energy").GetDouble(), energy.Statistic, 1e-12);
            if (one.GetProperty("p").ValueKind == JsonValueKind.Number)
            {
                // Ten thousand random ways are within four standard errors of all of them.
                Assert.Equal(one.GetProperty("p").GetDouble(), discrepancy.PValue, 0.02);
                Assert.Equal(one.GetProperty("energyP").GetDouble(), energy.PValue, 0.02);
            }
        }
    }

    [Fact]
    public void The_energy_of_one_feature_is_that_of_numbers()
    {
        Matrix first = Normal(1, 80, 1), second = Normal(2, 50, 1, shift: 0.4);
        Assert.Equal(SampleDistances.Energy(first.AsSpan(), second.AsSpan()), KernelTests.Energy(first, second, permutations: 1).Statistic, 1e-10);
    }

    [Fact]
    public void Samples_of_one_law_are_told_apart_as_often_as_the_level_says()
    {
        const int Repeats = 400;
        int discrepancies = 0, energies = 0;
        for (ulong repeat = 0; repeat < Repeats; repeat++)
        {
            Matrix first = Normal(3 * repeat, 25, 3), second = Normal((3 * repeat) + 1, 40, 3);
            var context = new FitContext { Seed = repeat };
            discrepancies += KernelTests.MaximumMeanDiscrepancy(first, second, context, 99).PValue <= 0.1 ? 1 : 0;
            energies += KernelTests.Energy(first, second, context, 99).PValue <= 0.1 ? 1 : 0;
        }

        // 10 % of 400, and 3 standard errors to either side.
        Assert.InRange(discrepancies, 22, 58);
        Assert.InRange(energies, 22, 58);
    }

    [Fact]
    public void The_law_of_large_samples_holds_for_levels_that_permutations_do_not_reach()
    {
        const int Repeats = 10_000;
        int few = 0, uneven = 0;
        for (ulong repeat = 0; repeat < Repeats; repeat++)
        {
            Matrix first = Normal(3 * repeat, 25, 3), second = Normal((3 * repeat) + 1, 40, 3);
            few += KernelTests.MaximumMeanDiscrepancy(first, second, permutations: 1).LargeSampleChance <= 0.002 ? 1 : 0;
            uneven += KernelTests.MaximumMeanDiscrepancy(first.RowRange(0, 8), second, permutations: 1).LargeSampleChance <= 0.002 ? 1 : 0;
        }

        // 20 are allowed, and 3 standard errors more.
        Assert.InRange(few, 0, 34);
        Assert.InRange(uneven, 0, 34);
    }

    [Fact]
    public void What_no_permutation_reaches_is_told_by_its_size()
    {
        Matrix first = Normal(1, 400, 2), near = Normal(2, 400, 2, shift: 0.5), far = Normal(2, 400, 2, shift: 1);
        KernelTest one = KernelTests.MaximumMeanDiscrepancy(first, near), two = KernelTests.MaximumMeanDiscrepancy(first, far), none = KernelTests.MaximumMeanDiscrepancy(first, Normal(3, 400, 2));
        Assert.Equal((0.001, 0.001), (one.PValue, two.PValue));
        Assert.InRange(one.Chance, double.Epsilon, 1e-6);
        Assert.InRange(two.Chance, 0, one.Chance / 100);
        Assert.Equal(none.PValue, none.Chance);
        Assert.InRange(none.LargeSampleChance, none.PValue - 0.1, none.PValue + 0.1);
        KernelTest energy = KernelTests.Energy(first, far);
        Assert.Equal((double.NaN, energy.PValue), (energy.LargeSampleChance, energy.Chance));
    }

    [Fact]
    public void A_change_that_no_feature_shows_alone_is_found()
    {
        Matrix apart = Normal(1, 400, 2), together = Normal(2, 400, 2, correlation: 0.8);
        Assert.InRange(KernelTests.MaximumMeanDiscrepancy(apart, together).PValue, 0, 0.001);
        Assert.InRange(KernelTests.Energy(apart, together).PValue, 0, 0.001);
        Assert.InRange(SampleTests.KolmogorovSmirnov(Column(apart, 1), Column(together, 1)).PValue, 0.05, 1);
    }

    [Fact]
    public void Many_rows_are_drawn_from_and_threads_change_nothing()
    {
        Matrix first = Normal(1, 2500, 2), second = Normal(2, 300, 2, shift: 0.1);
        KernelTest one = KernelTests.MaximumMeanDiscrepancy(first, second, new FitContext { Seed = 5, Parallelism = 1 }, 199);
        KernelTest four = KernelTests.MaximumMeanDiscrepancy(first, second, new FitContext { Seed = 5, Parallelism = 4 }, 199);
        Assert.Equal(one, four);
        Assert.Equal((KernelTests.MostRows, 300, 199), (one.FirstRows, one.SecondRows, one.Permutations));
    }

    [Fact]
    public void Rows_that_are_all_the_same_differ_in_nothing()
    {
        KernelTest test = KernelTests.MaximumMeanDiscrepancy(new Matrix(20, 3), new Matrix(15, 3), permutations: 99);
        Assert.Equal((0, 1, 1), (test.Statistic, test.PValue, test.Width));
        Assert.Equal((0, 1), (KernelTests.Energy(new Matrix(20, 3), new Matrix(15, 3), permutations: 99).Statistic, KernelTests.Energy(new Matrix(20, 3), new Matrix(15, 3), permutations: 99).PValue));
    }

    [Fact]
    public void The_width_is_of_rows_that_differ_where_most_are_the_same()
    {
        Matrix first = new(30, 1), second = new(30, 1);
        second[0, 0] = 3;
        Assert.Equal(3, KernelTests.MaximumMeanDiscrepancy(first, second, permutations: 9).Width);
    }

    [Fact]
    public void One_row_is_no_sample()
    {
        Assert.True(double.IsNaN(KernelTests.MaximumMeanDiscrepancy(new Matrix(1, 2), new Matrix(9, 2)).PValue));
        Assert.True(double.IsNaN(KernelTests.Energy(new Matrix(9, 2), new Matrix(0, 2)).Statistic));
    }

    [Fact]
    public void What_cannot_be_compared_is_refused()
    {
        Matrix gap = new(5, 2);
        gap[3, 1] = double.NaN;
        Assert.Contains("'2' features and the second '3'", Assert.Throws<ModelyardException>(() => KernelTests.Energy(new Matrix(5, 2), new Matrix(5, 3))).Message, StringComparison.Ordinal);
        Assert.Contains("second sample has 'NaN' in row 4, feature 2", Assert.Throws<ModelyardException>(() => KernelTests.MaximumMeanDiscrepancy(new Matrix(5, 2), gap)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => KernelTests.Energy(new Matrix(5, 2), new Matrix(5, 2), permutations: 0));
    }

    private static Matrix Waves(int rows, int features, double a, double b, double c, double shift)
    {
        var waves = new Matrix(rows, features);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < features; j++)
            {
                waves[i, j] = Math.Sin((a * i) + (b * j) + c) + shift;
            }
        }

        return waves;
    }

    private static Matrix Normal(ulong seed, int rows, int features, double shift = 0, double correlation = 0)
    {
        var random = new RandomStream(seed, 77);
        var normal = new Matrix(rows, features);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < features; j++)
            {
                normal[i, j] = shift + (j == 0 ? random.NextGaussian() : (correlation * (normal[i, 0] - shift)) + (Math.Sqrt(1 - (correlation * correlation)) * random.NextGaussian()));
            }
        }

        return normal;
    }

    private static double[] Column(Matrix rows, int column) => [.. Enumerable.Range(0, rows.Rows).Select(row => rows[row, column])];
}
