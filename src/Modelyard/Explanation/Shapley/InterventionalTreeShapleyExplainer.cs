using System.Collections.Concurrent;
using Modelyard.Explanation.Shapley.Trees;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Shapley;

/// <summary>Represents the exact Shapley values of trees against a background: what is not known of a row comes from the rows of the background.</summary>
/// <remarks>
/// Where <see cref="TreeShapleyExplainer"/> lets unknown features follow the training rows below each split, this one sets them to those of a real row, whatever the others are: a feature that the model
/// never looks at gets exactly nothing, even if it goes along with one that it does. The cost of a row is that of one walk for each row of the background.
/// </remarks>
public sealed class InterventionalTreeShapleyExplainer : IShapleyExplainer
{
    private readonly AdditiveTrees _trees;
    private readonly Matrix _background;
    private readonly double[] _base;
    private readonly ConcurrentBag<InterventionalWalk> _walks = [];
    private readonly int _mostFeatures;

    private InterventionalTreeShapleyExplainer(AdditiveTrees trees, Matrix background)
    {
        _trees = trees;
        _background = background;
        _mostFeatures = trees.Trees.Length == 0 ? 0 : trees.Trees.Max(tree => tree.MostFeatures);
        _base = [.. trees.Offsets];
        for (int row = 0; row < background.Rows; row++)
        {
            foreach (PathTree tree in trees.Trees)
            {
                int leaf = tree.Tree.FindLeaf(background.Row(row));
                for (int output = 0; output < _base.Length; output++)
                {
                    _base[output] += tree.Gives(output) ? tree.LeafValue(leaf, output) / background.Rows : 0;
                }
            }
        }
    }

    /// <inheritdoc/>
    public FeatureSchema Features => _trees.Features;

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs => _trees.Outputs;

    /// <inheritdoc/>
    public ShapleyScale Scale => _trees.Scale;

    /// <inheritdoc/>
    public ReadOnlySpan<double> Base => _base;

    /// <summary>Prepares the explanation of a model.</summary>
    /// <param name="model">A single tree, a forest, gradient boosting, or AdaBoost of trees that classifies.</param>
    /// <param name="background">The rows that stand for what is not known, rows x features; a hundred are usual.</param>
    /// <returns>The explainer.</returns>
    /// <exception cref="ModelyardException">The model is no sum of trees, or the background has no rows.</exception>
    public static InterventionalTreeShapleyExplainer For(IModel model, Matrix background)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(background);
        AdditiveTrees trees = AdditiveTrees.Find(model) ?? throw new ModelyardException(
            $"A '{model.GetType().Name}' is no sum of trees. Trees, forests, gradient boosting and AdaBoost of trees that classifies are; take 'ShapleyExplainer.For' for any other model.");
        return For(trees, background);
    }

    internal static InterventionalTreeShapleyExplainer For(AdditiveTrees trees, Matrix background)
    {
        RowCheck.Features(background, trees.Features.Count);
        return background.Rows > 0
            ? new InterventionalTreeShapleyExplainer(trees, background.Copy())
            : throw new ModelyardException("The background has no rows. Give some rows that the model may meet, such as a hundred of the training rows.");
    }

    /// <inheritdoc/>
    public void Explain(ReadOnlySpan<double> row, Span<double> contributions)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(contributions, Outputs.Count * Features.Count);
        if (!_walks.TryTake(out InterventionalWalk? walk))
        {
            walk = new InterventionalWalk(_mostFeatures);
        }

        contributions.Clear();
        foreach (PathTree tree in _trees.Trees)
        {
            for (int other = 0; other < _background.Rows; other++)
            {
                walk.Add(tree, row, _background.Row(other), 1.0 / _background.Rows, Outputs.Count, contributions);
            }
        }

        _walks.Add(walk);
    }
}
