using Modelyard.Numerics;

namespace Modelyard.Tests.Numerics;

public sealed class LogHistogramTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Quantiles_lie_within_the_stated_error_of_the_number_at_their_rank(int seed)
    {
        var random = new Random(seed);
        double[] numbers = [.. Enumerable.Range(0, 20_000).Select(_ => Math.Exp(6 * (random.NextDouble() - 0.5)) * (random.NextDouble() < 0.3 ? -1 : 1))];
        var histogram = new LogHistogram();
        Array.ForEach(numbers, histogram.Add);
        Array.Sort(numbers);
        foreach (double share in new[] { 0, 0.001, 0.1, 0.25, 0.5, 0.75, 0.95, 0.99, 1 })
        {
            double exact = numbers[Math.Max(0, (int)Math.Ceiling(share * numbers.Length) - 1)];
            Assert.InRange(histogram.Quantile(share), exact - (Math.Abs(exact) * LogHistogram.RelativeError * 1.0000001), exact + (Math.Abs(exact) * LogHistogram.RelativeError * 1.0000001));
        }

        Assert.Equal((numbers[0], numbers[^1], numbers.Length), (histogram.Minimum, histogram.Maximum, histogram.Count));
        Assert.Equal(numbers.Average(), histogram.Mean, 1e-9);
    }

    [Fact]
    public void Parts_that_are_merged_are_the_whole()
    {
        var random = new Random(4);
        LogHistogram whole = new(), merged = new();
        for (int part = 0; part < 10; part++)
        {
            var own = new LogHistogram();
            for (int i = 0; i < 100; i++)
            {
                double number = Math.Round((random.NextDouble() - 0.5) * 1e4);
                whole.Add(number);
                own.Add(number);
            }

            merged.Merge(LogHistogram.Of(own.Bins, own.Sum, own.Minimum, own.Maximum));
        }

        Assert.Equal(whole.Bins, merged.Bins);
        Assert.Equal((whole.Count, whole.Sum, whole.Minimum, whole.Maximum), (merged.Count, merged.Sum, merged.Minimum, merged.Maximum));
    }

    [Fact]
    public void Nothing_zero_and_what_is_far_out_are_numbers_too()
    {
        var histogram = new LogHistogram();
        Assert.True(double.IsNaN(histogram.Quantile(0.5)) && double.IsNaN(histogram.Mean));
        histogram.Merge(new LogHistogram());
        histogram.Add(double.NaN);
        Assert.Equal(0, histogram.Count);
        foreach (double number in new[] { 0, 1e-12, double.PositiveInfinity, double.NegativeInfinity, 1e-9, -1e-9 })
        {
            histogram.Add(number);
        }

        Assert.Equal((1e15, -1e15, 0.0), (histogram.Quantile(1), histogram.Quantile(0), histogram.Quantile(0.5)));
    }

    [Fact]
    public void Bins_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentException>(() => LogHistogram.Of([KeyValuePair.Create(1, 0L)], 0, 0, 0));
        Assert.Throws<ArgumentException>(() => LogHistogram.Of([KeyValuePair.Create(1, 1L), KeyValuePair.Create(1, 1L)], 0, 0, 0));
        Assert.Throws<ArgumentException>(() => LogHistogram.Of([KeyValuePair.Create(1_000_000, 1L)], 0, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogHistogram().Quantile(1.5));
    }
}
