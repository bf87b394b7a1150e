using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Trees.Growing;
using Modelyard.Trees.Structure;

namespace Modelyard.Trees;

/// <summary>Represents a tree or a forest that predicts several targets at once: numbers, or the probability of each label.</summary>
/// <remarks>Each leaf holds one number a target, the mean of its training rows; a forest predicts the mean of its trees.</remarks>
public sealed class MultiTargetTreeModel : IMultiTargetModel, IFeatureImportance, IPersistent<MultiTargetTreeModel>
{
    private readonly Tree[] _trees;
    private readonly double[] _importances;

    private MultiTargetTreeModel(FeatureSchema features, TaskKind task, IReadOnlyList<string> targetNames, Tree[] trees, double[] importances, double? outOfBagScore)
    {
        Features = features;
        Task = task;
        TargetNames = targetNames;
        _trees = trees;
        _importances = importances;
        OutOfBagScore = outOfBagScore;
    }

    /// <inheritdoc/>
    public static string TypeName => "multi-target-trees";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public TaskKind Task { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> TargetNames { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<double> FeatureImportances => _importances;

    /// <summary>Gets the number of trees.</summary>
    public int TreeCount => _trees.Length;

    /// <summary>Gets the number of nodes of all trees.</summary>
    public int NodeCount => _trees.Sum(tree => tree.Nodes.Length);

    /// <summary>Gets the number of splits on the longest way from a root to a leaf.</summary>
    public int Depth => _trees.Max(tree => tree.Depth);

    /// <summary>
    /// Gets the score of each training row's prediction by the trees that did not see it, the mean over the targets: R² of numbers, the share of rows in which a
    /// label is predicted right. Null if it was not asked for.
    /// </summary>
    public double? OutOfBagScore { get; }

    internal ReadOnlySpan<Tree> Trees => _trees;

    /// <inheritdoc/>
    public static MultiTargetTreeModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        TaskKind task = state.ReadEnum<TaskKind>("task");
        IReadOnlyList<string> targets = state.ReadTexts("targets");
        if (targets.Count == 0 || task == TaskKind.AnomalyDetection)
        {
            throw new ModelFormatException($"The model has '{targets.Count}' targets of the kind '{task}' and must have one or more numbers or labels.");
        }

        Tree[] trees = TreeState.Load(state, features.Count, targets.Count, shares: task == TaskKind.Classification);
        foreach (Tree tree in trees)
        {
            foreach (TreeNode node in tree.Nodes)
            {
                if (node.IsLeaf && node.Value >= 0)
                {
                    throw new ModelFormatException("A leaf of the model has no numbers for its targets.");
                }
            }
        }

        double[] importances = state.ReadDoubles("feature_importances", features.Count);
        double score = state.ReadDouble("out_of_bag_score");
        return new MultiTargetTreeModel(features, task, targets, trees, importances, double.IsNaN(score) ? null : score);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("task", Task.ToString());
        state.Write("targets", TargetNames);
        TreeState.Save(state, _trees);
        state.Write("feature_importances", _importances);
        state.Write("out_of_bag_score", OutOfBagScore ?? double.NaN);
    }

    /// <inheritdoc/>
    public void PredictTargets(ReadOnlySpan<double> row, Span<double> targets) => TreeWalk.Average(_trees, row, targets, Features.Count, TargetNames.Count);

    /// <inheritdoc/>
    public void PredictTargets(Matrix rows, Matrix targets, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(targets);
        TreeWalk.Average(_trees, rows, targets, Features.Count, TargetNames.Count, degree);
    }

    /// <summary>Writes one tree as rules, one a line, indented by depth, each with the weight of the training rows that it applies to.</summary>
    /// <param name="tree">The zero-based number of the tree.</param>
    /// <param name="maxDepth">The depth below which rules are left out, 0 or more.</param>
    /// <returns>The text, with a line feed after each line.</returns>
    public string ToText(int tree = 0, int maxDepth = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tree);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(tree, TreeCount);
        return TreeText.Write(_trees[tree], Features, TargetNames, maxDepth, severalTargets: true);
    }

    internal static MultiTargetTreeModel From(MultiTargetDataset data, Forest grown, FitContext context)
    {
        double? score = OutOfBag.Score(grown, context, () => OutOfBag.OfTargets(grown, data, context));
        return new MultiTargetTreeModel(data.Schema, data.Task, data.TargetNames, grown.Trees, grown.Importances, score);
    }
}
