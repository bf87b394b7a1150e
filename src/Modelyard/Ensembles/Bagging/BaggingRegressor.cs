using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Trees;

namespace Modelyard.Ensembles;

/// <summary>Represents regressions of one kind, each fitted on rows and features of its own, whose predictions are averaged.</summary>
/// <remarks>
/// With replacement and all features this is Breiman (1996), Bagging Predictors, Machine Learning 24; with fewer features Ho (1998), The Random Subspace Method for Constructing Decision
/// Forests, IEEE TPAMI 20(8), and without replacement Louppe and Geurts (2012), Ensembles on Random Patches, ECML. Rows of a group may be parted.
/// </remarks>
public sealed record BaggingRegressor : IRegressor<BaggingRegressionModel>
{
    /// <summary>Gets the regression that each member is fitted by.</summary>
    [Hyperparameter(Meaning = "Regression that each member is fitted by.")]
    public IEstimator Estimator { get; init; } = new DecisionTreeRegressor();

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
    public BaggingRegressionModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        BaggedMember[] members = BagFit.Run(data, new BagSettings(Estimator, Members, RowShare, FeatureShare, Replacement), context);
        IRegressionModel[] models = [.. members.Select(member => (IRegressionModel)member.Model)];
        double? score = OutOfBag ? context.IfInTime(() => Score(data, members, context), "the score of the rows out of the bag") : null;
        return new BaggingRegressionModel(data.Schema, models, Array.ConvertAll(members, member => member.Features), score);
    }

    /// <summary>Computes the coefficient of determination over the rows that some member did not see; none if they are too few or all alike.</summary>
    private static double? Score(Dataset data, BaggedMember[] members, FitContext context)
    {
        (Matrix sums, int[] voters) = BagFit.OutOfBag(data, members, 1, context);
        double[] weights = [.. voters.Select((count, row) => count == 0 ? 0 : data.HasWeights ? data.Weights[row] : 1)];
        double total = weights.Sum(), mean = 0, error = 0, spread = 0;
        for (int row = 0; row < weights.Length; row++)
        {
            mean += weights[row] * data.Target[row] / total;
        }

        for (int row = 0; row < weights.Length; row++)
        {
            double off = weights[row] > 0 ? data.Target[row] - (sums[row, 0] / voters[row]) : 0;
            error += weights[row] * off * off;
            spread += weights[row] * (data.Target[row] - mean) * (data.Target[row] - mean);
        }

        return spread > 0 ? 1 - (error / spread) : null;
    }
}
