using Modelyard.Numerics;

namespace Modelyard.Tests.Numerics;

public sealed class RandomStreamTests
{
    /// <summary>The known answers for Philox4x32-10 that its authors publish with Random123.</summary>
    [Theory]
    [InlineData(0UL, 0UL, 0UL, 0xe169c58d6627e8d5UL, 0x9b00dbd8bc57ac4cUL)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x41c83b0e408f276dUL, 0x6d5451fda20bc7c6UL)]
    [InlineData(0x299f31d0a4093822UL, 0x0370734413198a2eUL, 0x85a308d3243f6a88UL, 0x94fdccebd16cfe09UL, 0x24126ea15001e420UL)]
    public void A_block_equals_the_known_answer(ulong seed, ulong index, ulong counter, ulong first, ulong second)
    {
        RandomStream.Block(seed, index, counter, out ulong one, out ulong two);
        Assert.Equal((first, second), (one, two));
    }

    [Fact]
    public void A_stream_draws_its_blocks_in_order()
    {
        var stream = new RandomStream(7, 3);
        for (ulong counter = 0; counter < 5; counter++)
        {
            RandomStream.Block(7, 3, counter, out ulong first, out ulong second);
            Assert.Equal((first, second), (stream.NextBits(), stream.NextBits()));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(97)]
    public void Integers_fall_evenly_below_the_bound(int bound)
    {
        const int Draws = 97_000;
        var stream = new RandomStream(1);
        double[] counts = new double[bound];
        for (int i = 0; i < Draws; i++)
        {
            counts[stream.NextInt(bound)]++;
        }

        double expected = (double)Draws / bound;
        double statistic = counts.Sum(count => (count - expected) * (count - expected) / expected);
        Assert.InRange(statistic, 0, bound + (5 * Math.Sqrt(2 * bound)));
    }

    [Fact]
    public void Doubles_are_uniform_and_Gaussians_have_their_moments()
    {
        const int Draws = 200_000;
        var stream = new RandomStream(2);
        double sum = 0, squares = 0, gaussians = 0, gaussianSquares = 0, fourth = 0;
        for (int i = 0; i < Draws; i++)
        {
            double uniform = stream.NextDouble(), gaussian = stream.NextGaussian();
            Assert.InRange(uniform, 0, 1 - 1e-17);
            sum += uniform;
            squares += uniform * uniform;
            gaussians += gaussian;
            gaussianSquares += gaussian * gaussian;
            fourth += gaussian * gaussian * gaussian * gaussian;
        }

        Assert.Equal(0.5, sum / Draws, 0.004);
        Assert.Equal(1.0 / 3, squares / Draws, 0.004);
        Assert.Equal(0, gaussians / Draws, 0.01);
        Assert.Equal(1, gaussianSquares / Draws, 0.015);
        Assert.Equal(3, fourth / Draws, 0.12);
    }

    [Fact]
    public void Every_order_of_three_is_equally_likely()
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var stream = new RandomStream(3);
        for (int i = 0; i < 6000; i++)
        {
            string order = string.Join(',', stream.Permutation(3));
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void Parts_have_seeds_of_their_own() =>
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(part => RandomStream.DeriveSeed(5, (ulong)part)).Distinct().Count());
}
