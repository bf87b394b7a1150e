using FsCheck;
using FsCheck.Fluent;
using Modelyard.Charts;
using Modelyard.Charts.Scales;

namespace Modelyard.Tests.Charts;

public sealed class TickTests
{
    [Fact]
    public void Linear_ticks_are_three_to_ten_evenly_spaced_and_inside_the_domain()
    {
        Prop.ForAll(Domains(), domain =>
        {
            for (int target = 1; target <= 14; target++)
            {
                var scale = new LinearScale(domain.Low, domain.High);
                IReadOnlyList<AxisTick> ticks = scale.Ticks(target);
                Assert.InRange(ticks.Count, 3, 10);
                double step = (ticks[^1].Value - ticks[0].Value) / (ticks.Count - 1);
                double slack = 1e-12 * Math.Max(Math.Abs(scale.Minimum), Math.Abs(scale.Maximum));
                for (int i = 0; i < ticks.Count; i++)
                {
                    Assert.InRange(ticks[i].Value, scale.Minimum, scale.Maximum);
                    Assert.InRange(ticks[i].Value - ticks[0].Value, (i * step) - slack, (i * step) + slack);
                }
            }
        }).Check(Property.Repeatable);
    }

    [Fact]
    public void Labels_of_neighbouring_ticks_differ()
    {
        Prop.ForAll(Domains(), domain =>
        {
            IReadOnlyList<AxisTick> ticks = new LinearScale(domain.Low, domain.High).Ticks(5);
            bool shortEnough = Math.Abs(domain.High - domain.Low) > 1e-3 * Math.Max(Math.Abs(domain.Low), Math.Abs(domain.High));
            Assert.True(!shortEnough || ticks.Select(tick => tick.Label).Distinct(StringComparer.Ordinal).Count() == ticks.Count);
        }).Check(Property.Repeatable);
    }

    [Fact]
    public void Rounded_ends_hold_the_domain_and_are_ticks()
    {
        Prop.ForAll(Domains(), domain =>
        {
            var scale = new LinearScale(domain.Low, domain.High);
            LinearScale rounded = scale.Rounded(5);
            Assert.True(rounded.Minimum <= scale.Minimum && rounded.Maximum >= scale.Maximum);
            Assert.True(rounded.Maximum - rounded.Minimum <= 2.1 * (scale.Maximum - scale.Minimum));
        }).Check(Property.Repeatable);
    }

    [Theory]
    [InlineData(0, 1, 5, "0|0.2|0.4|0.6|0.8|1.0")]
    [InlineData(0, 100, 5, "0|20|40|60|80|100")]
    [InlineData(-1, 1, 5, "−1.0|−0.5|0|0.5|1.0")]
    [InlineData(0, 0.3, 4, "0|0.1|0.2|0.3")]
    [InlineData(0, 2_000_000, 5, "0|0.5M|1.0M|1.5M|2.0M")]
    [InlineData(0.81, 0.853, 5, "0.81|0.82|0.83|0.84|0.85")]
    [InlineData(0, 50_000, 6, "0|10k|20k|30k|40k|50k")]
    public void Ticks_are_the_round_numbers_one_would_choose(double low, double high, int target, string expected)
    {
        IReadOnlyList<AxisTick> ticks = new LinearScale(low, high).Ticks(target);
        Assert.Equal(expected, string.Join('|', ticks.Select(tick => tick.Label)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 5)]
    [InlineData(double.NaN, 1)]
    [InlineData(double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData(-double.MaxValue, double.MaxValue)]
    [InlineData(1, 1 + 1e-16)]
    [InlineData(double.Epsilon, 2 * double.Epsilon)]
    [InlineData(3, -3)]
    public void A_domain_that_cannot_be_drawn_is_widened(double low, double high)
    {
        var scale = new LinearScale(low, high, 0, 100);
        Assert.True(scale.Maximum > scale.Minimum);
        Assert.InRange(scale.Ticks(5).Count, 3, 10);
        Assert.Equal(100, scale.Map(scale.Maximum), 6);
    }

    [Theory]
    [InlineData(1, 1e6, "1|10|100|1k|10k|100k|1M")]
    [InlineData(0.5, 20, "0.5|1|2|5|10|20")]
    public void Logarithmic_ticks_stand_at_powers_of_ten_or_at_1_2_5(double low, double high, string expected) =>
        Assert.Equal(expected, string.Join('|', new LogScale(low, high).Ticks(8).Select(tick => tick.Label)));

    [Fact]
    public void Logarithmic_ticks_lie_inside_the_domain()
    {
        Prop.ForAll(Domains(), domain =>
        {
            var scale = new LogScale(domain.Low, domain.High);
            IReadOnlyList<AxisTick> ticks = scale.Ticks(6);
            Assert.InRange(ticks.Count, 1, 10);
            Assert.All(ticks, tick => Assert.InRange(tick.Value, scale.Minimum, scale.Maximum));
        }).Check(Property.Repeatable);
    }

    [Fact]
    public void Counts_have_no_ticks_between_whole_numbers()
    {
        Assert.All(new LinearScale(0, 2).Ticks(8, AxisFormat.Count), tick => Assert.Equal(Math.Round(tick.Value), tick.Value));
        Assert.All(new LinearScale(0, 13).Ticks(6, AxisFormat.Count), tick => Assert.Equal(Math.Round(tick.Value), tick.Value));
    }

    [Fact]
    public void Inverting_a_position_gives_back_the_value()
    {
        var scale = new LinearScale(-3, 7, 250, 10);
        Assert.Equal(4.2, scale.Invert(scale.Map(4.2)), 12);
        Assert.Equal(250, scale.Map(-3), 12);
    }

    [Fact]
    public void Bands_fill_the_range_in_order()
    {
        var scale = new CategoryScale(4, 10, 90, 0.25);
        Assert.Equal(15, scale.BandWidth, 12);
        Assert.Equal(12.5, scale.BandStart(0), 12);
        Assert.Equal(80, scale.Middle(3), 12);
    }

    private static Arbitrary<(double Low, double High)> Domains() => (
        from mantissa in Gen.Choose(-100_000, 100_000)
        from exponent in Gen.Choose(-12, 12)
        from length in Gen.Choose(1, 100_000)
        from lengthExponent in Gen.Choose(-12, 12)
        let low = mantissa * Math.Pow(10, exponent - 5)
        select (low, low + (length * Math.Pow(10, lengthExponent - 5)))).ToArbitrary();
}
