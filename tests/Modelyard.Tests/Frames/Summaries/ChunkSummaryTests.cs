using Modelyard.Frames;
using Modelyard.Numerics;

namespace Modelyard.Tests.Frames.Summaries;

public sealed class ChunkSummaryTests
{
    private const long Plenty = 1L << 30;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(40, 7)]
    [InlineData(3_000, 500)]
    [InlineData(30_000, 1_000)]
    public void Summaries_of_chunks_are_those_of_the_whole_table(int rows, int chunkRows)
    {
        Frame table = Table(rows);
        IReadOnlyList<ColumnSummary> expected = table.Describe(), actual = Chunked.Of(table, chunkRows).Describe(Plenty);
        Assert.Equal(expected.Count, actual.Count);
        foreach ((ColumnSummary one, ColumnSummary other) in expected.Zip(actual))
        {
            AssertClose(one.Mean, other.Mean);
            AssertClose(one.StandardDeviation, other.StandardDeviation);
            Assert.Equal(one, other with { Mean = one.Mean, StandardDeviation = one.StandardDeviation });
        }
    }

    [Fact]
    public void In_little_memory_order_statistics_stay_exact_and_the_rest_says_what_it_is()
    {
        Frame table = Table(200_000);
        IReadOnlyList<ColumnSummary> expected = table.Describe(), actual = Chunked.Of(table, 10_000).Describe(memory: 1);
        foreach ((ColumnSummary one, ColumnSummary other) in expected.Zip(actual))
        {
            Assert.Equal((one.Count, one.Missing, one.Minimum, one.LowerQuartile, one.Median, one.UpperQuartile, one.Maximum), (other.Count, other.Missing, other.Minimum, other.LowerQuartile, other.Median, other.UpperQuartile, other.Maximum));
            Assert.Equal(one.Distinct > 1024, other.IsDistinctEstimated);
            Assert.InRange(other.Distinct, one.Distinct * 0.93, one.Distinct * 1.07);
            if (other.Top is not null)
            {
                Assert.Equal((one.Top, one.TopCount), (other.Top, other.TopCount));
            }
        }

        // One value in five is the same, the others are of thousands: it stands out. Where all differ, none does.
        Assert.Equal(expected.Single(one => one.Name == "skewed").Top, actual.Single(one => one.Name == "skewed").Top);
        Assert.Equal("often", actual.Single(one => one.Name == "words").Top);
        Assert.Null(actual.Single(one => one.Name == "row").Top);
    }

    [Fact]
    public void A_table_without_rows_has_summaries_without_figures()
    {
        Frame none = Table(5).Head(0);
        Assert.Equal(none.Describe(), Chunked.Of(none, 10).Describe());
    }

    private static void AssertClose(double expected, double actual)
    {
        if (double.IsFinite(expected))
        {
            Assert.InRange(actual, expected - (1e-10 * Math.Max(1, Math.Abs(expected))), expected + (1e-10 * Math.Max(1, Math.Abs(expected))));
        }
        else
        {
            Assert.Equal(expected, actual);
        }
    }

    private static Frame Table(int rows)
    {
        var random = new RandomStream(11, 0);
        var start = new DateTime(2024, 2, 28, 0, 0, 0, DateTimeKind.Unspecified);
        double[] numbers = new double[rows], fractions = new double[rows];
        string?[] words = new string?[rows], kinds = new string?[rows];
        bool[] flags = new bool[rows];
        long[] skewed = new long[rows];
        long[] ticks = new long[rows];
        for (int row = 0; row < rows; row++)
        {
            numbers[row] = random.NextInt(7) == 0 ? double.NaN : random.NextInt(50) - 25;
            fractions[row] = random.NextInt(11) == 0 ? double.NaN : random.NextGaussian();
            words[row] = random.NextInt(9) == 0 ? null : random.NextInt(4) == 0 ? "often" : $"a word of more than fifteen letters, {random.NextInt(1_000_000)}";
            kinds[row] = random.NextInt(9) == 0 ? null : $"é{random.NextInt(12)}";
            flags[row] = random.NextInt(3) == 0;
            skewed[row] = random.NextInt(5) == 0 ? 42 : random.NextInt(40_000);
            ticks[row] = start.AddMinutes(random.NextInt(5_000)).Ticks;
        }

        return Frame.Of(
            new IntegerColumn("row", [.. Enumerable.Range(0, rows).Select(row => (long)row)]),
            new DoubleColumn("number", numbers),
            new DoubleColumn("fraction", fractions),
            new TextColumn("words", words),
            CategoryColumn.From("kinds", kinds),
            new BooleanColumn("flags", flags),
            new IntegerColumn("skewed", skewed),
            new TimestampColumn("times", ticks),
            new DoubleColumn("nothing", Enumerable.Repeat(double.NaN, rows).ToArray()));
    }
}
