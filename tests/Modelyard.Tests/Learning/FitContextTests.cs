using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Tests.Learning;

public sealed class FitContextTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(100_003)]
    public void Pieces_are_all_rows_in_order(int count)
    {
        int next = 0;
        foreach ((int first, int taken) in FitContext.Default.Pieces(count))
        {
            Assert.Equal(next, first);
            Assert.InRange(taken, 1, count - first);
            next += taken;
        }

        Assert.Equal(count, next);
        Assert.Equal(Enumerable.Range(0, count), FitContext.Default.Rows(count));
    }

    [Fact]
    public void Pieces_end_when_the_fit_is_cancelled_or_out_of_time()
    {
        using var source = new CancellationTokenSource();
        var cancelled = new FitContext { Cancellation = source.Token };
        int rows = 0;
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach ((_, int taken) in cancelled.Pieces(1_000_000))
            {
                rows += taken;
                source.Cancel();
            }
        });
        Assert.InRange(rows, 1, 1000);
        Assert.Throws<FitBudgetException>(() => new FitContext { Budget = TimeSpan.Zero }.Rows(10).Count());
    }

    [Fact]
    public void Pieces_of_slow_rows_stay_small()
    {
        int most = FitContext.Default.Pieces(200).Max(piece =>
        {
            Thread.Sleep(piece.Count);
            return piece.Count;
        });
        Assert.InRange(most, 1, 64);
    }

    [Fact]
    public void A_part_that_has_a_model_stops_when_its_share_is_used_up_and_one_that_has_none_goes_on()
    {
        FitContext whole = new() { Budget = TimeSpan.FromHours(1) }, part = whole.WithShare(0).ForPart(3);
        Assert.True(part.ShouldStop());
        part.Checkpoint();
        Assert.False(whole.ShouldStop());
        Assert.False(whole.WithShare(0.5).ShouldStop());
        Assert.True(whole.WithShare(0).WithShare(1).ShouldStop());
        Assert.False((part with { Budget = TimeSpan.FromHours(1) }).ShouldStop());
        Assert.Same(FitContext.Default, FitContext.Default.WithShare(0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Work_that_does_not_know_of_the_fit_ends_with_its_time_and_its_cancellation(int degree)
    {
        var brief = new FitContext { Budget = TimeSpan.FromMilliseconds(200) };
        Assert.Throws<FitBudgetException>(() => brief.WithinTime(Endless));
        using var source = new CancellationTokenSource(200);
        Assert.Throws<OperationCanceledException>(() => new FitContext { Budget = TimeSpan.FromHours(1), Cancellation = source.Token }.WithinTime(Endless));
        Assert.Throws<OperationCanceledException>(() => new FitContext { Cancellation = source.Token }.Within(Endless));
        Assert.Equal(7, new FitContext { Budget = TimeSpan.MaxValue }.WithinTime(() => 7));

        int Endless()
        {
            ParallelLoop.For(int.MaxValue, degree, _ => Thread.Sleep(1));
            return 0;
        }
    }

    [Fact]
    public void What_a_model_can_do_without_is_left_out_when_time_is_up()
    {
        var warnings = new List<string>();
        var context = new FitContext { Budget = TimeSpan.Zero, Warning = warnings.Add };
        Assert.Null(context.IfInTime(() => context.Rows(10).Count(), "the score"));
        Assert.Equal("The time budget ended before the score was computed; the model has none.", Assert.Single(warnings));
        Assert.Equal(10, FitContext.Default.IfInTime(() => FitContext.Default.Rows(10).Count(), "the score"));
    }
}
