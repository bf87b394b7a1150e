using Modelyard.Probability;

namespace Modelyard.Tests.Probability;

/// <summary>Holds the law of weighted squares to laws that are known exactly.</summary>
public sealed class ChiSquaredMixtureTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(100)]
    public void Equal_weights_are_a_law_of_chi_squared(int degrees)
    {
        var law = new ChiSquaredMixture(Enumerable.Repeat(3.0, degrees));
        Assert.Equal((3.0 * degrees, 18.0 * degrees), (law.Mean, law.Variance));
        var exact = new ChiSquare(degrees);
        for (double point = 0.2 * degrees; exact.Upper(point) > 1e-12; point *= 1.5)
        {
            Assert.InRange(law.Above(3 * point) / exact.Upper(point), degrees == 1 ? 0.95 : 0.97, degrees == 1 ? 1.12 : 1.06);
        }
    }

    [Fact]
    public void Pairs_of_weights_are_a_sum_of_exponential_times()
    {
        // Two squares of one weight are an exponential time of mean 2 λ, of which two have a tail that can be written down.
        const double Slow = 2, Quick = 0.6;
        var law = new ChiSquaredMixture([Slow / 2, Slow / 2, Quick / 2, Quick / 2]);
        foreach (double point in (double[])[0.5, 1, 2, 2.6, 5, 20, 50])
        {
            double exact = ((Slow * Math.Exp(-point / Slow)) - (Quick * Math.Exp(-point / Quick))) / (Slow - Quick);
            Assert.InRange(law.Above(point) / exact, 0.95, 1.05);
        }
    }

    [Fact]
    public void The_chance_falls_and_meets_at_the_mean()
    {
        var law = new ChiSquaredMixture([1, 0.5, 0.25, 0.1, 0]);
        double[] points = [-1, 0, 0.1, 1, law.Mean - 1e-3, law.Mean - 1e-9, law.Mean, law.Mean + 1e-9, law.Mean + 1e-3, 3, 10, 100, 1e4];
        double[] chances = Array.ConvertAll(points, law.Above);
        Assert.Equal((1.0, 1.0), (chances[0], chances[1]));
        Assert.All(chances.Zip(chances.Skip(1)), pair => Assert.InRange(pair.Second, 0, pair.First + 1e-4));
        Assert.Equal(chances[4], chances[6], 1e-3);
        Assert.Equal(chances[8], chances[6], 1e-3);
        Assert.Equal((0.0, 1.0), (new ChiSquaredMixture([]).Above(0), new ChiSquaredMixture([]).Above(-1)));
    }
}
