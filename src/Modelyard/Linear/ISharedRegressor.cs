using Modelyard.Learning;

namespace Modelyard.Linear;

/// <summary>Defines a linear regression that learns several targets in hardly more time than one, as what it learns of the features serves all.</summary>
internal interface ISharedRegressor : ILearner
{
    /// <summary>Learns a model of each target.</summary>
    /// <param name="data">The rows to learn from.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <returns>One model a target; null where the targets must be learned one by one.</returns>
    LinearModel[]? FitEach(MultiTargetDataset data, FitContext context);
}
