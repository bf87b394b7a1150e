using Modelyard.Bayes;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Neighbors;

namespace Modelyard.Ensembles;

/// <summary>Represents a classifier that learns how to combine what others predict of rows they did not learn from.</summary>
/// <remarks>
/// Each member predicts every fold from the others, which is what the final classifier learns from; then the members learn from all rows. Of a member, the final classifier reads the probability of each class but, of two classes, the second alone.
/// Source: Wolpert (1992), Stacked Generalization, Neural Networks 5(2).
/// </remarks>
public sealed record StackingClassifier : IClassifier<StackingClassificationModel>
{
    /// <summary>Gets the classifiers whose predictions are combined.</summary>
    [Hyperparameter(Meaning = "Classifiers whose predictions are combined.")]
    public IReadOnlyList<IEstimator> Members { get; init; } = [new LogisticRegression(), new GaussianNaiveBayes(), new KNeighborsClassifier()];

    /// <summary>Gets the classifier that learns from the predictions.</summary>
    [Hyperparameter(Meaning = "Classifier that learns from the predictions.")]
    public IEstimator Final { get; init; } = new LogisticRegression();

    /// <summary>Gets the number of folds.</summary>
    [Hyperparameter(Meaning = "Number of folds.", Minimum = 2, Maximum = 100)]
    public int Folds { get; init; } = 5;

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
        (StackedMembers members, IPredictiveModel final) = StackedFit.ByFolds(data, Members, Final, Folds, Passthrough, context);
        return new StackingClassificationModel(members, (IClassificationModel)final);
    }
}
