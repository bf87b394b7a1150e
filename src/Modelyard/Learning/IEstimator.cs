namespace Modelyard.Learning;

/// <summary>Defines a learner whose model predicts a target.</summary>
public interface IEstimator : ILearner
{
    /// <summary>Gets what the estimator predicts.</summary>
    TaskKind Task { get; }

    /// <summary>Learns a model.</summary>
    /// <param name="data">The rows to learn from.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <returns>An immutable, thread-safe model.</returns>
    /// <exception cref="ModelyardException">The data or a hyperparameter does not suit the estimator.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    IPredictiveModel FitModel(Dataset data, FitContext context);

    /// <summary>Makes the same estimator of a quantile of the target.</summary>
    /// <param name="level">The level of the quantile, above 0 and below 1.</param>
    /// <returns>The estimator; null if it predicts no quantiles.</returns>
    IEstimator? AtQuantile(double level) => null;
}
