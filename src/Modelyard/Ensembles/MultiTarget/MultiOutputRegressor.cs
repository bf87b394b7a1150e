using Modelyard.Learning;
using Modelyard.Linear;

namespace Modelyard.Ensembles;

/// <summary>Represents a regression of several targets, each by a model of its own.</summary>
/// <remarks>Least squares, with a penalty or without, multiplies and factors the features once for all targets.</remarks>
public sealed record MultiOutputRegressor : IMultiTargetEstimator
{
    /// <summary>Gets the regression of one target.</summary>
    [Hyperparameter(Meaning = "Regression of one target.")]
    public IEstimator Estimator { get; init; } = new Ridge();

    /// <inheritdoc/>
    public TaskKind Task => TaskKind.Regression;

    /// <inheritdoc/>
    public LearnerTraits Traits => Estimator.Traits with { Sparse = false };

    /// <inheritdoc/>
    public IMultiTargetModel FitTargets(MultiTargetDataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        TargetChecks.Run(this, data, context);
        Hyperparameters.Check(Estimator);
        IReadOnlyList<IPredictiveModel>? shared = (Estimator as ISharedRegressor)?.FitEach(data, context);
        IReadOnlyList<IPredictiveModel> members = shared ?? MemberFits.Run(data.TargetCount, context, (target, own) => Estimator.FitModel(data.Target(target), own));
        return new MultiTargetModel(data.Schema, data.TargetNames, TaskKind.Regression, members, [.. Enumerable.Repeat(double.NaN, data.TargetCount)]);
    }
}
