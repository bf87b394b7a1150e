using Modelyard.Frames;
using Modelyard.Numerics;
using Modelyard.Preparation;

namespace Modelyard.Tests.Preparation;

/// <summary>Holds the search for values that stand for missing ones to columns with such and without.</summary>
public sealed class StandInsTests
{
    private const int Rows = 500;

    [Theory]
    [InlineData(9999, 8)]
    [InlineData(-999, 8)]
    [InlineData(-999, 30)]
    [InlineData(1e9, 6)]
    [InlineData(-99999, 2)]
    public void A_value_of_many_rows_far_outside_is_named_with_the_option_that_makes_it_missing(double value, int percent)
    {
        double[] cells = Numbers();
        cells.AsSpan(0, Rows * percent / 100).Fill(value);
        string note = Assert.Single(ReadingNotes.Of(new DoubleColumn("price", cells)));
        Assert.StartsWith($"The column 'price' holds '{new DoubleColumn("one", [value]).FormatCell(0)}' in {Rows * percent / 100} rows ({percent}.0 %)", note, StringComparison.Ordinal);
        Assert.Contains("say '--missing \"", note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9999, 3000, 800)]
    [InlineData(99999, 30000, 8000)]
    [InlineData(-999, 500, 300)]
    public void In_a_wide_column_such_a_value_is_told_by_how_often_it_repeats(double value, double mean, double deviation)
    {
        double[] cells = [.. Numbers().Select((one, row) => row < 40 ? value : Math.Round(mean + ((one - 50) / 10 * deviation), 1))];
        Assert.Contains(" in 40 rows (8.0 %)", Assert.Single(ReadingNotes.Of(new DoubleColumn("price", cells))), StringComparison.Ordinal);
    }

    [Fact]
    public void Both_ends_and_whole_numbers_are_looked_at()
    {
        long[] cells = [.. Numbers().Select((value, row) => row < 40 ? -999L : row < 80 ? 9999L : (long)value)];
        Assert.Contains("'-999' in 40 rows (8.0 %) and '9999' in 40 rows (8.0 %)", Assert.Single(ReadingNotes.Of(new IntegerColumn("n", cells))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(60)]
    public void The_last_day_of_the_calendar_is_named(int percent)
    {
        long[] ticks = [.. Enumerable.Range(0, Rows).Select(row => (row < Rows * percent / 100 ? new DateTime(9999, 12, 31) : new DateTime(2015, 1, 1).AddDays(row)).Ticks)];
        Assert.Contains("--missing \"9999-12-31\"", Assert.Single(ReadingNotes.Of(new TimestampColumn("until", ticks))), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_belong_to_a_column_are_not_named()
    {
        double[] zeros = Numbers(), heavy = [.. Numbers().Select(value => Math.Exp(value / 5))], capped = [.. Numbers().Select(value => Math.Min(value, 55))];
        zeros.AsSpan(0, 100).Clear();
        double[] shares = [.. Numbers().Select((_, row) => row % 5 == 0 ? 99.0 : row % 97)], steps = [.. Numbers().Select((_, row) => row % 5 == 0 ? 999.0 : 100 * (row % 8))];
        double[] few = Numbers();
        few[0] = 9999;
        Assert.All(new[] { zeros, heavy, capped, few, shares, steps, [.. zeros.Select(value => value > 50 ? 1 : 0.0)], [.. zeros.Select(_ => 7.0)], [9999, 1, 2] }, cells => Assert.Empty(ReadingNotes.Of(new DoubleColumn("x", cells))));
    }

    private static double[] Numbers()
    {
        var random = new RandomStream(3);
        return [.. Enumerable.Range(0, Rows).Select(_ => 50 + (10 * random.NextGaussian()))];
    }
}
