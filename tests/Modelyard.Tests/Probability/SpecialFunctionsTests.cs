using System.Text.Json;
using Modelyard.Probability;

namespace Modelyard.Tests.Probability;

public sealed class SpecialFunctionsTests
{
    private static readonly Dictionary<string, Func<double[], double>> Functions = new(StringComparer.Ordinal)
    {
        ["LogGamma"] = a => SpecialFunctions.LogGamma(a[0]),
        ["LowerGamma"] = a => SpecialFunctions.LowerGamma(a[0], a[1]),
        ["UpperGamma"] = a => SpecialFunctions.UpperGamma(a[0], a[1]),
        ["Beta"] = a => SpecialFunctions.Beta(a[0], a[1], a[2]),
        ["Erf"] = a => SpecialFunctions.Erf(a[0]),
        ["Erfc"] = a => SpecialFunctions.Erfc(a[0]),
        ["ExpMinusOne"] = a => SpecialFunctions.ExpMinusOne(a[0]),
        ["NormalCumulative"] = a => Normal.Cumulative(a[0]),
        ["NormalQuantile"] = a => Normal.Quantile(a[0]),
        ["StudentCumulative"] = a => new StudentT(a[0]).Cumulative(a[1]),
        ["StudentTwoSided"] = a => new StudentT(a[0]).TwoSided(a[1]),
        ["StudentQuantile"] = a => new StudentT(a[0]).Quantile(a[1]),
        ["ChiSquareCumulative"] = a => new ChiSquare(a[0]).Cumulative(a[1]),
        ["ChiSquareUpper"] = a => new ChiSquare(a[0]).Upper(a[1]),
        ["ChiSquareQuantile"] = a => new ChiSquare(a[0]).Quantile(a[1]),
        ["FCumulative"] = a => new FDistribution(a[0], a[1]).Cumulative(a[2]),
        ["FUpper"] = a => new FDistribution(a[0], a[1]).Upper(a[2]),
        ["FQuantile"] = a => new FDistribution(a[0], a[1]).Quantile(a[2]),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_agree_with_SciPy(string name)
    {
        using JsonDocument oracle = JsonDocument.Parse(File.ReadAllText(Path.Combine(Oracles(), "special_functions.json")));
        int compared = 0;
        foreach (JsonElement row in oracle.RootElement.EnumerateArray().Where(row => row[0].GetString() == name))
        {
            double[] arguments = [.. row[1].EnumerateArray().Select(argument => argument.GetDouble())];
            double expected = row[2].GetDouble(), actual = Functions[name](arguments);
            Assert.True(
                Math.Abs(actual - expected) <= (5e-11 * Math.Abs(expected)) + 1e-300,
                $"{name}({string.Join(", ", arguments)}) is {actual:R} and SciPy says {expected:R}.");
            compared++;
        }

        Assert.True(compared >= 8);
    }

    [Fact]
    public void A_quantile_of_infinite_degrees_is_the_normal_one() =>
        Assert.Equal(Normal.Quantile(0.975), new StudentT(double.PositiveInfinity).Quantile(0.975));

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_probability_out_of_range_is_refused(double probability)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Normal.Quantile(probability));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StudentT(3).Quantile(probability));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChiSquare(3).Quantile(probability));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FDistribution(3, 4).Quantile(probability));
    }

    private static string Oracles()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Modelyard.slnx")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "tests", "Oracles");
    }
}
