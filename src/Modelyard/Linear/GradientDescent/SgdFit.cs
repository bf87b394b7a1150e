using Modelyard.Learning;

namespace Modelyard.Linear;

/// <summary>Represents gradient descent that takes in one chunk after another, each with one pass.</summary>
/// <param name="estimator">The hyperparameters.</param>
/// <param name="shape">What all chunks look like.</param>
/// <param name="context">What surrounds the fit.</param>
internal sealed class SgdFit(ISgdEstimator estimator, DataShape shape, FitContext context) : IIncrementalFit
{
    private readonly SgdLearning _learning = estimator.CreateLearning(shape.Classes.Count, context);
    private readonly FeatureMoments _moments = new(shape.Schema.Count);
    private SgdState? _state;
    private int _chunks;

    /// <inheritdoc/>
    public long RowCount { get; private set; }

    /// <inheritdoc/>
    public void PartialFit(Dataset chunk)
    {
        shape.Check(chunk);
        FitChecks.Run(estimator, chunk, context, RowCount);
        context.Checkpoint();

        // A copy learns, so that a chunk that is cancelled or whose steps diverge leaves nothing behind.
        var rows = new SgdRows(chunk, chunk.Weights.ToArray());
        SgdState state = _state?.Clone() ?? estimator.Start(shape, rows);
        _learning.RunChunk(rows, state, _chunks);
        FeatureMoments moments = context.Aggregate(chunk, _moments);
        _moments.Merge(moments);
        _state = state;
        _chunks++;
        RowCount += chunk.RowCount;
    }

    /// <inheritdoc/>
    public IPredictiveModel ToModel()
    {
        FitChecks.AnyRows(estimator, RowCount);
        return estimator.CreateModel(shape, _state!, _moments);
    }
}
