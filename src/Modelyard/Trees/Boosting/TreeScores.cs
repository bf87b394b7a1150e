using System.Buffers;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Trees.Structure;

namespace Modelyard.Trees.Boosting;

/// <summary>Represents sums over trees with thresholds of their own, as other libraries boost them: tree t adds to output t modulo their number.</summary>
internal sealed unsafe class TreeScores
{
    private const int BlockRows = 256;

    /// <summary>Initializes sums.</summary>
    /// <param name="trees">The trees, as many for every output.</param>
    /// <param name="baseline">The scores of no trees at all, one an output.</param>
    internal TreeScores(Tree[] trees, double[] baseline)
    {
        Trees = trees;
        Baseline = baseline;
    }

    internal Tree[] Trees { get; }

    internal double[] Baseline { get; }

    /// <summary>Reads sums.</summary>
    internal static TreeScores Load(StateReader state, int features, int outputs)
    {
        double[] baseline = state.ReadDoubles("baseline", outputs);
        Tree[] trees = TreeState.Load(state, features, 0);
        return Array.TrueForAll(baseline, double.IsFinite) && trees.Length % outputs == 0
            ? new TreeScores(trees, baseline)
            : throw new ModelFormatException($"The model has '{trees.Length}' trees and must have as many for each of '{outputs}' outputs, and a finite baseline.");
    }

    internal void Save(StateWriter state)
    {
        state.Write("baseline", Baseline);
        TreeState.Save(state, Trees);
    }

    /// <summary>Computes the scores of one row.</summary>
    internal void Score(ReadOnlySpan<double> row, Span<double> scores)
    {
        Baseline.CopyTo(scores);
        int output = 0;
        foreach (Tree tree in Trees)
        {
            scores[output] += tree.Nodes[tree.FindLeaf(row)].Value;
            output = output + 1 == scores.Length ? 0 : output + 1;
        }
    }

    /// <summary>Computes the scores of many rows.</summary>
    internal void Score(Matrix rows, Action<int, ReadOnlySpan<double>> take, int degree) => ParallelLoop.Blocks(rows.Rows, BlockRows, degree, (first, count) =>
    {
        int outputs = Baseline.Length;
        double[] rented = ArrayPool<double>.Shared.Rent(count * outputs);
        Span<double> scores = rented.AsSpan(0, count * outputs);
        Span<int> leaves = stackalloc int[BlockRows];
        for (int row = 0; row < count; row++)
        {
            Baseline.CopyTo(scores[(row * outputs)..]);
        }

        for (int i = 0; i < Trees.Length; i++)
        {
            fixed (double* start = rows.Row(first))
            {
                Trees[i].FindLeaves(start, rows.Stride, leaves[..count]);
            }

            ReadOnlySpan<TreeNode> nodes = Trees[i].Nodes;
            for (int row = 0; row < count; row++)
            {
                scores[(row * outputs) + (i % outputs)] += nodes[leaves[row]].Value;
            }
        }

        take(first, scores);
        ArrayPool<double>.Shared.Return(rented);
    });
}
