using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Trees.Structure;

namespace Modelyard.Trees;

/// <summary>Represents a forest that predicts a number: the mean of what its trees predict.</summary>
public sealed class ForestRegressionModel : ISpreadModel, IFeatureImportance, IPersistent<ForestRegressionModel>
{
    private readonly Tree[] _trees;
    private readonly double[] _importances;

    internal ForestRegressionModel(FeatureSchema features, Tree[] trees, double[] importances, double? outOfBagScore)
    {
        Features = features;
        _trees = trees;
        _importances = importances;
        OutOfBagScore = outOfBagScore;
    }

    /// <inheritdoc/>
    public static string TypeName => "forest-regression";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<double> FeatureImportances => _importances;

    /// <summary>Gets the number of trees.</summary>
    public int TreeCount => _trees.Length;

    /// <inheritdoc/>
    int ISpreadModel.MemberCount => TreeCount;

    /// <summary>Gets the number of nodes of all trees.</summary>
    public int NodeCount => _trees.Sum(tree => tree.Nodes.Length);

    /// <summary>Gets the number of splits on the longest way from a root to a leaf.</summary>
    public int Depth => _trees.Max(tree => tree.Depth);

    /// <summary>Gets the coefficient of determination, R², of each training row's prediction by the trees that did not see it, or null if it was not asked for.</summary>
    public double? OutOfBagScore { get; }

    internal ReadOnlySpan<Tree> Trees => _trees;

    /// <inheritdoc/>
    public static ForestRegressionModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        Tree[] trees = TreeState.Load(state, features.Count, 0);
        double[] importances = state.ReadDoubles("feature_importances", features.Count);
        double score = state.ReadDouble("out_of_bag_score");
        return new ForestRegressionModel(features, trees, importances, double.IsNaN(score) ? null : score);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        TreeState.Save(state, _trees);
        state.Write("feature_importances", _importances);
        state.Write("out_of_bag_score", OutOfBagScore ?? double.NaN);
    }

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> row) => TreeWalk.Average(_trees, row, Features.Count);

    /// <inheritdoc/>
    public void Predict(Matrix rows, Span<double> predictions, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        TreeWalk.Average(_trees, rows, predictions, Features.Count, degree);
    }

    /// <inheritdoc/>
    public PredictedSpread PredictSpread(ReadOnlySpan<double> row) => TreeSpread.Predict(_trees, row, Features.Count);

    /// <inheritdoc/>
    public void PredictSpread(Matrix rows, Span<PredictedSpread> spreads, int degree = 1) => TreeSpread.Predict(_trees, rows, spreads, Features.Count, degree);

    /// <summary>Writes one tree as rules, one a line, indented by depth, each with the weight of the training rows that it applies to.</summary>
    /// <param name="tree">The zero-based number of the tree.</param>
    /// <param name="maxDepth">The depth below which rules are left out, 0 or more.</param>
    /// <returns>The text, with a line feed after each line.</returns>
    public string ToText(int tree, int maxDepth = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tree);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(tree, TreeCount);
        return TreeText.Write(_trees[tree], Features, [], maxDepth);
    }
}
