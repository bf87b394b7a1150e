using Modelyard.Lifecycle.Monitors;
using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Lifecycle.Tests.Monitors;

/// <summary>Holds what detectors find in streams of losses against what was put there.</summary>
public sealed class LossStreamTests
{
    private const int Rows = 200, Windows = 18, Reference = 3;
    private static readonly DateTime s_first = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(StreamDetector.Adwin, 0.1, 1000)]
    [InlineData(StreamDetector.Adwin, 0.02, 1000)]
    [InlineData(StreamDetector.PageHinkley, 0.1, 60)]
    [InlineData(StreamDetector.PageHinkley, 0.02, 30)]
    [InlineData(StreamDetector.Ddm, 0.1, 60)]
    public void Where_nothing_changes_at_most_the_level_of_streams_alarm(StreamDetector detector, double rate, int streams)
    {
        const double Level = 0.05;
        int alarmed = Enumerable.Range(0, streams).Count(seed => FirstRise([detector], seed, Level, _ => rate) is not null);
        Assert.InRange(alarmed, 0, (streams * Level) + (2 * Math.Sqrt(streams * Level * (1 - Level))));
    }

    [Fact]
    public void Losses_that_are_alike_within_a_day_alarm_more_often_than_the_level_says()
    {
        // The limit that docs/monitoring.md states: the rate of a day, which is a window, lies anywhere between 4 % and 16 %.
        const int Streams = 40;
        Assert.InRange(Share(StreamDetector.PageHinkley), 0.15, 0.45);
        Assert.InRange(Share(StreamDetector.Adwin), 0, 0.05);

        static double Share(StreamDetector detector) => Enumerable.Range(0, Streams).Count(seed => FirstRise([detector], seed, 0.05, row => 0.04 + (0.12 * new RandomStream((ulong)seed + 1000, (ulong)(row / Rows)).NextDouble())) is not null) / (double)Streams;
    }

    [Theory]
    [InlineData(StreamDetector.PageHinkley)]
    [InlineData(StreamDetector.Ddm)]
    public void A_calibrated_threshold_is_exceeded_about_as_often_as_the_level_says(StreamDetector detector)
    {
        const int Streams = 200;
        const double Level = 0.1;
        int exceeded = 0;
        for (int seed = 0; seed < Streams; seed++)
        {
            LossStream stream = Begin([detector], seed, _ => 0.1);
            exceeded += stream.Take(Draw(seed, Reference, _ => 0.1), Level)[0].Outcome.Rise is null ? 0 : 1;
        }

        Assert.InRange(exceeded / (double)Streams, Level / 3, Level * 1.6);
    }

    [Theory]
    [InlineData(StreamDetector.Adwin, 1200)]
    [InlineData(StreamDetector.PageHinkley, 600)]
    [InlineData(StreamDetector.Ddm, 1500)]
    public void A_rate_of_errors_that_doubles_is_found_within_a_stated_number_of_rows(StreamDetector detector, int within)
    {
        // From row 1,700 on, in the middle of a window, one answer in five is wrong instead of one in ten.
        const int Streams = 20, Change = 1700;
        var late = new List<double>();
        for (int seed = 0; seed < Streams; seed++)
        {
            LossChange? rise = FirstRise([detector], seed, 0.05, row => row < Change ? 0.1 : 0.2);
            late.Add(rise is null ? double.PositiveInfinity : RowOf(rise.Found) - Change);
            if (rise is not null)
            {
                Assert.InRange(rise.Before, 0.06, 0.14);
                Assert.InRange(rise.After, 0.13, 0.4);
            }
        }

        // Nine in ten of them; that is what docs/monitoring.md says.
        Assert.InRange(late.Order().ElementAt((Streams * 9 / 10) - 1), 1, within);
        Assert.InRange(late.Min(), 1, within);
    }

    [Theory]
    [InlineData(StreamDetector.Adwin)]
    [InlineData(StreamDetector.PageHinkley)]
    [InlineData(StreamDetector.Ddm)]
    public void A_rise_is_found_at_the_level_that_is_its_chance_and_at_no_lower_one(StreamDetector detector)
    {
        int tried = 0;
        for (int seed = 0; seed < 10; seed++)
        {
            byte[] kept = Begin([detector], seed, _ => 0.1).Pack();
            TimedLoss[] losses = Draw(seed, Reference, _ => 0.2);
            double chance = Take(kept, losses, 1e-300).Chance;
            if (chance < 0.2)
            {
                tried++;
                Assert.NotNull(Take(kept, losses, chance * 1.001).Rise);
                Assert.Null(Take(kept, losses, chance * 0.999).Rise);
            }
        }

        Assert.InRange(tried, 3, 10);

        StreamOutcome Take(byte[] packed, TimedLoss[] losses, double level) => LossStream.Unpack(Monitor([detector]), packed).Take(losses, level)[0].Outcome;
    }

    [Fact]
    public void Looks_of_a_window_share_its_level()
    {
        // 192 rows are six looks of ADWIN; taken look by look, each has the whole level for itself.
        byte[] kept = Begin([StreamDetector.Adwin], 3, _ => 0.1).Pack();
        LossStream whole = LossStream.Unpack(Monitor([StreamDetector.Adwin]), kept), parts = LossStream.Unpack(Monitor([StreamDetector.Adwin]), kept);
        parts.Take(Draw(3, 40, _ => 0.2)[..8], 1e-300);
        whole.Take(Draw(3, 40, _ => 0.2)[..8], 1e-300);
        TimedLoss[] losses = Draw(3, 41, _ => 0.25)[..192];
        double[] chances = [.. losses.Chunk(32).Select(look => parts.Take(look, 1e-300)[0].Outcome.Chance)];
        Assert.Equal(6, chances.Length);
        Assert.InRange(chances.Min(), 1e-12, 0.1);
        Assert.Equal(6 * chances.Min(), whole.Take(losses, 1e-300)[0].Outcome.Chance, 12);
    }

    [Fact]
    public void Detectors_share_the_level_of_a_window()
    {
        byte[] all = Begin(Enum.GetValues<StreamDetector>(), 4, _ => 0.1).Pack(), alone = Begin([StreamDetector.PageHinkley], 4, _ => 0.1).Pack();
        TimedLoss[] losses = Draw(4, Reference, _ => 0.2);
        double chance = LossStream.Unpack(Monitor([StreamDetector.PageHinkley]), alone).Take(losses, 1e-300)[0].Outcome.Chance;
        Assert.InRange(chance, 1e-9, 0.1);
        Assert.NotNull(LossStream.Unpack(Monitor(Enum.GetValues<StreamDetector>()), all).Take(losses, 3 * chance * 1.001)[1].Outcome.Rise);
        Assert.Null(LossStream.Unpack(Monitor(Enum.GetValues<StreamDetector>()), all).Take(losses, 3 * chance * 0.999)[1].Outcome.Rise);
    }

    [Theory]
    [InlineData(StreamDetector.PageHinkley)]
    [InlineData(StreamDetector.Ddm)]
    public void A_window_of_very_many_rows_is_soon_judged_and_seldom_a_false_alarm(StreamDetector detector)
    {
        int exceeded = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new RandomStream(31, (ulong)seed);
            var stream = new LossStream(Monitor([detector]), isOfClasses: true);
            stream.Take(Many(50_000), 0.1);
            Assert.InRange(stream.Pack().Length, 500, 5_000);
            exceeded += stream.Take(Many(100_000), 0.1)[0].Outcome.Rise is null ? 0 : 1;

            TimedLoss[] Many(int rows) => [.. Enumerable.Range(0, rows).Select(row => new TimedLoss(TicksOf(row), random.NextDouble() < 0.1 ? 1 : 0))];
        }

        Assert.InRange(exceeded, 0, 6);
    }

    [Theory]
    [InlineData(StreamDetector.Adwin)]
    [InlineData(StreamDetector.PageHinkley)]
    [InlineData(StreamDetector.Ddm)]
    public void A_model_that_never_erred_is_not_alarmed_of_at_its_first_error_and_is_when_there_are_many(StreamDetector detector)
    {
        LossStream stream = Begin([detector], 1, _ => 0);
        for (int window = Reference; window < 8; window++)
        {
            StreamOutcome quiet = stream.Take(Draw(1, window, row => row == 1100 ? 1 : 0), 0.01)[0].Outcome;
            Assert.InRange(quiet.Chance, 0.01, 1);
            Assert.Null(quiet.Rise);
        }

        Assert.Contains(Enumerable.Range(8, 3), window => stream.Take(Draw(1, window, _ => 0.15), 0.001)[0].Outcome.Rise is not null);
    }

    [Fact]
    public void A_fall_is_told_and_is_no_alarm()
    {
        LossStream stream = Begin([StreamDetector.Adwin], 1, _ => 0.3);
        var outcomes = new List<StreamOutcome>();
        for (int window = Reference; window < Windows; window++)
        {
            outcomes.Add(stream.Take(Draw(1, window, row => row < 1700 ? 0.3 : 0.1), 0.001)[0].Outcome);
        }

        Assert.DoesNotContain(outcomes, outcome => outcome.Rise is not null);
        LossChange fall = Assert.Single(outcomes, outcome => outcome.Fall is not null).Fall!;
        Assert.InRange(RowOf(fall.Since), 1500, 1900);
        Assert.Equal(0.3, fall.Before, 0.05);
        Assert.Equal(0.1, fall.After, 0.06);
    }

    [Fact]
    public void A_stream_that_was_kept_goes_on_as_one_that_was_not()
    {
        StreamDetector[] all = Enum.GetValues<StreamDetector>();
        foreach (int seed in (int[])[1, 2, 3])
        {
            LossStream whole = new(Monitor(all), true), kept = new(Monitor(all), true);
            for (int window = 0; window < Windows; window++)
            {
                TimedLoss[] losses = Draw(seed, window, row => row < 1700 ? 0.1 : 0.25);
                kept = LossStream.Unpack(Monitor(all), kept.Pack());
                IReadOnlyList<(StreamDetector Kind, StreamOutcome Outcome)> expected = whole.Take(losses, 0.01), seen = kept.Take(losses, 0.01);
                Assert.Equal(expected.Select(one => (one.Kind, one.Outcome.Rise?.Found)), seen.Select(one => (one.Kind, one.Outcome.Rise?.Found)));
                Assert.All(expected.Zip(seen), pair => Assert.Equal(pair.First.Outcome.Mean, pair.Second.Outcome.Mean, 1e-12));
            }

            Assert.InRange(kept.Pack().Length, 100, 20_000);
        }
    }

    [Fact]
    public void Errors_of_numbers_are_told_in_their_unit_and_a_few_far_ones_are_no_change()
    {
        var stream = new LossStream(Monitor([StreamDetector.Adwin, StreamDetector.PageHinkley]), isOfClasses: false);
        LossChange? rise = null;
        for (int window = 0; window < Windows && rise is null; window++)
        {
            // Errors of about 300 dollars, of which one in a thousand is a hundred times as great; from row 2,000 on they are of about 450.
            var random = new RandomStream(4, (ulong)window);
            TimedLoss[] losses = [.. Enumerable.Range(window * Rows, Rows).Select(row => new TimedLoss(TicksOf(row), Math.Abs(random.NextGaussian()) * (row < 2000 ? 376 : 564) * (random.NextDouble() < 0.001 ? 100 : 1)))];
            rise = stream.Take(losses, 0.002).Select(one => one.Outcome.Rise).FirstOrDefault(one => one is not null);
            Assert.True(rise is null || window >= 10);
        }

        Assert.NotNull(rise);
        Assert.Equal(300, rise.Before, 25.0);
        Assert.Equal(440, rise.After, 60.0);
    }

    /// <summary>Runs windows through detectors until one finds a rise, each held against the level that a monitor would.</summary>
    private static LossChange? FirstRise(StreamDetector[] detectors, int seed, double level, Func<int, double> rate)
    {
        LossStream stream = Begin(detectors, seed, rate);
        for (int window = Reference; window < Windows; window++)
        {
            foreach ((_, StreamOutcome outcome) in stream.Take(Draw(seed, window, rate), new AlphaInvesting(level, window - Reference).Next))
            {
                if (outcome.Rise is { } rise)
                {
                    return rise;
                }
            }
        }

        return null;
    }

    private static LossStream Begin(StreamDetector[] detectors, int seed, Func<int, double> rate)
    {
        var stream = new LossStream(Monitor(detectors), isOfClasses: true);
        for (int window = 0; window < Reference; window++)
        {
            Assert.Empty(stream.Take(Draw(seed, window, rate), 0.05));
        }

        Assert.True(stream.IsJudged);
        return stream;
    }

    private static MonitorDefinition Monitor(StreamDetector[] detectors) => new("daily", "churn") { Watch = [WatchKind.Stream], Detectors = detectors };

    private static TimedLoss[] Draw(int seed, int window, Func<int, double> rate)
    {
        var random = new RandomStream((ulong)seed, (ulong)window);
        return [.. Enumerable.Range(window * Rows, Rows).Select(row => new TimedLoss(TicksOf(row), random.NextDouble() < rate(row) ? 1 : 0))];
    }

    private static long TicksOf(int row) => s_first.AddMinutes(row).Ticks;

    private static int RowOf(long ticks) => (int)Math.Round((new DateTime(ticks, DateTimeKind.Utc) - s_first).TotalMinutes);
}
