using Modelyard.Numerics;

namespace Modelyard.Tests.Numerics;

public sealed class RankSearchTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(15, 3)]
    [InlineData(1000, 1_000_000)]
    [InlineData(20_000, 1_000_000)]
    [InlineData(20_000, 3)]
    [InlineData(20_000, 40)]
    public void Ranks_are_those_of_the_sorted_numbers_however_often_some_repeat(int count, int different)
    {
        var random = new Random(count + different);
        double[] values = [.. Enumerable.Range(0, count).Select(_ => random.Next(different) - (different / 2.0))];
        if (count > 10)
        {
            (values[3], values[4], values[5], values[6]) = (double.PositiveInfinity, double.NegativeInfinity, double.NaN, double.NegativeInfinity);
        }

        double[] sorted = [.. values.Where(value => !double.IsNaN(value)).Order()];
        long[] ranks = [0, 1, 2, .. Enumerable.Range(0, 20).Select(_ => (long)random.Next(Math.Max(1, count))), count / 2, (count / 2) + 1, count - 1, count + 5];
        RankSearch search = Search(values, ranks, out int passes);
        Assert.Equal((sorted.Length, sorted.Length > 0 ? sorted[0] : double.NaN, sorted.Length > 0 ? sorted[^1] : double.NaN), (search.Count, search.Minimum, search.Maximum));
        foreach (long rank in ranks.Where(rank => rank >= 0 && sorted.Length > 0))
        {
            Assert.Equal(sorted[Math.Min(rank, sorted.Length - 1)], search.At(rank));
        }

        Assert.InRange(passes, 1, 12);
    }

    [Fact]
    public void Quantiles_are_those_of_the_sorted_numbers()
    {
        var random = new Random(5);
        double[] values = [.. Enumerable.Range(0, 9_999).Select(_ => random.NextDouble())];
        double[] levels = [0, 0.01, 0.25, 0.5, 0.75, 0.999, 1];
        var search = new RankSearch(64);
        search.Add(values);
        search.EndPass();
        search.Ask(levels.SelectMany(search.RanksOf));
        while (!search.IsSettled)
        {
            search.Add(values);
            search.EndPass();
        }

        double[] sorted = [.. values.Order()];
        Assert.Equal(levels.Select(level => SortedQuantile.Of(sorted, level)), levels.Select(search.Quantile));
    }

    private static RankSearch Search(double[] values, long[] ranks, out int passes)
    {
        var search = new RankSearch(32);
        passes = 1;
        search.Add(values);
        search.EndPass();
        for (search.Ask(ranks); !search.IsSettled; passes++)
        {
            foreach (double[] chunk in values.Chunk(777))
            {
                search.Add(chunk);
            }

            search.EndPass();
        }

        return search;
    }
}
