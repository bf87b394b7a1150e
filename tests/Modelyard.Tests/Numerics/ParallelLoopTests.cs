using Modelyard.Numerics;

namespace Modelyard.Tests.Numerics;

public sealed class ParallelLoopTests
{
    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(1000, 1)]
    [InlineData(1000, 4)]
    public void Every_index_is_visited_once(int count, int degree)
    {
        int[] visits = new int[count];
        ParallelLoop.For(count, degree, i => Interlocked.Increment(ref visits[i]));
        Assert.All(visits, visit => Assert.Equal(1, visit));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Partial_results_are_merged_in_order_and_not_kept_until_the_end(int degree)
    {
        int made = 0, merged = 0, most = 0;
        List<int> order = ParallelLoop.Reduce(
            1000,
            10,
            degree,
            (first, _) =>
            {
                InterlockedMaximum(ref most, Interlocked.Increment(ref made) - Volatile.Read(ref merged));
                return new List<int> { first };
            },
            (left, right) =>
            {
                Interlocked.Increment(ref merged);
                left.AddRange(right);
                return left;
            });
        Assert.Equal(Enumerable.Range(0, 100).Select(block => block * 10), order);
        Assert.True(degree > 1 || most <= 2, $"'{most}' partial results were held at a time on one thread.");
    }

    [Fact]
    public void Blocks_cover_the_indexes_and_the_last_may_be_shorter()
    {
        int[] visits = new int[103];
        ParallelLoop.Blocks(103, 10, 3, (first, count) =>
        {
            Assert.Equal(first == 100 ? 3 : 10, count);
            for (int i = first; i < first + count; i++)
            {
                Interlocked.Increment(ref visits[i]);
            }
        });
        Assert.All(visits, visit => Assert.Equal(1, visit));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_reduction_merges_in_the_order_of_its_blocks(int degree)
    {
        string letters = ParallelLoop.Reduce(
            26,
            4,
            degree,
            (first, count) => string.Concat(Enumerable.Range(first, count).Select(i => (char)('a' + i))),
            (left, right) => $"({left}{right})");
        Assert.Equal("((((((abcdefgh)ijkl)mnop)qrst)uvwx)yz)", letters);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_failure_of_a_body_comes_out_as_it_was(int degree)
    {
        FormatException failure = Assert.Throws<FormatException>(
            () => ParallelLoop.For(100, degree, i => _ = i == 42 ? throw new FormatException("42") : 0));
        Assert.Equal("42", failure.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_cancelled_loop_ends_early(int degree)
    {
        using var source = new CancellationTokenSource();
        int visited = 0;
        Assert.Throws<OperationCanceledException>(() => ParallelLoop.For(
            100_000,
            degree,
            _ =>
            {
                if (Interlocked.Increment(ref visited) == 10)
                {
                    source.Cancel();
                }
            },
            source.Token));
        Assert.InRange(visited, 10, 20);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 1)]
    [InlineData(4, 4)]
    public void A_loop_in_the_body_of_a_cancelled_one_ends_with_it(int outer, int inner)
    {
        using var source = new CancellationTokenSource();
        int visited = 0;
        Assert.Throws<OperationCanceledException>(() => ParallelLoop.For(2, outer, _ => ParallelLoop.For(100_000, inner, i => Visit(), default), source.Token));
        Assert.InRange(visited, 10, 30);
        ParallelLoop.For(10, inner, _ => { });
        ParallelLoop.Check();

        void Visit()
        {
            int number = Interlocked.Increment(ref visited);
            if (number == 10)
            {
                source.Cancel();
            }

            // The tenth may be put aside before it cancels: the others wait, so that what they visit afterwards counts alone.
            SpinWait.SpinUntil(() => number < 10 || source.IsCancellationRequested);
        }
    }

    [Fact]
    public void A_product_within_a_cancelled_loop_ends_early()
    {
        using var source = new CancellationTokenSource();
        Matrix square = RandomMatrix.Gaussian(1500, 1500, 3), product = new(1500, 1500);
        int done = 0;
        Assert.Throws<OperationCanceledException>(() => ParallelLoop.For(
            1,
            1,
            _ =>
            {
                source.Cancel();
                MatrixProduct.Multiply(square, square, product);
                done++;
            },
            source.Token));
        Assert.Equal(0, done);
    }

    private static void InterlockedMaximum(ref int place, int value)
    {
        int before;
        while ((before = Volatile.Read(ref place)) < value && Interlocked.CompareExchange(ref place, value, before) != before)
        {
        }
    }
}
