using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Trees;

namespace Modelyard.Ensembles;

/// <summary>Represents classifiers of one kind, each fitted on rows and features of its own, whose probabilities are averaged.</summary>
/// <remarks>
/// With replacement and all features this is Breiman (1996), Bagging Predictors, Machine Learning 24; with fewer features Ho (1998), The Random Subspace Method for Constructing Decision
/// Forests, IEEE TPAMI 20(8), and without replacement Louppe and Geurts (2012), Ensembles on Random Patches, ECML. Rows of a group may be parted.
/// </remarks>
public sealed record BaggingClassifier : IClassifier<BaggingClassificationModel>
{
    /// <summary>Gets the classifier that each member is fitted by.</summary>
    [Hyperparameter(Meaning = "Classifier that each member is fitted by.")]
    public IEstimator Estimator { get; init; } = new DecisionTreeClassifier();

    /// <summary>Gets the number of members.</summary>
    [Hyperparameter(Meaning = "Number of members.", Minimum = 1, Maximum = 10_000)]
    public int Members { get; init; } = 10;

    /// <summary>Gets the number of rows that are drawn for a member, as a share of all.</summary>
    [Hyperparameter(Meaning = "Rows that are drawn for a member, as a share of all.", Minimum = 0, MinimumExclusive = true, Maximum = 1)]
    public double RowShare { get; init; } = 1;

    /// <summary>Gets the share of the features that a member reads; at least one.</summary>
    [Hyperparameter(Meaning = "Share of the features that a member reads.", Minimum = 0, MinimumExclusive = true, Maximum = 1)]
    public double FeatureShare { get; init; } = 1;

    /// <summary>Gets a value indicating whether a row may be drawn more than once for a member.</summary>
    [Hyperparameter(Meaning = "Whether a row may be drawn more than once for a member.")]
    public bool Replacement { get; init; } = true;

    /// <summary>Gets a value indicating whether rows are predicted by the members that did not see them, for a score that needs no further rows.</summary>
    [Hyperparameter(Meaning = "Whether rows are predicted by the members that did not see them, for a score.")]
    public bool OutOfBag { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits => BagFit.Traits(Estimator);

    /// <inheritdoc/>
    public BaggingClassificationModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        BinaryTarget.PresentClasses(data, nameof(BaggingClassifier));
        BaggedMember[] members = BagFit.Run(data, new BagSettings(Estimator, Members, RowShare, FeatureShare, Replacement), context);
        IClassificationModel[] models = [.. members.Select(member => (IClassificationModel)member.Model)];
        double? score = OutOfBag ? context.IfInTime(() => Score(data, members, context), "the score of the rows out of the bag") : null;
        return new BaggingClassificationModel(data.Schema, models, Array.ConvertAll(members, member => member.Features), score);
    }

    /// <summary>Computes the share of right classes among the rows that some member did not see; none if there is no such row.</summary>
    private static double? Score(Dataset data, BaggedMember[] members, FitContext context)
    {
        (Matrix sums, int[] voters) = BagFit.OutOfBag(data, members, data.ClassCount, context);
        double right = 0, total = 0;
        for (int row = 0; row < voters.Length; row++)
        {
            double weight = voters[row] == 0 ? 0 : data.HasWeights ? data.Weights[row] : 1;
            right += BatchPrediction.MostProbable(sums.Row(row)) == data.Labels[row] ? weight : 0;
            total += weight;
        }

        return total > 0 ? right / total : null;
    }
}
