using System.Runtime.InteropServices;
using Modelyard.Learning;

namespace Modelyard.Trees.Boosting;

/// <summary>Represents trees as flat tables, one element a node: how they are stored, explained and exported.</summary>
/// <remarks>Nodes of a tree follow one another, its root first; the right child of a node follows the left one.</remarks>
internal sealed class EnsembleTables
{
    private const int MissingLeftFlag = 256, LevelsFlag = 512;

    internal required FeatureBins[] Bins { get; init; }

    /// <summary>Gets the scores of no trees at all, one an output; tree t adds to output t modulo their number.</summary>
    internal required double[] Baseline { get; init; }

    /// <summary>Gets the first node of each tree.</summary>
    internal required int[] Roots { get; init; }

    /// <summary>Gets the feature that a node splits on, or -1 for a leaf.</summary>
    internal required int[] Features { get; init; }

    /// <summary>Gets the left child, or 0 for a leaf.</summary>
    internal required int[] Left { get; init; }

    /// <summary>Gets the greatest code that goes left and whether missing values do; for a split on levels, its set.</summary>
    internal required int[] Splits { get; init; }

    /// <summary>Gets the value of each node, the learning rate included.</summary>
    internal required double[] Values { get; init; }

    /// <summary>Gets the number of training rows that reached each node.</summary>
    internal required int[] Counts { get; init; }

    /// <summary>Gets the sets of codes that go left, four words each.</summary>
    internal required ulong[] LevelSets { get; init; }

    /// <summary>Gets what the splits on each feature gained.</summary>
    internal required double[] Gains
    {
        get;
        init
        {
            field = value;
            double total = value.Sum();
            Importances = Array.ConvertAll(value, gain => total > 0 ? gain / total : 0);
        }
    }

    /// <summary>Gets the share of each feature in all gains.</summary>
    internal double[] Importances { get; private init; } = [];

    internal int NodeCount => Features.Length;

    internal bool IsLeaf(int node) => Features[node] < 0;

    internal bool MissingLeft(int node) => SetOf(node) < 0 && (Splits[node] & MissingLeftFlag) != 0;

    internal uint Bin(int node) => (uint)(Splits[node] & 255);

    /// <summary>Gets the set of a split on levels, or -1 for another node.</summary>
    internal int SetOf(int node) => !IsLeaf(node) && Bins[Features[node]].IsCategorical ? Splits[node] / LevelsFlag : -1;

    /// <summary>Lays out trees.</summary>
    /// <param name="trees">The trees.</param>
    /// <param name="bins">The bins of each feature.</param>
    /// <param name="baseline">The scores of no trees at all.</param>
    /// <param name="before">The trees that come before, over the same bins, or null.</param>
    internal static EnsembleTables From(ReadOnlySpan<GrownTree> trees, FeatureBins[] bins, double[] baseline, EnsembleTables? before = null)
    {
        int earlierTrees = before?.Roots.Length ?? 0, nodes = before?.NodeCount ?? 0;
        foreach (GrownTree tree in trees)
        {
            nodes = checked(nodes + tree.Nodes.Length);
        }

        double[] gains = new double[bins.Length];
        before?.Gains.CopyTo(gains, 0);
        var sets = new List<ulong>(before?.LevelSets ?? []);
        int[] roots = new int[earlierTrees + trees.Length], features = new int[nodes], left = new int[nodes], splits = new int[nodes], counts = new int[nodes];
        double[] values = new double[nodes];
        int at = before?.CopyTo(roots, features, left, splits, values, counts) ?? 0;
        for (int t = 0; t < trees.Length; t++)
        {
            int root = roots[earlierTrees + t] = at;
            foreach (ref GrownTree.TreeNode node in trees[t].Nodes)
            {
                bool leaf = node.Left == 0;
                features[at] = leaf ? -1 : node.Feature;
                left[at] = leaf ? 0 : root + node.Left;
                values[at] = node.Value;
                counts[at] = node.Count;
                if (!leaf)
                {
                    gains[node.Feature] += node.Gain;
                    splits[at] = node.IsCategorical ? (sets.Count / CodeSet.Words) * LevelsFlag : node.Bin + (node.MissingLeft ? MissingLeftFlag : 0);
                }

                if (!leaf && node.IsCategorical)
                {
                    sets.AddRange(MemoryMarshal.CreateReadOnlySpan(ref System.Runtime.CompilerServices.Unsafe.As<CodeSet, ulong>(ref node.LeftCodes), CodeSet.Words));
                }

                at++;
            }
        }

        return new EnsembleTables
        {
            Bins = bins,
            Baseline = baseline,
            Roots = roots,
            Features = features,
            Left = left,
            Splits = splits,
            Values = values,
            Counts = counts,
            LevelSets = [.. sets],
            Gains = gains,
        };
    }

    /// <summary>Adds the values of the leaves that rows reach to their scores, tree by tree.</summary>
    /// <param name="rows">The rows, as codes over these bins.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="scores">The scores of all rows, output by output.</param>
    internal unsafe void AddTo(BinnedRows rows, int first, int count, double* scores)
    {
        for (int tree = 0; tree < Roots.Length; tree++)
        {
            double* own = scores + ((long)(tree % Baseline.Length) * rows.Count);
            for (int row = first; row < first + count; row++)
            {
                int node = Roots[tree];
                while (!IsLeaf(node))
                {
                    node = Left[node] + (GoesLeft(node, rows.Column(Features[node])[row]) ? 0 : 1);
                }

                own[row] += Values[node];
            }
        }
    }

    private bool GoesLeft(int node, int code) => SetOf(node) is >= 0 and int set
        ? (LevelSets[(set * CodeSet.Words) + (code >> 6)] >> (code & 63) & 1) != 0
        : code == 0 ? MissingLeft(node) : code <= Bin(node);

    /// <summary>Copies all nodes to the start of longer tables.</summary>
    /// <returns>The number of nodes.</returns>
    private int CopyTo(int[] roots, int[] features, int[] left, int[] splits, double[] values, int[] counts)
    {
        Roots.CopyTo(roots, 0);
        Features.CopyTo(features, 0);
        Left.CopyTo(left, 0);
        Splits.CopyTo(splits, 0);
        Values.CopyTo(values, 0);
        Counts.CopyTo(counts, 0);
        return NodeCount;
    }

    /// <summary>Gets the features that some node splits on, ascending.</summary>
    internal int[] UsedFeatures() => [.. Features.Where(feature => feature >= 0).Distinct().Order()];

    /// <summary>Computes the number of steps from the root to the deepest leaf of each tree.</summary>
    internal int[] Depths()
    {
        int[] depths = new int[Roots.Length], own = new int[NodeCount];
        for (int tree = 0; tree < Roots.Length; tree++)
        {
            int end = tree + 1 < Roots.Length ? Roots[tree + 1] : NodeCount;
            for (int node = Roots[tree]; node < end; node++)
            {
                depths[tree] = Math.Max(depths[tree], own[node]);
                if (!IsLeaf(node))
                {
                    own[Left[node]] = own[Left[node] + 1] = own[node] + 1;
                }
            }
        }

        return depths;
    }

    /// <summary>Checks that no tree has more leaves than a number, and that each node but a root has one parent, which a damaged model file may break.</summary>
    internal bool HaveLeaves(int most)
    {
        byte[] parents = new byte[NodeCount];
        for (int tree = 0; tree < Roots.Length; tree++)
        {
            int end = tree + 1 < Roots.Length ? Roots[tree + 1] : NodeCount;
            if (end - Roots[tree] >= 2 * most)
            {
                return false;
            }

            for (int node = Roots[tree]; node < end; node++)
            {
                if (parents[node] != (node == Roots[tree] ? 0 : 1))
                {
                    return false;
                }

                if (!IsLeaf(node))
                {
                    parents[Left[node]]++;
                    parents[Left[node] + 1]++;
                }
            }
        }

        return true;
    }

    internal void Save(StateWriter state)
    {
        state.Write("baseline", Baseline);
        state.Write("tree_roots", Roots);
        state.Write("node_features", Features);
        state.Write("node_left", Left);
        state.Write("node_splits", Splits);
        state.Write("node_values", Values);
        state.Write("node_counts", Counts);
        state.Write("level_sets", MemoryMarshal.AsBytes<ulong>(LevelSets));
        state.Write("feature_importances", Importances);
        state.Write("feature_gains", Gains);
        state.Write("cut_counts", Array.ConvertAll(Bins, bins => bins.Cuts.Length));
        state.Write("cuts", Bins.SelectMany(bins => bins.Cuts).ToArray());
        state.Write("level_counts", Array.ConvertAll(Bins, bins => bins.Levels?.Length ?? -1));
        state.Write("level_codes", Bins.SelectMany(bins => bins.Levels ?? []).ToArray());
    }

    /// <summary>Reads the tables and checks that every walk over them ends in a leaf and stays inside them.</summary>
    internal static EnsembleTables Load(StateReader state, int featureCount, int outputs)
    {
        int[] features = state.ReadInts("node_features");
        int nodes = features.Length;
        byte[] sets = state.ReadBytes("level_sets");
        Demand(sets.Length % (8 * CodeSet.Words) == 0, "level_sets", "must hold 32 bytes a set");
        var tables = new EnsembleTables
        {
            Bins = LoadBins(state, featureCount),
            Baseline = state.ReadDoubles("baseline", outputs),
            Roots = state.ReadInts("tree_roots"),
            Features = features,
            Left = state.ReadInts("node_left", nodes),
            Splits = state.ReadInts("node_splits", nodes),
            Values = state.ReadDoubles("node_values", nodes),
            Counts = state.ReadInts("node_counts", nodes),
            LevelSets = MemoryMarshal.Cast<byte, ulong>(sets).ToArray(),
            // Older files keep the shares alone.
            Gains = state.ReadDoubles(state.Contains("feature_gains") ? "feature_gains" : "feature_importances", featureCount),
        };
        tables.Check();
        return tables;
    }

    private static FeatureBins[] LoadBins(StateReader state, int featureCount)
    {
        int[] cutCounts = state.ReadInts("cut_counts", featureCount), levelCounts = state.ReadInts("level_counts", featureCount);
        double[] cuts = state.ReadDoubles("cuts");
        byte[] levels = state.ReadBytes("level_codes");
        var bins = new FeatureBins[featureCount];
        int cutAt = 0, levelAt = 0;
        for (int feature = 0; feature < featureCount; feature++)
        {
            int cutCount = cutCounts[feature], levelCount = levelCounts[feature];
            Demand(cutCount is >= 0 and <= 254 && cutCount <= cuts.Length - cutAt && (levelCount < 0 || cutCount == 0), "cut_counts", "must be from 0 to 254 and agree with 'cuts'");
            Demand(levelCount >= -1 && levelCount <= levels.Length - levelAt, "level_counts", "must be -1 or more and agree with 'level_codes'");
            double[] own = cuts.AsSpan(cutAt, cutCount).ToArray();
            for (int i = 0; i < own.Length; i++)
            {
                Demand(double.IsFinite(own[i]) && (i == 0 || own[i] > own[i - 1]), "cuts", "must be finite and ascend");
            }

            bins[feature] = levelCount < 0 ? FeatureBins.Numeric(own) : FeatureBins.Categorical(levels.AsSpan(levelAt, levelCount).ToArray());
            cutAt += cutCount;
            levelAt += Math.Max(levelCount, 0);
        }

        Demand(cutAt == cuts.Length, "cuts", "must agree with 'cut_counts'");
        Demand(levelAt == levels.Length, "level_codes", "must agree with 'level_counts'");
        return bins;
    }

    private void Check()
    {
        Demand(Roots.Length % Baseline.Length == 0, "tree_roots", "must hold as many trees for every output");
        Demand(Roots.Length == 0 ? NodeCount == 0 : Roots[0] == 0, "tree_roots", "must start with 0");
        for (int tree = 0; tree < Roots.Length; tree++)
        {
            int end = tree + 1 < Roots.Length ? Roots[tree + 1] : NodeCount;
            Demand(end > Roots[tree] && end <= NodeCount, "tree_roots", "must ascend and stay below the number of nodes");
            for (int node = Roots[tree]; node < end; node++)
            {
                CheckNode(node, end);
            }
        }
    }

    private void CheckNode(int node, int end)
    {
        Demand(Features[node] >= -1 && Features[node] < Bins.Length, "node_features", "must be -1 or a feature of the model");
        Demand(double.IsFinite(Values[node]), "node_values", "must be finite");
        if (IsLeaf(node))
        {
            return;
        }

        Demand(Left[node] > node && Left[node] < end - 1, "node_left", "must lie after its parent, inside its tree");
        if (SetOf(node) >= 0 || Bins[Features[node]].IsCategorical)
        {
            Demand(Splits[node] >= 0 && SetOf(node) < LevelSets.Length / CodeSet.Words, "node_splits", "must name a set of levels");
        }
        else
        {
            Demand(Splits[node] is >= 1 and < LevelsFlag && Bin(node) >= 1 && Bin(node) <= Bins[Features[node]].Cuts.Length + 1, "node_splits", "must be a bin of its feature");
            Demand(!(MissingLeft(node) && Bin(node) == 255), "node_splits", "must leave something to the right");
        }
    }

    private static void Demand(bool holds, string name, string must)
    {
        if (!holds)
        {
            throw new ModelFormatException($"The value '{name}' of the model {must}.");
        }
    }
}
