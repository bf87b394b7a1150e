using Modelyard.Learning;
using Modelyard.Trees.Growing;

namespace Modelyard.Trees;

/// <summary>Represents a decision tree that predicts a number.</summary>
/// <remarks>
/// Parts the rows at each node by the feature and threshold that lower the impurity most, exactly: every threshold between two values is tried.
/// A missing value goes to the side where it lowers the impurity more; if none was missing in training, to the side with more rows.
/// Levels of a categorical feature are ordered by their mean target, which finds the best two sides for squared error.
/// A level that training did not see goes with the missing values.
/// Source: Breiman, Friedman, Olshen and Stone (1984), Classification and Regression Trees.
/// </remarks>
public sealed record DecisionTreeRegressor : IRegressor<TreeRegressionModel>, IMultiTargetEstimator
{
    /// <summary>Gets how the spread of targets in a node is measured.</summary>
    [Hyperparameter(Meaning = "Measure of the spread of targets in a node.")]
    public ErrorCriterion Criterion { get; init; }

    /// <summary>Gets the greatest number of splits on the way to a leaf; null for no limit.</summary>
    [Hyperparameter(Meaning = "Greatest depth of a tree.", Minimum = 1, Search = [2, 20])]
    public int? MaxDepth { get; init; }

    /// <summary>Gets the number of rows that a node needs to be split.</summary>
    [Hyperparameter(Meaning = "Rows that a node needs to be split.", Minimum = 2)]
    public int MinSamplesSplit { get; init; } = 2;

    /// <summary>Gets the number of rows that a leaf needs.</summary>
    [Hyperparameter(Meaning = "Rows that a leaf needs.", Minimum = 1, Scale = Scale.Logarithmic, Search = [1, 64])]
    public int MinSamplesLeaf { get; init; } = 1;

    /// <summary>Gets how many features, drawn at random, compete at each split; a split draws on until one of them varies.</summary>
    [Hyperparameter(Meaning = "Features that compete at a split.")]
    public MaxFeatures MaxFeatures { get; init; }

    /// <summary>Gets the share of the features that compete at each split, in place of <see cref="MaxFeatures"/>; null leaves it to that.</summary>
    [Hyperparameter(Meaning = "Share of the features that compete at a split, in place of MaxFeatures.", Minimum = 0, MinimumExclusive = true, Maximum = 1)]
    public double? MaxFeatureShare { get; init; }

    /// <summary>Gets the greatest number of leaves, grown where they gain most; null for no limit.</summary>
    [Hyperparameter(Meaning = "Greatest number of leaves, grown where they gain most.", Minimum = 2)]
    public int? MaxLeafNodes { get; init; }

    /// <summary>Gets how much a split must lower the impurity, weighted by the share of the rows that it is for.</summary>
    [Hyperparameter(Meaning = "Least fall of weighted impurity at a split.", Minimum = 0)]
    public double MinImpurityDecrease { get; init; }

    /// <summary>Gets what a leaf costs when the grown tree is pruned, in units of weighted impurity; 0 for no pruning.</summary>
    [Hyperparameter(Meaning = "Cost of a leaf in pruning.", Minimum = 0)]
    public double CostComplexityAlpha { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { MissingValues = true, Categories = true };

    /// <inheritdoc/>
    public TreeRegressionModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        return Fit(data, null, context);
    }

    /// <summary>Grows the tree, unpruned, and finds the steps in which pruning would cut it back: what to choose <see cref="CostComplexityAlpha"/> from.</summary>
    /// <param name="data">The rows to learn from.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <returns>The steps, from the whole tree, which costs 0 a leaf, to the root alone; of equal costs each cut is a step.</returns>
    /// <exception cref="ModelyardException">The data or a hyperparameter does not suit the estimator.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public IReadOnlyList<PruningStep> FindPruningPath(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        GrowthSettings growth = Growth(data.FeatureCount) with { CostComplexityAlpha = 0, TracesPruning = true };
        return ForestGrower.GrowNumbers(data, Criterion, growth, new ForestSettings(), context).PruningPath;
    }

    /// <summary>Learns a model of several targets at once: numbers; the impurity of a node is the mean of what each target has.</summary>
    /// <param name="data">The rows to learn from.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <returns>A model with a number for each target in each leaf.</returns>
    /// <exception cref="ModelyardException">The data or a hyperparameter does not suit the estimator.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public MultiTargetTreeModel FitTargets(MultiTargetDataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data.Target(0), context);
        context.Checkpoint();
        return MultiTargetTreeModel.From(data, ForestGrower.GrowNumbers(data, Criterion, Growth(data.FeatureCount), new ForestSettings(), context), context);
    }

    /// <inheritdoc/>
    TaskKind IMultiTargetEstimator.Task => TaskKind.Regression;

    /// <inheritdoc/>
    IMultiTargetModel IMultiTargetEstimator.FitTargets(MultiTargetDataset data, FitContext context) => FitTargets(data, context);

    /// <summary>Learns from data that was checked, whose features may have been made codes before.</summary>
    internal TreeRegressionModel Fit(Dataset data, RankTable? ranks, FitContext context)
    {
        Forest grown = ForestGrower.GrowNumbers(data, Criterion, Growth(data.FeatureCount), new ForestSettings(), context, ranks);
        return new TreeRegressionModel(data.Schema, grown.Trees[0], grown.Importances);
    }

    private GrowthSettings Growth(int features) => new()
    {
        MaxDepth = MaxDepth ?? int.MaxValue,
        MinSamplesSplit = MinSamplesSplit,
        MinSamplesLeaf = MinSamplesLeaf,
        Candidates = GrowthSettings.CountCandidates(features, MaxFeatures, MaxFeatureShare),
        MaxLeafNodes = MaxLeafNodes,
        MinImpurityDecrease = MinImpurityDecrease,
        CostComplexityAlpha = CostComplexityAlpha,
    };
}
