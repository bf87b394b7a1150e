using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Neighbors;

namespace Modelyard.Ensembles;

/// <summary>Represents regressions that learn from the same rows and whose predictions are averaged.</summary>
/// <remarks>Source: Perrone and Cooper (1993), When Networks Disagree: Ensemble Methods for Hybrid Neural Networks, in Neural Networks for Speech and Image Processing.</remarks>
public sealed record VotingRegressor : IRegressor<VotingRegressionModel>
{
    /// <summary>Gets the regressions whose predictions are averaged.</summary>
    [Hyperparameter(Meaning = "Regressions whose predictions are averaged.")]
    public IReadOnlyList<IEstimator> Members { get; init; } = [new Ridge(), new KNeighborsRegressor()];

    /// <summary>Gets one weight of zero or more for each member; empty for equal ones.</summary>
    [Hyperparameter(Meaning = "Weight of each member; none given, all are equal.", Minimum = 0)]
    public IReadOnlyList<double> Weights { get; init; } = [];

    /// <inheritdoc/>
    public LearnerTraits Traits => VotingFit.Traits(Members);

    /// <inheritdoc/>
    public VotingRegressionModel Fit(Dataset data, FitContext context)
    {
        (IPredictiveModel[] models, double[] weights) = VotingFit.Run(this, Members, Weights, data, context);
        return new VotingRegressionModel([.. models.Cast<IRegressionModel>()], weights);
    }
}
