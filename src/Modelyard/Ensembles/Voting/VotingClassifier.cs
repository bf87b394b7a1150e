using Modelyard.Bayes;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Neighbors;

namespace Modelyard.Ensembles;

/// <summary>Represents classifiers that learn from the same rows and vote: with their probabilities, or each for its most probable class.</summary>
/// <remarks>Source: Kittler, Hatef, Duin and Matas (1998), On Combining Classifiers, IEEE TPAMI 20(3): the sum rule and the majority vote.</remarks>
public sealed record VotingClassifier : IClassifier<VotingClassificationModel>
{
    /// <summary>Gets the classifiers that vote.</summary>
    [Hyperparameter(Meaning = "Classifiers that vote.")]
    public IReadOnlyList<IEstimator> Members { get; init; } = [new LogisticRegression(), new GaussianNaiveBayes(), new KNeighborsClassifier()];

    /// <summary>Gets one weight of zero or more for each member; empty for equal ones.</summary>
    [Hyperparameter(Meaning = "Weight of each member; none given, all are equal.", Minimum = 0)]
    public IReadOnlyList<double> Weights { get; init; } = [];

    /// <summary>Gets a value indicating whether each member gives its whole weight to its most probable class, instead of sharing it by its probabilities.</summary>
    [Hyperparameter(Meaning = "Whether each member gives its whole weight to its most probable class.")]
    public bool IsHard { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits => VotingFit.Traits(Members);

    /// <inheritdoc/>
    public VotingClassificationModel Fit(Dataset data, FitContext context)
    {
        (IPredictiveModel[] models, double[] weights) = VotingFit.Run(this, Members, Weights, data, context);
        return new VotingClassificationModel([.. models.Cast<IClassificationModel>()], weights, IsHard);
    }
}
