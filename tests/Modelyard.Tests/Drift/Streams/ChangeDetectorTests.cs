using Modelyard.Drift;
using Modelyard.Numerics;

namespace Modelyard.Tests.Drift.Streams;

/// <summary>Holds detectors of changes to what must be true of any.</summary>
public sealed class ChangeDetectorTests
{
    [Fact]
    public void A_window_holds_the_count_the_mean_and_the_variance_of_the_latest_numbers()
    {
        var random = new RandomStream(3);
        var window = new AdaptiveWindow();
        var values = new List<double>();
        for (int i = 1; i <= 5000; i++)
        {
            values.Add(1e6 + random.NextGaussian() + (i < 3000 ? 0 : 2));
            window.Add(values[^1]);
            if (i % 50 != 1)
            {
                continue;
            }

            double[] latest = [.. values.TakeLast((int)window.Width)];
            Assert.Equal(latest.Average(), window.Mean, 1e-6);
            Assert.Equal(latest.Sum(value => (value - latest.Average()) * (value - latest.Average())) / latest.Length, window.Variance, 1e-5);
        }

        Assert.InRange(window.Width, 1900, 2100);
    }

    [Fact]
    public void A_window_of_one_mean_is_seldom_cut()
    {
        int cut = 0;
        for (ulong seed = 0; seed < 200; seed++)
        {
            var random = new RandomStream(seed);
            var window = new AdaptiveWindow(0.05);
            bool isCut = false;
            for (int i = 0; i < 3000; i++)
            {
                isCut |= window.Add(random.NextDouble() < 0.2 ? 1 : 0) == ChangeSignal.Change;
            }

            cut += isCut ? 1 : 0;
        }

        Assert.InRange(cut, 0, 10);
    }

    [Theory]
    [InlineData(0.2, 0.4)]
    [InlineData(0.4, 0.2)]
    public void A_window_sees_a_rise_and_a_fall_of_a_rate(double before, double after)
    {
        for (ulong seed = 0; seed < 50; seed++)
        {
            var random = new RandomStream(seed);
            var window = new AdaptiveWindow();
            int seen = -1;
            for (int i = 0; i < 3000; i++)
            {
                ChangeSignal signal = window.Add(random.NextDouble() < (i < 2000 ? before : after) ? 1 : 0);
                seen = seen < 0 && signal == ChangeSignal.Change ? i : seen;
            }

            Assert.InRange(seen, 2000, 2700);

            // What is left of before is at most of the size at which the window remembers it.
            Assert.Equal(after, window.Mean, 0.1);
        }
    }

    [Fact]
    public void Page_and_Hinkleys_sum_is_that_of_their_recurrence_and_begins_anew_after_a_change()
    {
        var detector = new PageHinkleyDetector(tolerance: 0, threshold: 10, memory: 1, least: 1);
        Assert.All(Enumerable.Repeat(5.0, 100), value => Assert.Equal(ChangeSignal.None, detector.Add(value)));
        Assert.Equal(0, detector.Sum);
        Assert.Equal(ChangeSignal.None, detector.Add(9));
        Assert.Equal(9 - (509.0 / 101), detector.Sum, 12);
        Assert.Equal(ChangeSignal.None, detector.Add(9));
        Assert.Equal(ChangeSignal.Change, detector.Add(9));
        Assert.Equal(0, detector.Sum);
        Assert.All(Enumerable.Repeat(9.0, 100), value => Assert.Equal(ChangeSignal.None, detector.Add(value)));
    }

    [Fact]
    public void A_rate_of_errors_that_rises_is_warned_of_before_it_is_a_change()
    {
        var random = new RandomStream(1);
        var detector = new ErrorRateDetector();
        ChangeSignal[] signals = [.. Enumerable.Range(0, 3000).Select(i => detector.Add(random.NextDouble() < (i < 2000 ? 0.1 : 0.4) ? 1 : 0))];
        int change = Array.IndexOf(signals, ChangeSignal.Change, 2000), warning = Array.IndexOf(signals, ChangeSignal.Warning, 2000);
        Assert.InRange(change, 2010, 2200);
        Assert.InRange(warning, 2000, change - 1);
        Assert.Equal(0.4, detector.Rate, 0.05);
    }

    [Fact]
    public void What_is_no_number_of_the_stream_and_parameters_out_of_range_are_refused()
    {
        Assert.Contains("'NaN'", Fault(() => new AdaptiveWindow().Add(double.NaN)), StringComparison.Ordinal);
        Assert.Contains("must be finite", Fault(() => new PageHinkleyDetector().Add(double.PositiveInfinity)), StringComparison.Ordinal);
        Assert.Contains("'0.5'", Fault(() => new ErrorRateDetector().Add(0.5)), StringComparison.Ordinal);
        Assert.Contains("between 0 and 1", Fault(() => new AdaptiveWindow(1)), StringComparison.Ordinal);
        Assert.Contains("1 or greater", Fault(() => new AdaptiveWindow(every: 0)), StringComparison.Ordinal);
        Assert.Contains("'-1'", Fault(() => new PageHinkleyDetector(tolerance: -1)), StringComparison.Ordinal);
        Assert.Contains("greater than 0", Fault(() => new PageHinkleyDetector(threshold: 0)), StringComparison.Ordinal);
        Assert.Contains("at most 1", Fault(() => new PageHinkleyDetector(memory: 1.1)), StringComparison.Ordinal);
        Assert.Contains("'3' or more", Fault(() => new ErrorRateDetector(warning: 3, change: 2)), StringComparison.Ordinal);
    }

    private static string Fault(Func<object> action) => Assert.Throws<ArgumentOutOfRangeException>(action).Message;
}
