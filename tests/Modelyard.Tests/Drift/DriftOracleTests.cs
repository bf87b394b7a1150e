using System.Text.Json;
using Modelyard.Drift;
using Modelyard.Probability;
using Modelyard.Tests.Frames;

namespace Modelyard.Tests.Drift;

/// <summary>Holds tests and distances of two samples to SciPy's.</summary>
public sealed class DriftOracleTests
{
    private static readonly Lazy<JsonDocument> s_oracle = new(() => JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("drift"))));

    [Fact]
    public void Tests_and_distances_of_samples_agree()
    {
        foreach (JsonElement one in s_oracle.Value.RootElement.GetProperty("samples").EnumerateArray())
        {
            Compare(one, Numbers(one.GetProperty("first")), Numbers(one.GetProperty("second")));
        }
    }

    [Fact]
    public void Tests_and_distances_of_long_samples_agree()
    {
        foreach (JsonElement one in s_oracle.Value.RootElement.GetProperty("steps").EnumerateArray())
        {
            double power = one.GetProperty("power").GetDouble();
            Compare(
                one,
                [.. Enumerable.Range(1, one.GetProperty("rows").GetInt32()).Select(i => i * 0.6180339887498949 % 1)],
                [.. Enumerable.Range(1, one.GetProperty("others").GetInt32()).Select(i => Math.Pow(i * 0.41421356237309515 % 1, power))]);
        }
    }

    [Fact]
    public void Kolmogorovs_distribution_agrees_for_few_rows_and_many()
    {
        foreach (JsonElement one in s_oracle.Value.RootElement.GetProperty("kolmogorov").EnumerateArray())
        {
            // Where terms of a series are taken, SciPy's are off by some 1e-8, as Durbin's matrix shows where it is at hand.
            long rows = one[0].GetInt64();
            double distance = one[1].GetDouble(), actual = KolmogorovDistribution.Upper(rows, distance);
            Assert.Equal(one[2].GetDouble(), actual, rows * distance > 60 && rows * distance * distance < 2.2 ? 3e-8 : 1e-10 + (1e-8 * actual));
        }
    }

    [Fact]
    public void Tests_and_distances_of_counts_agree()
    {
        foreach (JsonElement one in s_oracle.Value.RootElement.GetProperty("counts").EnumerateArray())
        {
            double[] first = Numbers(one.GetProperty("first")), second = Numbers(one.GetProperty("second"));
            string name = $"{one.GetProperty("first")}";
            Near(one.GetProperty("chi"), CountTests.ChiSquared(first, second), name);
            Near(one.GetProperty("g"), CountTests.G(first, second), name);
            Near(one.GetProperty("js").GetDouble(), CountDistances.JensenShannon(first, second), name);
            Near(one.GetProperty("hellinger").GetDouble(), CountDistances.Hellinger(first, second), name);
            Near(one.GetProperty("tv").GetDouble(), CountDistances.TotalVariation(first, second), name);
        }
    }

    [Fact]
    public void Exact_counts_agree()
    {
        foreach (JsonElement one in s_oracle.Value.RootElement.GetProperty("fisher").EnumerateArray())
        {
            double[] numbers = Numbers(one);
            Near(numbers[4], ExactCounts.Fisher(numbers[0], numbers[1], numbers[2], numbers[3]), $"Fisher's {one}");
            Near(numbers[5], ExactCounts.AtLeast(numbers[2], numbers[3], numbers[0], numbers[1]), $"one side of {one}");
        }
    }

    [Fact]
    public void Tests_of_bins_with_one_value_each_are_those_of_the_samples()
    {
        foreach (JsonElement one in s_oracle.Value.RootElement.GetProperty("samples").EnumerateArray())
        {
            double[] first = Numbers(one.GetProperty("first")), second = Numbers(one.GetProperty("second")), values = [.. first.Concat(second).Distinct().Order()];
            double[] ofFirst = [.. values.Select(value => (double)first.Count(other => other == value))], ofSecond = [.. values.Select(value => (double)second.Count(other => other == value))];
            Assert.Equal(SampleTests.KolmogorovSmirnov(first, second), BinTests.KolmogorovSmirnov(ofFirst, ofSecond));
            Assert.Equal(SampleTests.AndersonDarling(first, second), BinTests.AndersonDarling(ofFirst, ofSecond));
            Assert.Equal(SampleTests.CramerVonMises(first, second), BinTests.CramerVonMises(ofFirst, ofSecond));
        }
    }

    private static void Compare(JsonElement one, double[] first, double[] second)
    {
        string name = $"{first.Length} and {second.Length} rows from {first[0]}";
        Near(one.GetProperty("ks"), SampleTests.KolmogorovSmirnov(first, second), name);

        // SciPy ends the sum of the limit where a term is below 1e-7.
        TwoSampleTest squares = SampleTests.CramerVonMises(first, second);
        Near(one.GetProperty("cvm")[0].GetDouble(), squares.Statistic, name);
        Assert.Equal(one.GetProperty("cvm")[1].GetDouble(), squares.PValue, 1e-7);
        Near(one.GetProperty("wasserstein").GetDouble(), SampleDistances.Wasserstein(first, second), name);
        Near(one.GetProperty("energy").GetDouble(), SampleDistances.Energy(first, second), name);

        // SciPy cuts the chances of Anderson and Darling off at the ends of their table.
        TwoSampleTest tails = SampleTests.AndersonDarling(first, second);
        double expected = one.GetProperty("ad")[1].GetDouble();
        Near(one.GetProperty("ad")[0].GetDouble(), tails.Statistic, name);
        Near(expected, Math.Clamp(tails.PValue, expected == 0.001 ? 0.001 : 0, expected == 0.25 ? 0.25 : 1), name);
    }

    private static void Near(JsonElement expected, TwoSampleTest actual, string name)
    {
        Near(expected[0].GetDouble(), actual.Statistic, $"{actual.Name} of {name}");
        Near(expected[1].GetDouble(), actual.PValue, $"p of {actual.Name} of {name}");
    }

    private static void Near(double expected, double actual, string name) =>
        Assert.True(Math.Abs(actual - expected) <= 1e-10 + (1e-8 * Math.Abs(expected)), $"{name} is {actual:R} and SciPy says {expected:R}.");

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];
}
