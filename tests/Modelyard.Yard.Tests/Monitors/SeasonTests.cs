using Modelyard.Lifecycle.Monitors;
using Modelyard.Numerics;

namespace Modelyard.Lifecycle.Tests.Monitors;

/// <summary>Watches rows whose number comes and goes with the hours of the day and the days of the week, with two faults.</summary>
public sealed class SeasonTests
{
    private const int Days = 40, OutageDay = 30, FloodDay = 36;

    private static readonly DateTime s_first = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);

    public enum Noise
    {
        /// <summary>Each hour varies on its own, by 22 %.</summary>
        Hours,

        /// <summary>Hours vary by 16 %, and whole days by 20 % besides.</summary>
        Days,

        /// <summary>Hours vary by 16 %, and there are 2 % more rows each day.</summary>
        Growth,

        /// <summary>Hours vary by 8 %, and one in twenty by 32 %.</summary>
        Bursts,
    }

    public static TheoryData<Noise, bool, string, int> Streams()
    {
        var streams = new TheoryData<Noise, bool, string, int>();
        foreach (Noise noise in Enum.GetValues<Noise>())
        {
            foreach (bool weekends in (bool[])[false, true])
            {
                streams.Add(noise, weekends, "first:24", 0);
                streams.Add(noise, weekends, "first:24", 168);
                streams.Add(noise, weekends, "weekday:4", 0);
            }
        }

        return streams;
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Hours_and_weekends_that_differ_alarm_nobody_and_an_outage_and_a_flood_do(Noise noise, bool weekends, string reference, int learn)
    {
        // From 12 to 108 rows an hour, and half as many at weekends: an outage of eight hours, and six hours with eight times as many rows.
        for (ulong seed = 0; seed < 2; seed++)
        {
            List<int> found = Found(noise, weekends, new MonitorDefinition("orders", null)
            {
                Source = MonitorSource.OfFiles("x", "at"),
                Watch = [WatchKind.Operation, WatchKind.Drift],
                Window = TimeSpan.FromHours(1),
                Reference = MonitorReference.Parse(reference),
                Learn = learn,
            }, seed);
            int outage = (OutageDay * 24) + 8, flood = (FloodDay * 24) + 12;
            Assert.All(found, hour => Assert.True((hour >= outage && hour < outage + 8) || (hour >= flood && hour < flood + 6), $"{s_first.AddHours(hour)} was found."));
            Assert.InRange(found[0], outage, outage + 2);

            // Where bursts come of themselves, a flood may be one.
            Assert.True(noise == Noise.Bursts || found.Exists(hour => hour >= flood && hour <= flood + 2));
        }
    }

    [Fact]
    public void Days_that_differ_by_weekday_are_known_after_some_months_and_a_third_of_a_sunday_is_seen()
    {
        // 300 rows on workdays, 150 at weekends, and a third of that on the 26th Sunday: the latest 28 days alone could not tell that from any other weekend.
        var random = new RandomStream(31);
        var monitor = new MonitorDefinition("orders", null) { Source = MonitorSource.OfFiles("x", "at"), Watch = [WatchKind.Operation, WatchKind.Drift], Reference = MonitorReference.Parse("first:7"), Learn = 14 };
        var history = new List<MonitorWindow>();
        for (int day = 0; day < 7 * 26; day++)
        {
            bool isLast = day == (7 * 26) - 1;
            double rows = Math.Round((day % 7 >= 5 ? 150 : 300) * Math.Exp(0.05 * random.NextGaussian()) * (isLast ? 1 / 3.0 : 1));
            WindowLook look = Look(history, monitor, TimeSpan.FromDays(1), rows);
            Assert.Equal(isLast, look.IsFound);
        }
    }

    [Fact]
    public void A_law_has_the_tails_that_values_have()
    {
        // Quantiles of a normal law and of that of Laplace, whose tail is an exponential one.
        const int count = 4000;
        double[] normal = [.. Enumerable.Range(0, count).Select(i => Math.Sqrt(2) * ErfInverse(((2 * (i + 0.5)) / count) - 1))];
        double[] laplace = [.. Enumerable.Range(0, count).Select(i => ((i + 0.5) / count) - 0.5).Select(p => -Math.Sign(p) * Math.Log(1 - (2 * Math.Abs(p))))];
        var thin = FigureLaw.Of(normal);
        var heavy = FigureLaw.Of(laplace);
        Assert.Equal(2, thin.Shape);
        Assert.InRange(thin.AtLeast(5), 2.5e-7, 3.5e-7);
        Assert.InRange(heavy.Shape, 0.95, 1.1);
        foreach (double off in (double[])[2, 6, 12])
        {
            Assert.InRange(Math.Log(heavy.AtLeast(off) * 2) / -off, 0.9, 1.1);
            Assert.Equal(heavy.AtLeast(off), heavy.AtMost(-off), 1e-12);
        }
    }

    [Fact]
    public void Counts_whose_rate_varies_have_a_negative_binomial_law()
    {
        // A mean of 60 that is known well, and rates that vary by 40 %: none has the probability (1 + 0.16 * 60)^(-1 / 0.16).
        Assert.Equal(2 * Math.Pow(1 + (0.16 * 60), -1 / 0.16), CountLaw.Chance(0, 60, 1e9, 0.16), 1e-12);
        Assert.Equal(2 * Math.Exp(-60), CountLaw.Chance(0, 60, 1e9, 0), 1e-30);
    }

    private static List<int> Found(Noise noise, bool weekends, MonitorDefinition monitor, ulong seed)
    {
        var random = new RandomStream(seed, (ulong)noise);
        var history = new List<MonitorWindow>();
        List<int> found = [];
        double ofDay = 1;
        for (int at = 0; at < 24 * Days; at++)
        {
            int hour = at % 24, day = at / 24;
            ofDay = hour > 0 ? ofDay : noise == Noise.Days ? Math.Exp(0.2 * random.NextGaussian()) : noise == Noise.Growth ? Math.Exp(0.02 * day) : 1;
            double usual = 60 * (1 + (0.8 * Math.Sin(Math.Tau * (hour - 9) / 24))) * (weekends && day % 7 >= 5 ? 0.5 : 1) * ofDay;
            double varies = noise == Noise.Bursts ? Math.Exp(0.08 * random.NextGaussian() * (random.NextDouble() < 0.05 ? 4 : 1)) : Gamma(ref random, noise == Noise.Hours ? 20 : 40);
            double fault = day == OutageDay && hour is >= 8 and < 16 ? 0 : day == FloodDay && hour is >= 12 and < 18 ? 8 : 1;
            if (Look(history, monitor, TimeSpan.FromHours(1), Poisson(ref random, usual * varies * fault)).IsFound)
            {
                found.Add(at);
            }
        }

        return found;
    }

    private static WindowLook Look(List<MonitorWindow> history, MonitorDefinition monitor, TimeSpan length, double rows)
    {
        DateTime start = s_first + (history.Count * length);
        var window = new MonitorWindow(start, start + length, WindowState.Quiet, (long)rows) { Measures = [new WindowMeasure(MeasureNames.Volume, rows)] };
        WindowLook look = WindowLooks.IsLearning(monitor, history) ? WindowLook.Unjudged(WatchKind.Operation, "Learned from.")
            : OperationLook.Of(window, history, monitor, WindowLooks.LevelOf(monitor, WindowLooks.Found(history, WatchKind.Operation)));
        history.Add(window with { Looks = [look] });
        return look;
    }

    private static double Gamma(ref RandomStream random, int shape)
    {
        double sum = 0;
        for (int i = 0; i < shape; i++)
        {
            sum -= Math.Log(1 - random.NextDouble());
        }

        return sum / shape;
    }

    private static int Poisson(ref RandomStream random, double mean)
    {
        int count = 0;
        for (double at = -Math.Log(1 - random.NextDouble()); at < mean; at -= Math.Log(1 - random.NextDouble()))
        {
            count++;
        }

        return count;
    }

    private static double ErfInverse(double value)
    {
        double low = -6, high = 6;
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Probability.SpecialFunctions.Erf(middle) < value ? (middle, high) : (low, middle);
        }

        return low;
    }
}
