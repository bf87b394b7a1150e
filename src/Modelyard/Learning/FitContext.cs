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
    /// <remarks>An iterative fit that runs out of time returns the model it has; any other throws a <see cref="FitBudgetException"/>.</remarks>
    public TimeSpan? Budget
    {
        get => _budget;
        init
        {
            _budget = value;
            _deadline = value is { } span
                ? Stopwatch.GetTimestamp() + (long)(Math.Min(span.TotalSeconds, 1e9) * Stopwatch.Frequency)
                : long.MaxValue;
        }
    }

    /// <summary>Gets a value indicating whether the time budget is used up.</summary>
    public bool OutOfTime => _deadline != long.MaxValue && Stopwatch.GetTimestamp() >= _deadline;

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

    /// <summary>Ends a fit that has nothing to return yet if it was cancelled or is out of time.</summary>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    /// <exception cref="FitBudgetException">The time budget is used up.</exception>
    public void Checkpoint()
    {
        Cancellation.ThrowIfCancellationRequested();
        if (OutOfTime)
        {
            throw new FitBudgetException($"The time budget of '{_budget}' ended before there was a model. Give more time, fewer rows, or a lighter estimator.");
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
        const int LeastBlock = 4096, MostBlocks = 64;
        int block = Math.Max(LeastBlock, (data.RowCount + MostBlocks - 1) / MostBlocks);
        return ParallelLoop.Reduce(
            data.RowCount,
            block,
            Parallelism,
            (first, count) =>
            {
                Checkpoint();
                T part = statistic.Empty();
                part.Add(data.Block(first, count));
                return part;
            },
            (left, right) =>
            {
                left.Merge(right);
                return left;
            },
            Cancellation);
    }
}
