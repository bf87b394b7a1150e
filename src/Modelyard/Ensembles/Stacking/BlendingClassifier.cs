using Modelyard.Bayes;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Neighbors;

namespace Modelyard.Ensembles;

/// <summary>Represents a classifier that learns how to combine what others predict of rows that were held out.</summary>
/// <remarks>
/// The members learn from the other rows alone and are fitted once: quicker than a stack of folds, at the price of the rows. Of a member, the final classifier reads the probability of each class but, of two classes, the second alone.
/// Source: Töscher, Jahrer and Bell (2009), The BigChaos Solution to the Netflix Grand Prize.
/// </remarks>
public sealed record BlendingClassifier : IClassifier<StackingClassificationModel>
{
    /// <summary>Gets the classifiers whose predictions are combined.</summary>
    [Hyperparameter(Meaning = "Classifiers whose predictions are combined.")]
    public IReadOnlyList<IEstimator> Members { get; init; } = [new LogisticRegression(), new GaussianNaiveBayes(), new KNeighborsClassifier()];

    /// <summary>Gets the classifier that learns from the predictions.</summary>
    [Hyperparameter(Meaning = "Classifier that learns from the predictions.")]
    public IEstimator Final { get; init; } = new LogisticRegression();

    /// <summary>Gets the share of the rows that is held out for the final classifier.</summary>
    [Hyperparameter(Meaning = "Share of the rows that is held out for the final classifier.", Minimum = 0, MinimumExclusive = true, Maximum = 1, MaximumExclusive = true)]
    public double HoldoutShare { get; init; } = 0.2;

    /// <summary>Gets a value indicating whether the final classifier reads the original features too.</summary>
    [Hyperparameter(Meaning = "Whether the final classifier reads the original features too.")]
    public bool Passthrough { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits => StackedFit.Traits(Members, Final, Passthrough);

    /// <inheritdoc/>
    public StackingClassificationModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        (StackedMembers members, IPredictiveModel final) = StackedFit.ByHoldout(data, Members, Final, HoldoutShare, Passthrough, context);
        return new StackingClassificationModel(members, (IClassificationModel)final);
    }
}
