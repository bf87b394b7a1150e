using Modelyard.Learning;

namespace Modelyard.Catalogue;

/// <summary>Represents one estimator of the library that learns several targets only.</summary>
/// <param name="Summary">What it does, in one sentence.</param>
/// <param name="Default">The estimator with its default hyperparameters.</param>
public sealed record MultiTargetEntry(string Summary, IMultiTargetEstimator Default)
{
    /// <summary>Gets the name, as in <c>MultiLabelClassifier</c>.</summary>
    public string Name => Default.GetType().Name;

    /// <summary>Gets the paper or book that it follows.</summary>
    public string Source => EstimatorSources.Of(Name);

    /// <summary>Gets its hyperparameters.</summary>
    public IReadOnlyList<Hyperparameter> Hyperparameters => Learning.Hyperparameters.Of(Default);
}
