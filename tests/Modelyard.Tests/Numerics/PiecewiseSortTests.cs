using Modelyard.Numerics;

namespace Modelyard.Tests.Numerics;

public sealed class PiecewiseSortTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(262_144)]
    [InlineData(262_145)]
    [InlineData(1_300_000)]
    public void Numbers_come_out_in_order_and_their_items_with_them(int count)
    {
        var random = new RandomStream(7);
        double[] values = new double[count + 5];
        foreach (ref double value in values.AsSpan())
        {
            // Many are equal.
            value = random.NextInt(50_000) - 25_000;
        }

        double[] keys = [.. values], alone = [.. values], expected = values[..count];
        int[] items = [.. Enumerable.Range(0, values.Length)];
        Array.Sort(expected);
        PiecewiseSort.Run(keys, items, count, static () => { });
        PiecewiseSort.Run(alone, null, count, static () => { });
        Assert.Equal(expected, keys[..count]);
        Assert.Equal(expected, alone[..count]);
        Assert.Equal(values[count..], keys[count..]);
        Assert.Equal(keys, Array.ConvertAll(items, item => values[item]));
        Assert.Equal(values.Length, items.Distinct().Count());
    }

    [Fact]
    public void A_sort_that_takes_too_long_can_be_ended()
    {
        double[] keys = new double[2_000_000];
        int checks = 0;
        Assert.Throws<OperationCanceledException>(() => PiecewiseSort.Run(keys, null, keys.Length, () =>
        {
            if (++checks == 12)
            {
                throw new OperationCanceledException();
            }
        }));
        Assert.Equal(12, checks);
    }
}
