using Modelyard.Learning;

namespace Modelyard.Trees.Structure;

/// <summary>Writes trees as a few long arrays, and reads them back without trusting them.</summary>
internal static class TreeState
{
    public static void Save(StateWriter state, Tree[] trees)
    {
        state.Write("node_counts", Array.ConvertAll(trees, tree => tree.Nodes.Length));
        state.Write("node_values", Concatenate(trees, tree => Map(tree.Nodes, node => node.Value)));
        state.Write("node_children", Concatenate(trees, tree => Map(tree.Nodes, node => node.Child)));
        state.Write("node_keys", Concatenate(trees, tree => Map(tree.Nodes, node => node.Key)));
        state.Write("node_covers", Concatenate(trees, tree => tree.Covers.ToArray()));
        state.Write("distribution_counts", Array.ConvertAll(trees, tree => tree.Distributions.Length));
        state.Write("distributions", Concatenate(trees, tree => tree.Distributions.ToArray()));
        state.Write("level_counts", Array.ConvertAll(trees, tree => tree.Levels.Length));
        state.Write("levels", Concatenate(trees, tree => Map(tree.Levels, word => (int)word)));
    }

    /// <summary>Reads trees.</summary>
    /// <param name="state">The values.</param>
    /// <param name="features">The number of features that a row has.</param>
    /// <param name="classes">The number of classes; 0 for a regression.</param>
    /// <param name="shares">Whether what a leaf has for each class is a share, not any finite number.</param>
    public static Tree[] Load(StateReader state, int features, int classes, bool shares = true)
    {
        int[] counts = state.ReadInts("node_counts");
        int total = Total(counts, 1, "node_counts");
        double[] values = state.ReadDoubles("node_values", total);
        int[] children = state.ReadInts("node_children", total);
        int[] keys = state.ReadInts("node_keys", total);
        float[] covers = state.ReadSingles("node_covers", total);
        int[] distributionCounts = state.ReadInts("distribution_counts", counts.Length);
        double[] distributions = state.ReadDoubles("distributions", Total(distributionCounts, 0, "distribution_counts"));
        int[] levelCounts = state.ReadInts("level_counts", counts.Length);
        int[] levels = state.ReadInts("levels", Total(levelCounts, 0, "level_counts"));
        if (counts.Length == 0)
        {
            throw new ModelFormatException("The model has no trees and must have at least one.");
        }

        var trees = new Tree[counts.Length];
        int firstNode = 0, firstDistribution = 0, firstLevel = 0;
        for (int i = 0; i < trees.Length; i++)
        {
            var nodes = new TreeNode[counts[i]];
            for (int node = 0; node < nodes.Length; node++)
            {
                nodes[node] = new TreeNode { Value = values[firstNode + node], Child = children[firstNode + node], Key = keys[firstNode + node] };
            }

            double[] ownDistributions = distributions[firstDistribution..(firstDistribution + distributionCounts[i])];
            uint[] ownLevels = Map<int, uint>(levels.AsSpan(firstLevel, levelCounts[i]), word => (uint)word);
            Check(i, nodes, ownDistributions, ownLevels, features, classes, shares);
            trees[i] = new Tree(nodes, covers[firstNode..(firstNode + nodes.Length)], ownDistributions, ownLevels);
            firstNode += nodes.Length;
            firstDistribution += distributionCounts[i];
            firstLevel += levelCounts[i];
        }

        return trees;
    }

    private static void Check(int tree, TreeNode[] nodes, double[] distributions, uint[] levels, int features, int classes, bool shares)
    {
        if (Array.Exists(distributions, value => shares ? !(value is >= 0 and <= 1) : !double.IsFinite(value)))
        {
            throw new ModelFormatException($"A leaf of tree '{tree}' holds a number that is not {(shares ? "from 0 to 1" : "finite")}.");
        }

        for (int i = 0; i < nodes.Length; i++)
        {
            TreeNode node = nodes[i];
            bool good = node.IsLeaf
                ? node.Child == i && node.Feature == 0 && !node.IsCategorical && IsLeafValue(node.Value, distributions.Length, classes)
                : node.Child > i && node.Child < nodes.Length - 1 && node.Feature < features && node.Key >= 0
                    && (node.IsCategorical ? IsLevelPlace(node.Value, levels) : !double.IsNaN(node.Value));
            if (!good)
            {
                throw new ModelFormatException($"Node '{i}' of tree '{tree}' has a child, a feature or a value that cannot be.");
            }
        }
    }

    private static bool IsLeafValue(double value, int distributions, int classes) => classes == 0
        ? double.IsFinite(value)
        : double.IsInteger(value) && (value >= 0 ? value < classes : -1 - value + classes <= distributions);

    private static bool IsLevelPlace(double value, uint[] levels) =>
        double.IsInteger(value) && value >= 0 && value < levels.Length && levels[(int)value] <= levels.Length - 1 - (int)value;

    private static int Total(int[] counts, int least, string name)
    {
        long total = 0;
        foreach (int count in counts)
        {
            total += count;
            if (count < least || total > Array.MaxLength)
            {
                throw new ModelFormatException($"The value '{name}' of the model holds '{count}', which cannot be.");
            }
        }

        return (int)total;
    }

    private static T[] Concatenate<T>(Tree[] trees, Func<Tree, T[]> part)
    {
        T[][] parts = Array.ConvertAll(trees, tree => part(tree));
        var all = new T[parts.Sum(one => one.Length)];
        int place = 0;
        foreach (T[] one in parts)
        {
            one.CopyTo(all, place);
            place += one.Length;
        }

        return all;
    }

    private static TResult[] Map<TSource, TResult>(ReadOnlySpan<TSource> source, Func<TSource, TResult> map)
    {
        var result = new TResult[source.Length];
        for (int i = 0; i < source.Length; i++)
        {
            result[i] = map(source[i]);
        }

        return result;
    }
}
