using Modelyard.Kernels;
using Modelyard.Learning;
using Modelyard.Linear;

namespace Modelyard.Ensembles;

/// <summary>Represents one classifier of two classes for each pair of classes, which learns from the rows of the two alone.</summary>
/// <remarks>
/// The probabilities of the pairs are put together to the probabilities of the classes that agree with them best (pairwise coupling). That wants probabilities one can
/// trust: a <see cref="LinearSvc"/> that would give the logistic function of its scores learns its sigmoids from two folds. With two classes the classifier learns them as they are. Source: Hastie and Tibshirani (1998), Classification by Pairwise Coupling, Annals of Statistics 26(2); Wu, Lin and Weng (2004), JMLR 5, the second method.
/// </remarks>
public sealed record OneVsOne : IClassifier<IClassificationModel>
{
    private const int CalibrationFolds = 2;

    /// <summary>Gets the classifier that tells two classes apart.</summary>
    [Hyperparameter(Meaning = "Classifier that tells two classes apart.")]
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

        int[] present = BinaryTarget.PresentClasses(data, nameof(OneVsOne));
        (int First, int Second)[] pairs = [.. OneVsOneModel.Pairs(present.Length)];

        // On letters: 85 of 100 are right, and 83 by the logistic function of the scores as they are.
        IEstimator member = Estimator is LinearSvc { CalibrationFolds: null } machine ? machine with { CalibrationFolds = CalibrationFolds } : Estimator;
        IClassificationModel[] members = MemberFits.Run(pairs.Length, context, (i, own) =>
        {
            int first = present[pairs[i].First], second = present[pairs[i].Second];
            Dataset both = data.Rows(own.Choose(data.RowCount, row => data.Labels[row] == first || data.Labels[row] == second), own);
            bool[] isTrue = new bool[data.ClassCount];
            isTrue[second] = true;
            return (IClassificationModel)member.FitModel(BinaryTarget.Of(both, isTrue), own);
        });
        return new OneVsOneModel(data.Schema, data.Classes, present, members);
    }
}
