using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Trees.Structure;

namespace Modelyard.Trees;

/// <summary>Represents a decision tree that predicts a number.</summary>
public sealed class TreeRegressionModel : IRegressionModel, IFeatureImportance, IPersistent<TreeRegressionModel>
{
    private readonly Tree[] _tree;
    private readonly double[] _importances;

    internal TreeRegressionModel(FeatureSchema features, Tree tree, double[] importances)
    {
        Features = features;
        _tree = [tree];
        _importances = importances;
    }

    /// <inheritdoc/>
    public static string TypeName => "tree-regression";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<double> FeatureImportances => _importances;

    /// <summary>Gets the number of nodes, leaves included.</summary>
    public int NodeCount => _tree[0].Nodes.Length;

    /// <summary>Gets the number of leaves.</summary>
    public int LeafCount => _tree[0].LeafCount;

    /// <summary>Gets the number of splits on the longest way from the root to a leaf.</summary>
    public int Depth => _tree[0].Depth;

    internal ReadOnlySpan<Tree> Trees => _tree;

    /// <inheritdoc/>
    public static TreeRegressionModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        Tree[] trees = TreeState.Load(state, features.Count, 0);
        double[] importances = state.ReadDoubles("feature_importances", features.Count);
        return trees.Length == 1
            ? new TreeRegressionModel(features, trees[0], importances)
            : throw new ModelFormatException($"The model has '{trees.Length}' trees and must have one.");
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        TreeState.Save(state, _tree);
        state.Write("feature_importances", _importances);
    }

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> row) => TreeWalk.Average(_tree, row, Features.Count);

    /// <inheritdoc/>
    public void Predict(Matrix rows, Span<double> predictions, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        TreeWalk.Average(_tree, rows, predictions, Features.Count, degree);
    }

    /// <summary>Writes the tree as rules, one a line, indented by depth, each with the weight of the training rows that it applies to.</summary>
    /// <param name="maxDepth">The depth below which rules are left out, 0 or more.</param>
    /// <returns>The text, with a line feed after each line.</returns>
    public string ToText(int maxDepth = int.MaxValue) => TreeText.Write(_tree[0], Features, [], maxDepth);
}
