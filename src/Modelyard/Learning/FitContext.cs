using System.Diagnostics;
using Modelyard.Numerics;

namespace Modelyard.Learning;

/// <summary>Carries what surrounds a fit: the seed, cancellation, progress, the time budget and the number of threads.</summary>
/// <remarks>
/// Every fit honours all five. Same data, hyperparameters and seed give the same model for any <see cref="Parallelism"/>;
/// only a time budget that ends a fit early can change the model, and then the fit says so through <see cref="Warn"/>.
/// </remarks>
public sealed record FitContext
{
    /// <summary>The rows of a part of the data at least, where gathering a part costs little beside its rows.</summary>
    internal const int LeastPart = 4096;

    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(24);
    private readonly TimeSpan? _budget;
    private readonly long _deadline = long.MaxValue;

    /// <summary>Gets a context with seed 0, all processors, and nothing else.</summary>
    public static FitContext Default { get; } = new();

    /// <summary>Gets the seed from which all random numbers of the fit come.</summary>
    public ulong Seed { get; init; }

    /// <summary>Gets the token that ends the fit with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Gets who is told how far the fit has come.</summary>
    public IProgress<FitProgress>? Progress { get; init; }

    /// <summary>Gets who is told what the user should know: no convergence, an early end, an assumption.</summary>
    public Action<string>? Warning { get; init; }

    /// <summary>Gets the greatest number of threads.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Gets the time that the fit may take, counted from the moment at which this property is set.</summary>
    /// <remarks>
    /// A fit that runs out of time returns the model it has if that is built up in steps (passes, trees, members); any other throws a
    /// <see cref="FitBudgetException"/>. It ends within about a tenth of the budget and a tenth of a second more, except that a pass over all rows (a
    /// transformation, a system of equations) is brought to its end.
    /// </remarks>
    public TimeSpan? Budget
    {
        get => _budget;
        init
        {
            _budget = value;
            _deadline = value is { } span
                ? Stopwatch.GetTimestamp() + (long)(Math.Min(span.TotalSeconds, 1e9) * Stopwatch.Frequency)
                : long.MaxValue;
            EndOfShare = long.MaxValue;
        }
    }

    /// <summary>Gets the moment from which a fit that has a model leaves the rest of the time to what comes after it.</summary>
    private long EndOfShare { get; init; } = long.MaxValue;

    /// <summary>Gets a value indicating whether the time budget is used up, or this part's share of it.</summary>
    public bool OutOfTime => IsPast(Math.Min(EndOfShare, _deadline));

    /// <summary>Gets the time that is left of the budget, or null if there is none.</summary>
    public TimeSpan? Remaining => _deadline == long.MaxValue ? null : TimeSpan.FromSeconds(Math.Max(0, (_deadline - Stopwatch.GetTimestamp()) / (double)Stopwatch.Frequency));

    /// <summary>Creates the stream of random numbers for a part of the fit.</summary>
    /// <param name="index">The number of the part: a tree, a fold, a start.</param>
    /// <returns>A stream that depends on the seed and the index alone.</returns>
    public RandomStream Random(ulong index = 0) => new(Seed, index);

    /// <summary>Creates the context for a part of the work that gets its own seed.</summary>
    /// <param name="part">The number of the part.</param>
    /// <returns>A context that shares all else with this one.</returns>
    public FitContext ForPart(ulong part) => this with { Seed = RandomStream.DeriveSeed(Seed, part) };

    /// <summary>Creates the context for a part of the work after which there are others.</summary>
    /// <param name="share">The share of the remaining time that is the part's, from 0 to 1.</param>
    /// <returns>A context in which a fit that has a model stops when its share is used up; one that has none yet may use all the time.</returns>
    internal FitContext WithShare(double share)
    {
        long end = Math.Min(EndOfShare, _deadline), now = Stopwatch.GetTimestamp();
        return end == long.MaxValue ? this : this with { EndOfShare = now + (long)(share * Math.Max(0, end - now)) };
    }

    /// <summary>Cuts many rows into consecutive pieces of some milliseconds of work each; between two of them the fit ends if it was cancelled or is out of time.</summary>
    /// <remarks>Loops of numerical routines and predictions in the work of a piece end with the fit too: the first may take longer than rows do. How they are cut depends on how long they take. It is for what comes out the same for any cut: work row by row, or a sum that runs on.</remarks>
    /// <param name="count">The number of rows.</param>
    /// <returns>The first row of each piece, and its number of rows.</returns>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    /// <exception cref="FitBudgetException">The time budget is used up.</exception>
    internal IEnumerable<(int First, int Count)> Pieces(int count)
    {
        const int LeastPiece = 16, Growth = 4, FewMilliseconds = 4, ManyMilliseconds = 16;
        int size = LeastPiece;
        for (int first = 0; first < count;)
        {
            Checkpoint();
            long start = Stopwatch.GetTimestamp();
            int taken = Math.Min(size, count - first);
            using (ParallelLoop.Enter(Cancellation))
            {
                yield return (first, taken);
            }

            first += taken;
            double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            size = milliseconds < FewMilliseconds ? Math.Min(size, count / Growth) * Growth : milliseconds > ManyMilliseconds ? Math.Max(1, size / 2) : size;
        }

        Checkpoint();
    }

    /// <summary>Counts rows up; now and then the fit ends if it was cancelled or is out of time.</summary>
    /// <param name="count">The number of rows.</param>
    /// <returns>The numbers from 0 on.</returns>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    /// <exception cref="FitBudgetException">The time budget is used up.</exception>
    internal IEnumerable<int> Rows(int count)
    {
        foreach ((int first, int taken) in Pieces(count))
        {
            for (int row = first; row < first + taken; row++)
            {
                yield return row;
            }
        }
    }

    /// <summary>Chooses among many rows; now and then the fit ends if it was cancelled or is out of time.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="chosen">Says whether a row is chosen.</param>
    /// <returns>The chosen rows, ascending.</returns>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    /// <exception cref="FitBudgetException">The time budget is used up.</exception>
    internal int[] Choose(int count, Func<int, bool> chosen)
    {
        int[] rows = GC.AllocateUninitializedArray<int>(count);
        int found = 0;
        foreach ((int first, int taken) in Pieces(count))
        {
            for (int row = first; row < first + taken; row++)
            {
                if (chosen(row))
                {
                    rows[found++] = row;
                }
            }
        }

        return rows[..found];
    }

    /// <summary>Ends a fit that has nothing to return yet if it was cancelled or is out of time.</summary>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    /// <exception cref="FitBudgetException">The time budget is used up.</exception>
    public void Checkpoint()
    {
        Cancellation.ThrowIfCancellationRequested();
        if (IsPast(_deadline))
        {
            throw TimeIsUp();
        }
    }

    /// <summary>Says whether an iterative fit that already has a model to return should stop.</summary>
    /// <returns>True if the fit is out of time.</returns>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public bool ShouldStop()
    {
        Cancellation.ThrowIfCancellationRequested();
        return OutOfTime;
    }

    /// <summary>Does work that does not know of the fit; its loops end if the fit is cancelled.</summary>
    /// <typeparam name="T">What comes of it.</typeparam>
    /// <param name="work">The work.</param>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    internal T Within<T>(Func<T> work)
    {
        T? result = default;
        ParallelLoop.For(1, 1, _ => result = work(), Cancellation);
        return result!;
    }

    /// <summary>Does work that does not know of the fit and is all or nothing; its loops end if the fit is cancelled, or is out of time.</summary>
    /// <typeparam name="T">What comes of it.</typeparam>
    /// <param name="work">The work.</param>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    /// <exception cref="FitBudgetException">The time budget is used up.</exception>
    internal T WithinTime<T>(Func<T> work)
    {
        Checkpoint();
        if (Remaining is not { } left)
        {
            return Within(work);
        }

        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        source.CancelAfter(left < LongestTimer ? left : LongestTimer);
        try
        {
            return (this with { Cancellation = source.Token }).Within(work);
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            throw TimeIsUp();
        }
    }

    /// <summary>Computes what a model can do without; null, and a warning, if there is no time for it.</summary>
    /// <param name="compute">Computes it.</param>
    /// <param name="what">What it is.</param>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    internal double? IfInTime(Func<double?> compute, string what)
    {
        try
        {
            return compute();
        }
        catch (FitBudgetException)
        {
            Warn($"The time budget ended before {what} was computed; the model has none.");
            return null;
        }
    }

    /// <summary>Tells what the user should know.</summary>
    /// <param name="message">A full sentence.</param>
    public void Warn(string message) => Warning?.Invoke(message);

    /// <summary>Tells how far the fit has come.</summary>
    /// <param name="done">The steps that are done.</param>
    /// <param name="total">The steps there are at most.</param>
    public void Report(long done, long total) => Progress?.Report(new FitProgress(done, total));

    /// <summary>Learns a mergeable statistic from all rows, in parallel, with a result that does not depend on the number of threads.</summary>
    /// <typeparam name="T">The statistic.</typeparam>
    /// <param name="data">The rows.</param>
    /// <param name="statistic">A statistic that has seen nothing.</param>
    /// <returns>A statistic that has seen all rows.</returns>
    public T Aggregate<T>(Dataset data, T statistic)
        where T : IMergeable<T>
    {
        ArgumentNullException.ThrowIfNull(data);
        return Aggregate(
            data.RowCount,
            (first, count) =>
            {
                T part = statistic.Empty();
                part.Add(data.Block(first, count));
                return part;
            },
            statistic.LeastPart(data));
    }

    /// <summary>Merges statistics of blocks of rows.</summary>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="fold">Gathers the statistic of a block, given its first row and its number of rows.</param>
    /// <param name="leastBlock">The number of rows of a block at least.</param>
    internal T Aggregate<T>(int rowCount, Func<int, int, T> fold, int leastBlock = LeastPart)
        where T : IMergeable<T>
    {
        const int MostBlocks = 64;
        int block = Math.Max(leastBlock, (rowCount + MostBlocks - 1) / MostBlocks);
        return ParallelLoop.Reduce(
            rowCount,
            block,
            Parallelism,
            (first, count) =>
            {
                Checkpoint();
                return fold(first, count);
            },
            (left, right) =>
            {
                left.Merge(right);
                return left;
            },
            Cancellation);
    }

    private FitBudgetException TimeIsUp() => new($"The time budget of '{_budget}' ended before there was a model. Give more time, fewer rows, or a lighter estimator.");

    private static bool IsPast(long moment) => moment != long.MaxValue && Stopwatch.GetTimestamp() >= moment;
}
