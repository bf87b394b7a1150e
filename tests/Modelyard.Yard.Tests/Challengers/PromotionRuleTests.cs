using Modelyard.Learning;
using Modelyard.Lifecycle.Challengers;
using Modelyard.Metrics;
using Modelyard.Selection;

namespace Modelyard.Lifecycle.Tests.Challengers;

public sealed class PromotionRuleTests
{
    private static readonly PromotionRule s_better = new() { Kind = PromotionKind.Better, Level = 0.05, Least = 0.01 };

    [Theory]
    [InlineData(0.02, 0.01, PromotionOutcome.Promote)]
    [InlineData(0.01, 0.049, PromotionOutcome.Promote)]
    [InlineData(0.01, 0.05, PromotionOutcome.Keep)]
    [InlineData(0.009, 0.001, PromotionOutcome.Keep)]
    [InlineData(0, 0.001, PromotionOutcome.Keep)]
    [InlineData(-0.5, 0.0001, PromotionOutcome.Keep)]
    public void What_is_better_is_promoted_only_below_the_level_and_from_the_least_gain_on(double gain, double chance, PromotionOutcome expected) =>
        Assert.Equal(expected, s_better.Decide(Compared("roc-auc", gain, chance)).Outcome);

    [Theory]
    [InlineData(-0.02, PromotionOutcome.Promote)]
    [InlineData(0.02, PromotionOutcome.Keep)]
    public void Of_a_loss_less_is_better(double difference, PromotionOutcome expected) => Assert.Equal(expected, s_better.Decide(Compared("log-loss", difference, 0.001)).Outcome);

    [Theory]
    [InlineData(0.049, PromotionOutcome.Promote)]
    [InlineData(0.05, PromotionOutcome.Keep)]
    [InlineData(double.NaN, PromotionOutcome.Keep)]
    public void What_is_no_worse_is_promoted_only_below_the_level(double chance, PromotionOutcome expected) =>
        Assert.Equal(expected, new PromotionRule { Kind = PromotionKind.NoWorse, Margin = 0.01 }.Decide(Compared("roc-auc", 0, 1, chance)).Outcome);

    [Fact]
    public void By_default_a_person_decides_however_good_it_is() => Assert.Equal(PromotionOutcome.Wait, new PromotionRule().Decide(Compared("roc-auc", 0.5, 0)).Outcome);

    [Fact]
    public void Too_few_rows_or_no_comparison_wait_for_a_person_whatever_they_show()
    {
        ChallengerComparison good = Compared("roc-auc", 0.5, 0);
        Assert.Equal(PromotionOutcome.Promote, s_better.Decide(good with { Rows = 100 }).Outcome);
        Assert.Contains("'99' labelled rows", Waits(s_better, good with { Rows = 99 }), StringComparison.Ordinal);
        Assert.Contains("other classes", Waits(s_better, good with { Metrics = [], Fault = "It has other classes." }), StringComparison.Ordinal);
        Assert.Contains("not defined", Waits(s_better, Compared("roc-auc", double.NaN, double.NaN)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_holds_and_breaks_a_guard_rail_waits_for_a_person()
    {
        ChallengerComparison good = Compared("roc-auc", 0.1, 0.001);
        PromotionRule sliced = s_better with { SliceColumns = ["contract"], WorstSlice = 0.02 };
        Assert.Equal(PromotionOutcome.Promote, sliced.Decide(good with { Slices = [new SliceComparison("contract=month", 50, 0.9, 0.88, -0.02)] }).Outcome);
        Assert.Contains("contract=year", Waits(sliced, good with { Slices = [new SliceComparison("contract=year", 50, 0.9, 0.87, -0.03)] }), StringComparison.Ordinal);
        Assert.Contains("'tariff'", Waits(s_better, good with { InputChanges = ["It reads 'tariff'."] }), StringComparison.Ordinal);
        Assert.Equal(PromotionOutcome.Promote, (s_better with { SameInputs = false }).Decide(good with { InputChanges = ["It reads 'tariff'."] }).Outcome);
        PromotionRule timed = s_better with { MostLatency = 1.5 };
        Assert.Equal(PromotionOutcome.Promote, timed.Decide(good with { LatencyRatio = 1.5 }).Outcome);
        Assert.Contains("times as long", Waits(timed, good with { LatencyRatio = 1.51 }), StringComparison.Ordinal);
        Assert.Contains("times as long", Waits(timed, good), StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_out_of_range_are_refused()
    {
        foreach (PromotionRule wrong in (PromotionRule[])[
            s_better with { Level = 0 }, s_better with { Level = 1 }, s_better with { Level = double.NaN }, s_better with { Least = -1 }, s_better with { Margin = 0.1 }, new() { Least = 0.1 },
            new() { Kind = PromotionKind.NoWorse }, new() { LeastRows = 1 }, new() { WorstSlice = 0.1 }, new() { WorstSlice = -1, SliceColumns = ["a"] }, new() { MostLatency = 0 }])
        {
            Assert.Throws<YardException>(wrong.Check);
        }

        s_better.Check();
        new PromotionRule { Kind = PromotionKind.NoWorse, Margin = 0.01, SliceColumns = ["a"], WorstSlice = 0, MostLatency = 2 }.Check();
    }

    private static string Waits(PromotionRule rule, ChallengerComparison comparison)
    {
        PromotionDecision decision = rule.Decide(comparison);
        Assert.Equal(PromotionOutcome.Wait, decision.Outcome);
        return string.Join(' ', decision.Reasons);
    }

    private static ChallengerComparison Compared(string metric, double difference, double chance, double noWorse = double.NaN) => new()
    {
        Champion = "churn:1",
        Data = "rows",
        Rows = 1000,
        Target = "churn",
        Task = TaskKind.Classification,
        Classes = ["No", "Yes"],
        MetricTexts = [metric],
        Metrics = [new MetricComparison(MetricCatalogue.Find(metric, TaskKind.Classification), new ScoreInterval(0, 1) { Value = 0.5 }, new ScoreInterval(0, 1) { Value = 0.5 + difference }, new TestOutcome("test", difference, 0, chance), chance, noWorse)],
    };
}
