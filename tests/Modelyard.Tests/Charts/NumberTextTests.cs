using Modelyard.Charts;

namespace Modelyard.Tests.Charts;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData(0.84312, "0.8431")]
    [InlineData(0.5, "0.5000")]
    [InlineData(4.87123, "4.871")]
    [InlineData(548.26, "548.3")]
    [InlineData(12345.6, "12,346")]
    [InlineData(-0.25, "−0.2500")]
    [InlineData(double.NaN, "–")]
    [InlineData(double.NegativeInfinity, "−∞")]
    public void Scores_have_four_digits(double value, string expected) => Assert.Equal(expected, NumberText.Score(value));

    [Theory]
    [InlineData(0, "0 rows")]
    [InlineData(1, "1 row")]
    [InlineData(7043, "7,043 rows")]
    public void One_is_counted_in_the_singular(long count, string expected) => Assert.Equal(expected, NumberText.Counted(count, "row"));

    [Fact]
    public void Several_may_have_a_plural_of_their_own() =>
        Assert.Equal(["1 row is", "2 rows are"], new[] { 1L, 2L }.Select(count => NumberText.Counted(count, "row is", "rows are")));

    [Theory]
    [InlineData(0.0312, false, "0.0312")]
    [InlineData(0.0005, true, "≤\u00A00.0005")]
    [InlineData(0.00001, true, "<\u00A00.0001")]
    [InlineData(double.NaN, false, "–")]
    public void A_chance_that_is_a_bound_alone_says_so(double value, bool isUpperBound, string expected) => Assert.Equal(expected, NumberText.Chance(value, isUpperBound));

    [Theory]
    [InlineData(999, "999")]
    [InlineData(1234, "1.23k")]
    [InlineData(999_600, "1M")]
    [InlineData(1_200_000, "1.2M")]
    [InlineData(-2_500_000_000, "−2.5B")]
    [InlineData(0, "0")]
    public void Compact_numbers_have_three_digits_and_a_unit(double value, string expected) => Assert.Equal(expected, NumberText.Compact(value));

    [Theory]
    [InlineData(0.735, "74\u00A0%")]
    [InlineData(0.0412, "4.1\u00A0%")]
    [InlineData(1, "100\u00A0%")]
    [InlineData(0.0002, "<\u00A00.1\u00A0%")]
    public void Shares_are_per_cent(double share, string expected) => Assert.Equal(expected, NumberText.Percent(share));

    [Theory]
    [InlineData(0.035, "35\u00A0ms")]
    [InlineData(1.23, "1.2\u00A0s")]
    [InlineData(59.6, "1\u00A0min 0\u00A0s")]
    [InlineData(200, "3\u00A0min 20\u00A0s")]
    [InlineData(7260, "2\u00A0h 1\u00A0min")]
    public void Durations_take_the_unit_that_suits_them(double seconds, string expected) => Assert.Equal(expected, NumberText.Duration(seconds));

    [Theory]
    [InlineData(12.5, "12.5")]
    [InlineData(1234567, "1,234,567")]
    [InlineData(0.012346, "0.01235")]
    [InlineData(-0.00000001, "−1e−8")]
    public void Values_have_no_trailing_zeros(double value, string expected) => Assert.Equal(expected, NumberText.Value(value));

    [Theory]
    [InlineData(-0.5612, 0.2743, "−0.56 ± 0.27")]
    [InlineData(1250.4, 31.2, "1,250 ± 31")]
    [InlineData(12345.6, 0.26, "12,346 ± 0.3")]
    [InlineData(0.5612345, 0.0000321, "0.5612 ± 3e−5")]
    [InlineData(0.0001, 0.0123, "0.000 ± 0.012")]
    [InlineData(0, 0.5, "0.00 ± 0.50")]
    [InlineData(0.56123, 0, "0.5612")]
    [InlineData(3.5, double.NaN, "3.5")]
    [InlineData(double.NaN, 1, "–")]
    [InlineData(0.5, 6e-18, "0.5")]
    [InlineData(0, 6e-18, "0")]
    [InlineData(3e-20, 1e-20, "3e−20 ± 1e−20")]
    public void Estimates_have_the_digits_that_their_errors_leave(double value, double error, string expected) => Assert.Equal(expected, NumberText.WithError(value, error));

    [Fact]
    public void A_rounded_minus_zero_is_zero() => Assert.Equal("0.0", NumberText.Fixed(-0.01, 1));
}
