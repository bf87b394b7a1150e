namespace Modelyard.Learning;

/// <summary>Defines an estimator of how unusual rows are. It looks at no target, and takes data with or without one.</summary>
/// <typeparam name="TModel">The type of its models.</typeparam>
public interface IAnomalyDetector<out TModel> : IEstimator
    where TModel : class, IAnomalyModel
{
    /// <inheritdoc/>
    TaskKind IEstimator.Task => TaskKind.AnomalyDetection;

    /// <summary>Learns a model.</summary>
    /// <param name="data">The rows to learn from.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <returns>An immutable, thread-safe model.</returns>
    /// <exception cref="ModelyardException">The data or a hyperparameter does not suit the estimator.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    TModel Fit(Dataset data, FitContext context);

    /// <inheritdoc/>
    IPredictiveModel IEstimator.FitModel(Dataset data, FitContext context) => Fit(data, context);
}
