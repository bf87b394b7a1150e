using Modelyard.Numerics;

namespace Modelyard.Tests.Numerics;

public sealed class ExactSumTests
{
    [Fact]
    public void What_cancels_leaves_what_is_small()
    {
        Assert.Equal(1, ExactSum.Of([1e308, 1, -1e308]));
        Assert.Equal(double.Epsilon, ExactSum.Of([double.MaxValue, double.Epsilon, -double.MaxValue]));
        Assert.Equal(-3 * double.Epsilon, ExactSum.Of([-double.Epsilon, -double.Epsilon, -double.Epsilon]));
        Assert.Equal(0, ExactSum.Of([]));
    }

    [Fact]
    public void The_sum_is_rounded_once_and_to_the_nearest_number()
    {
        // Ten times the double next to 0.1 is 1 and 5.6e-17, which is nearer to 1 than to any other double.
        Assert.Equal(1, ExactSum.Of(Enumerable.Repeat(0.1, 10)));

        // Half a unit in the last place is a tie, and goes to the even neighbour; a trifle more goes up.
        double half = Math.Pow(2, -53);
        Assert.Equal(1, ExactSum.Of([1, half]));
        Assert.Equal(1 + (2 * half), ExactSum.Of([1, half, 1e-300]));
        Assert.Equal(-1 - (2 * half), ExactSum.Of([-1, -half, -1e-300]));
    }

    [Fact]
    public void The_order_of_the_numbers_does_not_matter()
    {
        var random = new Random(7);
        double[] values = [.. Enumerable.Range(0, 5000).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-290, 290)))];
        double sum = ExactSum.Of(values);
        for (int i = 0; i < 5; i++)
        {
            random.Shuffle(values);
            Assert.Equal(sum, ExactSum.Of(values));
        }

        // Whole numbers are added exactly by anyone.
        Assert.Equal(Enumerable.Range(0, 100_000).Sum(i => (double)i), ExactSum.Of(Enumerable.Range(0, 100_000).Select(i => (double)i)));
    }

    [Fact]
    public void What_is_not_finite_makes_the_sum_so()
    {
        Assert.Equal(double.PositiveInfinity, ExactSum.Of([1, double.PositiveInfinity, -1e308]));
        Assert.Equal(double.NaN, ExactSum.Of([double.NegativeInfinity, double.PositiveInfinity]));
        Assert.Equal(double.PositiveInfinity, ExactSum.Of([double.MaxValue, double.MaxValue]));
    }
}
