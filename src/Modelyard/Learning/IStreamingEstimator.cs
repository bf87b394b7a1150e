namespace Modelyard.Learning;

/// <summary>Defines an estimator that can learn from data larger than memory, in one pass over it or few.</summary>
public interface IStreamingEstimator : IEstimator
{
    /// <summary>Learns a model from a stream. What the fit holds does not grow with the number of rows, or by far less than the rows themselves.</summary>
    /// <param name="stream">The data.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <returns>An immutable, thread-safe model.</returns>
    /// <exception cref="ModelyardException">The data or a hyperparameter does not suit the estimator.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    IPredictiveModel FitStream(IDataStream stream, FitContext context);
}
