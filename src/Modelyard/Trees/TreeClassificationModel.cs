using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Trees.Structure;

namespace Modelyard.Trees;

/// <summary>Represents a decision tree that predicts a class.</summary>
public sealed class TreeClassificationModel : IClassificationModel, IFeatureImportance, IPersistent<TreeClassificationModel>
{
    private readonly Tree[] _tree;
    private readonly double[] _importances;

    internal TreeClassificationModel(FeatureSchema features, IReadOnlyList<string> classes, Tree tree, double[] importances)
    {
        Features = features;
        Classes = classes;
        _tree = [tree];
        _importances = importances;
    }

    /// <inheritdoc/>
    public static string TypeName => "tree-classification";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

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
    public static TreeClassificationModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        IReadOnlyList<string> classes = state.ReadTexts("classes");
        if (classes.Count < 1)
        {
            throw new ModelFormatException("The model has no classes and must have at least one.");
        }

        Tree[] trees = TreeState.Load(state, features.Count, classes.Count);
        double[] importances = state.ReadDoubles("feature_importances", features.Count);
        return trees.Length == 1
            ? new TreeClassificationModel(features, classes, trees[0], importances)
            : throw new ModelFormatException($"The model has '{trees.Length}' trees and must have one.");
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("classes", Classes);
        TreeState.Save(state, _tree);
        state.Write("feature_importances", _importances);
    }

    /// <inheritdoc/>
    public void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities) =>
        TreeWalk.Average(_tree, row, probabilities, Features.Count, Classes.Count);

    /// <inheritdoc/>
    public void PredictProbability(Matrix rows, Matrix probabilities, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(probabilities);
        TreeWalk.Average(_tree, rows, probabilities, Features.Count, Classes.Count, degree);
    }

    /// <inheritdoc/>
    public void Predict(Matrix rows, Span<int> classes, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        TreeWalk.MostProbable(_tree[0], rows, classes, Features.Count, Classes.Count, degree);
    }

    /// <summary>Writes the tree as rules, one a line, indented by depth, each with the weight of the training rows that it applies to.</summary>
    /// <param name="maxDepth">The depth below which rules are left out, 0 or more.</param>
    /// <returns>The text, with a line feed after each line.</returns>
    public string ToText(int maxDepth = int.MaxValue) => TreeText.Write(_tree[0], Features, Classes, maxDepth);
}
