namespace Modelyard.Learning;

/// <summary>Defines an estimator that can learn from one chunk of data after another and give a model at any moment.</summary>
public interface IIncrementalEstimator : IStreamingEstimator
{
    /// <summary>Begins a fit that has seen nothing.</summary>
    /// <param name="shape">What all chunks will look like; it lists every class there will be.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <returns>The fit; it is for one thread at a time.</returns>
    /// <exception cref="ModelyardException">A hyperparameter is out of range, or the shape does not suit the estimator.</exception>
    IIncrementalFit Begin(DataShape shape, FitContext context);

    /// <inheritdoc/>
    IPredictiveModel IStreamingEstimator.FitStream(IDataStream stream, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(stream);
        IIncrementalFit fit = Begin(stream.Shape, context);
        foreach (Dataset chunk in stream.Read(context))
        {
            fit.PartialFit(chunk);
        }

        return fit.ToModel();
    }
}
