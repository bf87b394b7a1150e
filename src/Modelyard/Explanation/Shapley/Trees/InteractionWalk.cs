using System.Runtime.CompilerServices;
using Modelyard.Numerics.Vectors;
using Modelyard.Trees.Structure;

namespace Modelyard.Explanation.Shapley.Trees;

/// <summary>Computes the Shapley interaction values of one tree for sixteen rows at once.</summary>
/// <remarks>
/// Of a leaf, features i and j have together <c>v (o_i − z_i)(o_j − z_j) ∫₀¹ ∏_{k≠i,j} (o_k t + z_k (1 − t)) dt</c>, in the terms of <see cref="PathWalk{TLanes}"/>.
/// Source: Fujimoto, Kojadinovic and Marichal (2006), Axiomatic characterizations of probabilistic and cardinal-probabilistic interaction indices, Games and Economic Behavior 55.
/// </remarks>
/// <typeparam name="TLanes">The width of the registers; all give the same bits.</typeparam>
internal static unsafe class InteractionWalk<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    private const int Width = PathScratch.Width;

    /// <summary>Adds what each pair of features has together, for one output.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="output">The output.</param>
    /// <param name="columns">The features that are used by their slots, sixteen rows each.</param>
    /// <param name="rows">The number of rows to work on.</param>
    /// <param name="slots">The number of slots.</param>
    /// <param name="sums">The sums of each pair of slots, the lesser first, sixteen rows each.</param>
    /// <param name="scratch">Memory for the rule of the tree.</param>
    /// <param name="path">Room for the nodes of a path.</param>
    /// <param name="deepest">Room for the levels of a path.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Add(PathTree tree, int output, double* columns, int rows, int slots, double* sums, PathScratch scratch, Span<int> path, Span<int> deepest)
    {
        ReadOnlySpan<TreeNode> nodes = tree.Tree.Nodes;
        if (nodes[0].IsLeaf)
        {
            return;
        }

        PathWalk<TLanes>.Start(scratch, tree.Rule.Count);
        path[0] = 0;
        PathWalk<TLanes>.Decide(tree, 0, columns, rows, scratch.Right(0));
        int level = 1;
        path[1] = nodes[0].Child;
        while (level > 0)
        {
            int node = path[level];
            if (tree.Gives(node, output))
            {
                PathWalk<TLanes>.Enter(tree, node, level, node != nodes[path[level - 1]].Child, 1, rows, scratch);
                PathWalk<TLanes>.Pass(tree, node, level, rows, scratch);
                KeepCoefficients(tree, level, rows, scratch);
                if (!nodes[node].IsLeaf)
                {
                    PathWalk<TLanes>.Decide(tree, node, columns, rows, scratch.Right(level));
                    path[++level] = nodes[node].Child;
                    continue;
                }

                AddLeaf(tree, tree.LeafValue(node, output), level, rows, slots, sums, scratch, path, deepest);
            }

            // The next node is the sibling of the nearest one that is a left child.
            while (level > 0 && path[level] != nodes[path[level - 1]].Child)
            {
                level--;
            }

            path[level]++;
        }
    }

    /// <summary>Writes what stands before the product for each point and row, in the place of the totals, which pairs do not need.</summary>
    private static void KeepCoefficients(PathTree tree, int level, int rows, PathScratch scratch)
    {
        PathRule rule = tree.Rule;
        double* kept = scratch.Kept(level), present = scratch.Present(level), coefficients = scratch.Totals(level);
        for (int q = 0; q < rule.Count; q++)
        {
            TLanes absent = TLanes.Fill(rule.Absent[q]), change = absent ^ TLanes.Fill(present[q]);
            for (int row = 0; row < rows; row += TLanes.Count)
            {
                TLanes.Store(absent ^ (TLanes.Load(kept + row) & change), coefficients + (q * Width) + row);
            }
        }
    }

    private static void AddLeaf(PathTree tree, double value, int level, int rows, int slots, double* sums, PathScratch scratch, ReadOnlySpan<int> path, Span<int> deepest)
    {
        int count = FindDeepest(tree, level, path, deepest), points = tree.Rule.Count;
        if (value == 0 || count < 2)
        {
            return;
        }

        double* products = scratch.Products(level);
        for (int q = 0; q < points; q++)
        {
            // Both coefficients bear the weight of the point.
            TLanes scale = TLanes.Fill(value / tree.Rule.Weights[q]);
            for (int row = 0; row < rows; row += TLanes.Count)
            {
                TLanes.Store(TLanes.Load(products + (q * Width) + row) * scale, products + (q * Width) + row);
            }
        }

        for (int i = 0; i < count; i++)
        {
            double* first = scratch.Totals(deepest[i]);
            int slot = tree.Slots[path[deepest[i] - 1]];
            for (int j = i + 1; j < count; j++)
            {
                double* second = scratch.Totals(deepest[j]);
                int other = tree.Slots[path[deepest[j] - 1]];
                double* sum = sums + (((Math.Min(slot, other) * slots) + Math.Max(slot, other)) * Width);
                for (int row = 0; row < rows; row += TLanes.Count)
                {
                    TLanes total = TLanes.Load(sum + row);
                    for (int at = row; at < points * Width; at += Width)
                    {
                        total = TLanes.MultiplyAdd(TLanes.Load(products + at) * TLanes.Load(first + at), TLanes.Load(second + at), total);
                    }

                    TLanes.Store(total, sum + row);
                }
            }
        }
    }

    /// <summary>Lists the levels of a path whose feature splits no further below.</summary>
    private static int FindDeepest(PathTree tree, int level, ReadOnlySpan<int> path, Span<int> deepest)
    {
        int count = 0;
        for (int at = level; at > 0; at--)
        {
            bool isDeepest = true;
            for (int i = 0; i < count && isDeepest; i++)
            {
                isDeepest = tree.Slots[path[deepest[i] - 1]] != tree.Slots[path[at - 1]];
            }

            if (isDeepest)
            {
                deepest[count++] = at;
            }
        }

        return count;
    }
}
