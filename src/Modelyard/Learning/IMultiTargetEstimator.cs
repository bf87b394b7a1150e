namespace Modelyard.Learning;

/// <summary>Defines an estimator of several targets at once.</summary>
public interface IMultiTargetEstimator : ILearner
{
    /// <summary>Gets what each target is: a number (regression) or a label that applies or not (classification).</summary>
    TaskKind Task { get; }

    /// <summary>Learns a model of all targets.</summary>
    /// <param name="data">The rows to learn from.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <returns>An immutable, thread-safe model.</returns>
    /// <exception cref="ModelyardException">The data or a hyperparameter does not suit the estimator.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    IMultiTargetModel FitTargets(MultiTargetDataset data, FitContext context);
}
