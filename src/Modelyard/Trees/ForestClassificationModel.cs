using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Trees.Structure;

namespace Modelyard.Trees;

/// <summary>Represents a forest that predicts a class: the mean of what its trees predict.</summary>
public sealed class ForestClassificationModel : IUncertaintyModel, IFeatureImportance, IPersistent<ForestClassificationModel>
{
    private readonly Tree[] _trees;
    private readonly double[] _importances;

    internal ForestClassificationModel(FeatureSchema features, IReadOnlyList<string> classes, Tree[] trees, double[] importances, double? outOfBagScore)
    {
        Features = features;
        Classes = classes;
        _trees = trees;
        _importances = importances;
        OutOfBagScore = outOfBagScore;
    }

    /// <inheritdoc/>
    public static string TypeName => "forest-classification";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<double> FeatureImportances => _importances;

    /// <summary>Gets the number of trees.</summary>
    public int TreeCount => _trees.Length;

    /// <inheritdoc/>
    int IUncertaintyModel.MemberCount => TreeCount;

    /// <summary>Gets the number of nodes of all trees.</summary>
    public int NodeCount => _trees.Sum(tree => tree.Nodes.Length);

    /// <summary>Gets the number of splits on the longest way from a root to a leaf.</summary>
    public int Depth => _trees.Max(tree => tree.Depth);

    /// <summary>Gets the accuracy of each training row's prediction by the trees that did not see it, or null if it was not asked for.</summary>
    public double? OutOfBagScore { get; }

    internal ReadOnlySpan<Tree> Trees => _trees;

    /// <inheritdoc/>
    public static ForestClassificationModel Load(StateReader state)
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
        double score = state.ReadDouble("out_of_bag_score");
        return new ForestClassificationModel(features, classes, trees, importances, double.IsNaN(score) ? null : score);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("classes", Classes);
        TreeState.Save(state, _trees);
        state.Write("feature_importances", _importances);
        state.Write("out_of_bag_score", OutOfBagScore ?? double.NaN);
    }

    /// <inheritdoc/>
    public void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities) =>
        TreeWalk.Average(_trees, row, probabilities, Features.Count, Classes.Count);

    /// <inheritdoc/>
    public void PredictProbability(Matrix rows, Matrix probabilities, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(probabilities);
        TreeWalk.Average(_trees, rows, probabilities, Features.Count, Classes.Count, degree);
    }

    /// <inheritdoc/>
    public PredictedUncertainty PredictUncertainty(ReadOnlySpan<double> row, Span<double> probabilities) =>
        TreeSpread.Predict(_trees, row, probabilities, Features.Count, Classes.Count);

    /// <inheritdoc/>
    public void PredictUncertainty(Matrix rows, Matrix probabilities, Span<PredictedUncertainty> uncertainties, int degree = 1) =>
        TreeSpread.Predict(_trees, rows, probabilities, uncertainties, Features.Count, Classes.Count, degree);

    /// <summary>Writes one tree as rules, one a line, indented by depth, each with the weight of the training rows that it applies to.</summary>
    /// <param name="tree">The zero-based number of the tree.</param>
    /// <param name="maxDepth">The depth below which rules are left out, 0 or more.</param>
    /// <returns>The text, with a line feed after each line.</returns>
    public string ToText(int tree, int maxDepth = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tree);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(tree, TreeCount);
        return TreeText.Write(_trees[tree], Features, Classes, maxDepth);
    }
}
