using Modelyard.Learning;
using Modelyard.Linear;

namespace Modelyard.Ensembles;

/// <summary>Represents one classifier of two classes for each class against all others.</summary>
/// <remarks>
/// The probabilities of the classes are what their own classifiers give, brought to sum 1. With two classes the classifier learns them as they are.
/// Source: Rifkin and Klautau (2004), In Defense of One-Vs-All Classification, JMLR 5.
/// </remarks>
public sealed record OneVsRest : IClassifier<IClassificationModel>
{
    /// <summary>Gets the classifier that tells a class from the others.</summary>
    [Hyperparameter(Meaning = "Classifier that tells a class from the others.")]
    public IEstimator Estimator { get; init; } = new LogisticRegression();

    /// <inheritdoc/>
    public LearnerTraits Traits => Estimator.Traits;

    /// <inheritdoc/>
    public IClassificationModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        if (data.ClassCount == 2)
        {
            return (IClassificationModel)Estimator.FitModel(data, context);
        }

        int[] present = BinaryTarget.PresentClasses(data, nameof(OneVsRest));
        IClassificationModel[] members = MemberFits.Run(present.Length, context, (i, own) =>
        {
            bool[] isTrue = new bool[data.ClassCount];
            isTrue[present[i]] = true;
            return (IClassificationModel)Estimator.FitModel(BinaryTarget.Of(data, isTrue), own);
        });
        return new OneVsRestModel(data.Schema, data.Classes, present, members);
    }
}
