namespace Modelyard.Learning;

/// <summary>Represents an incremental fit that is a mergeable statistic: a chunk is gathered apart and then merged, so that one that fails leaves nothing behind.</summary>
/// <typeparam name="T">The statistic.</typeparam>
/// <param name="learner">The hyperparameters.</param>
/// <param name="shape">What all chunks look like.</param>
/// <param name="context">What surrounds the fit.</param>
/// <param name="statistic">A statistic that has seen nothing.</param>
/// <param name="finish">Makes the model of what was gathered.</param>
internal sealed class StatisticFit<T>(IEstimator learner, DataShape shape, FitContext context, T statistic, Func<T, IPredictiveModel> finish) : IIncrementalFit
    where T : IMergeable<T>
{
    private T _statistic = statistic;

    /// <inheritdoc/>
    public long RowCount { get; private set; }

    /// <summary>Gets or sets a further check of a chunk, which is told how many rows came before, before anything is gathered; null for none.</summary>
    internal Action<Dataset, long>? Also { get; set; }

    /// <summary>Begins a fit after checking hyperparameters and shape.</summary>
    internal static StatisticFit<T> Begin(IEstimator learner, DataShape shape, FitContext context, Func<T> create, Func<T, IPredictiveModel> finish)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Begin(learner, shape);
        return new StatisticFit<T>(learner, shape, context, create(), finish);
    }

    /// <inheritdoc/>
    public void PartialFit(Dataset chunk)
    {
        shape.Check(chunk);
        FitChecks.Run(learner, chunk, context, RowCount);
        Also?.Invoke(chunk, RowCount);
        context.Checkpoint();
        T gathered = context.Aggregate(chunk, _statistic);
        if (RowCount == 0)
        {
            // A wide statistic takes longer to merge than the rows of a small table to gather (cnb_text20).
            _statistic = gathered;
        }
        else
        {
            _statistic.Merge(gathered);
        }

        RowCount += chunk.RowCount;
    }

    /// <inheritdoc/>
    public IPredictiveModel ToModel()
    {
        FitChecks.AnyRows(learner, RowCount);
        context.Report(1, 1);
        return finish(_statistic);
    }
}
