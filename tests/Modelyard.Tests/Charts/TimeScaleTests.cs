using Modelyard.Charts;
using Modelyard.Charts.Scales;

namespace Modelyard.Tests.Charts;

public sealed class TimeScaleTests
{
    [Theory]
    [InlineData("2015-01-08", "2022-11-18", 5, "2016 2018 2020 2022")]
    [InlineData("2001-01-01", "2001-06-30", 6, "2001-01 2001-02 2001-03 2001-04 2001-05 2001-06")]
    [InlineData("2001-01-30", "2001-03-02", 5, "2001-02-05 2001-02-12 2001-02-19 2001-02-26")]
    [InlineData("2024-02-27", "2024-03-02", 5, "2024-02-27 2024-02-28 2024-02-29 2024-03-01 2024-03-02")]
    [InlineData("2024-02-29T21:30:00", "2024-03-01T10:00:00", 5, "03-01 00:00 03-01 03:00 03-01 06:00 03-01 09:00")]
    [InlineData("2024-02-29T23:59:50", "2024-03-01T00:00:10", 4, "23:59:50 23:59:55 00:00:00 00:00:05 00:00:10")]
    [InlineData("0001-01-01", "9999-12-31", 5, "2000 4000 6000 8000")]
    public void Ticks_stand_where_calendars_have_them(string first, string last, int target, string expected)
    {
        IReadOnlyList<AxisTick> ticks = new TimeScale(Seconds(first), Seconds(last)).Ticks(target);
        Assert.Equal(expected, string.Join(' ', ticks.Select(tick => tick.Label)));
    }

    [Fact]
    public void Ticks_lie_within_any_span_and_are_about_as_many_as_are_wished_for()
    {
        double last = Seconds("2024-05-17T13:37:11");
        for (double span = 7; span < 4e10; span *= 1.17)
        {
            for (int target = 3; target <= 10; target++)
            {
                IReadOnlyList<AxisTick> ticks = new TimeScale(last - span, last).Ticks(target);
                Assert.All(ticks, tick => Assert.InRange(tick.Value, last - span, last));
                Assert.Equal(ticks.Select(tick => tick.Value).Order().Distinct(), ticks.Select(tick => tick.Value));
                Assert.InRange(ticks.Count, 1, target + 1);
            }
        }
    }

    [Fact]
    public void Moments_beyond_calendars_and_a_single_moment_do_no_harm()
    {
        Assert.Empty(new TimeScale(1e12, 2e12).Ticks(5));
        Assert.NotEmpty(new TimeScale(5, 5).Ticks(5));
        Assert.Equal(0.5, new TimeScale(5, 5).Map(5));
    }

    [Fact]
    public void A_chart_over_dates_writes_dates()
    {
        var chart = new LineChart
        {
            Title = "over time",
            X = new Axis { Label = "day", Format = AxisFormat.Time, RoundsEnds = false },
            Series = [new LineSeries { X = [Seconds("2015-01-08"), Seconds("2022-11-18")], Y = [1, 2] }],
        };
        Assert.Contains(">2018<", chart.ToSvg(), StringComparison.Ordinal);
    }

    private static double Seconds(string text) => (DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal | System.Globalization.DateTimeStyles.AssumeUniversal) - DateTime.UnixEpoch).TotalSeconds;
}
