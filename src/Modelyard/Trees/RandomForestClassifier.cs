using Modelyard.Learning;
using Modelyard.Trees.Growing;

namespace Modelyard.Trees;

/// <summary>Represents a random forest that predicts a class: the mean of trees that each learn from a sample of the rows and look at a sample of the features.</summary>
/// <remarks>
/// A fit that runs out of time returns the trees that it has, at least one.
/// A missing value goes to the side where it lowers the impurity more; if none was missing in training, to the side with more rows.
/// Levels of a categorical feature are ordered by their mean target, which finds the best two sides for two classes; for more, one class against the rest at a time.
/// A level that training did not see goes with the missing values.
/// Source: Breiman (2001), Random Forests, Machine Learning 45.
/// </remarks>
public sealed record RandomForestClassifier : IClassifier<ForestClassificationModel>, IMultiTargetEstimator
{
    /// <summary>Gets the number of trees.</summary>
    [Hyperparameter(Meaning = "Number of trees.", Minimum = 1, Scale = Scale.Logarithmic)]
    public int Trees { get; init; } = 100;

    /// <summary>Gets how the mixture of classes in a node is measured.</summary>
    [Hyperparameter(Meaning = "Measure of the mixture of classes in a node.")]
    public ImpurityCriterion Criterion { get; init; }

    /// <summary>Gets the greatest number of splits on the way to a leaf; null for no limit.</summary>
    [Hyperparameter(Meaning = "Greatest depth of a tree.", Minimum = 1)]
    public int? MaxDepth { get; init; }

    /// <summary>Gets the number of rows that a node needs to be split.</summary>
    [Hyperparameter(Meaning = "Rows that a node needs to be split.", Minimum = 2)]
    public int MinSamplesSplit { get; init; } = 2;

    /// <summary>Gets the number of rows that a leaf needs.</summary>
    [Hyperparameter(Meaning = "Rows that a leaf needs.", Minimum = 1, Scale = Scale.Logarithmic, Search = [1, 10])]
    public int MinSamplesLeaf { get; init; } = 1;

    /// <summary>Gets how many features, drawn at random, compete at each split; a split draws on until one of them varies.</summary>
    [Hyperparameter(Meaning = "Features that compete at a split.")]
    public MaxFeatures MaxFeatures { get; init; } = MaxFeatures.Sqrt;

    /// <summary>Gets the share of the features that compete at each split, in place of <see cref="MaxFeatures"/>; null leaves it to that.</summary>
    [Hyperparameter(Meaning = "Share of the features that compete at a split, in place of MaxFeatures.", Minimum = 0, MinimumExclusive = true, Maximum = 1, Search = [0.1, 1])]
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

    /// <summary>Gets a value indicating whether each tree draws its rows with replacement.</summary>
    [Hyperparameter(Meaning = "Draw the rows of a tree with replacement.")]
    public bool Bootstrap { get; init; } = true;

    /// <summary>Gets the share of the rows that each tree draws; without <see cref="Bootstrap"/> a row is drawn at most once.</summary>
    [Hyperparameter(Meaning = "Share of the rows that a tree draws.", Minimum = 0, MinimumExclusive = true, Maximum = 1)]
    public double SampleShare { get; init; } = 1;

    /// <summary>Gets how much the rows of each class weigh.</summary>
    [Hyperparameter(Meaning = "Weight of the rows of each class.")]
    public ClassWeight ClassWeight { get; init; }

    /// <summary>Gets a value indicating whether the rows that a tree did not draw score the forest.</summary>
    [Hyperparameter(Meaning = "Score the forest on the rows that its trees did not draw.")]
    public bool OutOfBagScore { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { MissingValues = true, Categories = true, DependsOnRowOrder = Bootstrap, WeightsCountAsRows = false };

    /// <inheritdoc/>
    public ForestClassificationModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        Forest grown = ForestGrower.GrowClasses(data, Criterion, ClassWeight, Growth(data.FeatureCount), Sampling(), context);
        double? score = OutOfBag.Score(grown, context, () => OutOfBag.Accuracy(grown, data, context));
        return new ForestClassificationModel(data.Schema, data.Classes, grown.Trees, grown.Importances, score);
    }

    /// <summary>Learns a model of several targets at once: labels of which any number applies to a row; the impurity of a node is the mean of what each label has.</summary>
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
        if (ClassWeight != ClassWeight.None)
        {
            throw new ModelyardException($"ClassWeight is '{ClassWeight}' and must be 'None' for several labels: what balances one would skew the others. Weigh the rows instead.");
        }

        return MultiTargetTreeModel.From(data, ForestGrower.GrowLabels(data, Criterion, Growth(data.FeatureCount), Sampling(), context), context);
    }

    /// <inheritdoc/>
    TaskKind IMultiTargetEstimator.Task => TaskKind.Classification;

    /// <inheritdoc/>
    IMultiTargetModel IMultiTargetEstimator.FitTargets(MultiTargetDataset data, FitContext context) => FitTargets(data, context);

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

    private ForestSettings Sampling() => new() { Trees = Trees, Bootstrap = Bootstrap, SampleShare = SampleShare, KeepOutOfBag = OutOfBagScore };
}
