using Modelyard.Learning;
using Modelyard.Trees;
using Modelyard.Trees.Boosting;
using Modelyard.Trees.Structure;

namespace Modelyard.Explanation.Shapley.Trees;

/// <summary>Represents a model whose outputs are sums over trees.</summary>
internal sealed class AdditiveTrees
{
    /// <summary>Initializes a sum.</summary>
    /// <param name="features">The features of a row.</param>
    /// <param name="outputs">The names of the outputs.</param>
    /// <param name="scale">Their unit.</param>
    /// <param name="trees">The trees.</param>
    /// <param name="offsets">What the outputs are without any tree.</param>
    internal AdditiveTrees(FeatureSchema features, IReadOnlyList<string> outputs, ShapleyScale scale, PathTree[] trees, double[] offsets)
    {
        Features = features;
        Outputs = outputs;
        Scale = scale;
        Trees = trees;
        Offsets = offsets;
        Depth = trees.Length == 0 ? 0 : trees.Max(tree => tree.Tree.Depth);
        Used = Number(trees, features.Count);
        var rules = new Dictionary<int, PathRule>();
        foreach (PathTree tree in trees)
        {
            if (!rules.TryGetValue(tree.MostFeatures, out PathRule? rule))
            {
                rules[tree.MostFeatures] = rule = new PathRule(tree.MostFeatures);
            }

            tree.Rule = rule;
        }

        Widest = rules.Count == 0 ? new PathRule(1) : rules[rules.Keys.Max()];
    }

    internal FeatureSchema Features { get; }

    internal IReadOnlyList<string> Outputs { get; }

    internal ShapleyScale Scale { get; }

    internal PathTree[] Trees { get; }

    /// <summary>Gets what the outputs are without any tree.</summary>
    internal double[] Offsets { get; }

    /// <summary>Gets the features that some tree splits on; a slot of a tree is a place in here.</summary>
    internal int[] Used { get; }

    internal int Depth { get; }

    /// <summary>Gets the rule with the most points.</summary>
    internal PathRule Widest { get; }

    /// <summary>Takes a model apart.</summary>
    /// <param name="model">The model.</param>
    /// <returns>Its trees, or null if it is no sum of trees.</returns>
    internal static AdditiveTrees? Find(IModel model) => model switch
    {
        GradientBoostingRegressionModel boosting => Boosting(boosting.Features, [""], boosting.Link == BoostingLink.Identity ? ShapleyScale.Prediction : ShapleyScale.Raw, boosting.Trees),
        GradientBoostingClassificationModel boosting => Boosting(boosting.Features, NamesOf(boosting.Classes), ShapleyScale.Raw, boosting.Trees),
        TreeSumRegressionModel sum => new AdditiveTrees(
            sum.Features, [""], sum.Link == BoostingLink.Identity ? ShapleyScale.Prediction : ShapleyScale.Raw, Numbers(sum.Scores.Trees, 1), sum.Scores.Baseline),
        TreeSumClassificationModel sum => new AdditiveTrees(sum.Features, NamesOf(sum.Classes), ShapleyScale.Raw, Numbers(sum.Scores.Trees, sum.DecisionCount), sum.Scores.Baseline),
        TreeRegressionModel tree => Mean(tree.Features, tree.Trees),
        ForestRegressionModel forest => Mean(forest.Features, forest.Trees),
        TreeClassificationModel tree => Mean(tree.Features, NamesOf(tree.Classes), ShapleyScale.Probability, tree.Trees, tree.Classes.Count, tree.Classes.Count == 2 ? 1 : 0),
        ForestClassificationModel forest => Mean(forest.Features, NamesOf(forest.Classes), ShapleyScale.Probability, forest.Trees, forest.Classes.Count, forest.Classes.Count == 2 ? 1 : 0),
        MultiTargetTreeModel trees => Mean(
            trees.Features, trees.TargetNames, trees.Task == TaskKind.Classification ? ShapleyScale.Probability : ShapleyScale.Prediction, trees.Trees, trees.TargetNames.Count, 0),
        AdaBoostClassificationModel votes when votes.Members.All(member => member is TreeClassificationModel) => Votes(votes),
        _ => null,
    };

    /// <summary>Names what is explained of classes: of two, the second.</summary>
    internal static IReadOnlyList<string> NamesOf(IReadOnlyList<string> classes) => classes.Count == 2 ? [classes[1]] : classes;

    private static AdditiveTrees Boosting(FeatureSchema features, IReadOnlyList<string> outputs, ShapleyScale scale, EnsembleTables tables) => new(
        features,
        outputs,
        scale,
        Numbers(ThresholdTrees.From(tables), outputs.Count),
        tables.Baseline);

    /// <summary>Lets trees add their numbers to the outputs by turns.</summary>
    private static PathTree[] Numbers(Tree[] trees, int outputs) => [.. trees.Select((tree, i) => new PathTree(tree, LeafKind.Number, 1, 1, i % outputs))];

    private static AdditiveTrees Mean(FeatureSchema features, ReadOnlySpan<Tree> trees)
    {
        double weight = 1.0 / trees.Length;
        return new AdditiveTrees(features, [""], ShapleyScale.Prediction, [.. trees.ToArray().Select(tree => new PathTree(tree, LeafKind.Number, weight, 1, 0))], new double[1]);
    }

    private static AdditiveTrees Mean(FeatureSchema features, IReadOnlyList<string> outputs, ShapleyScale scale, ReadOnlySpan<Tree> trees, int classes, int first)
    {
        double weight = 1.0 / trees.Length;
        return new AdditiveTrees(features, outputs, scale, [.. trees.ToArray().Select(tree => new PathTree(tree, LeafKind.Shares, weight, classes, first))], new double[outputs.Count]);
    }

    private static AdditiveTrees Votes(AdaBoostClassificationModel model)
    {
        double[] votes = model.MemberVotes.ToArray();
        double total = votes.Sum();
        LeafKind kind = model.DecisionCount == 1 ? LeafKind.SignedVote : LeafKind.Vote;
        PathTree[] trees = [.. model.Members.Cast<TreeClassificationModel>().Select((member, i) => new PathTree(member.Trees[0], kind, votes[i] / total, model.Classes.Count, 0))];
        return new AdditiveTrees(model.Features, NamesOf(model.Classes), ShapleyScale.Raw, trees, new double[model.DecisionCount]);
    }

    /// <summary>Gives each feature that is split on a slot.</summary>
    private static int[] Number(PathTree[] trees, int features)
    {
        int[] slots = new int[features];
        foreach (PathTree tree in trees)
        {
            foreach (TreeNode node in tree.Tree.Nodes)
            {
                slots[node.Feature] |= node.IsLeaf ? 0 : 1;
            }
        }

        int[] used = [.. Enumerable.Range(0, features).Where(feature => slots[feature] == 1)];
        for (int slot = 0; slot < used.Length; slot++)
        {
            slots[used[slot]] = slot;
        }

        foreach (PathTree tree in trees)
        {
            ReadOnlySpan<TreeNode> nodes = tree.Tree.Nodes;
            for (int node = 0; node < nodes.Length; node++)
            {
                tree.Slots[node] = nodes[node].IsLeaf ? 0 : slots[nodes[node].Feature];
            }
        }

        return used;
    }
}
