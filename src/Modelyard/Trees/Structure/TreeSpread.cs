using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Trees.Structure;

/// <summary>Predicts with many trees and says how far they are apart, in one walk through each.</summary>
internal static unsafe class TreeSpread
{
    private const int Chunk = 256;

    private delegate void LeafAction(Tree tree, int first, ReadOnlySpan<int> leaves);

    /// <summary>Predicts the number of one row.</summary>
    public static PredictedSpread Predict(Tree[] trees, ReadOnlySpan<double> row, int features)
    {
        RowCheck.Features(row, features);
        MemberMoments moments = default;
        foreach (Tree tree in trees)
        {
            moments.Add(tree.Nodes[tree.FindLeaf(row)].Value);
        }

        return moments.Spread(trees.Length);
    }

    /// <summary>Predicts the numbers of many rows.</summary>
    public static void Predict(Tree[] trees, Matrix rows, Span<PredictedSpread> spreads, int features, int degree)
    {
        RowCheck.Features(rows, features);
        RowCheck.Results<PredictedSpread>(spreads, rows.Rows);

        // A span cannot be captured; the pointer is valid for as long as this method runs, and so is the loop.
        fixed (PredictedSpread* start = spreads)
        {
            PredictedSpread* output = start;
            TreeWalk.ForBlocks(trees.Length, rows, degree, (first, count) =>
            {
                var moments = new MemberMoments[count];
                ForLeaves(trees, rows, first, count, (tree, from, leaves) =>
                {
                    ReadOnlySpan<TreeNode> nodes = tree.Nodes;
                    for (int i = 0; i < leaves.Length; i++)
                    {
                        moments[from + i].Add(nodes[leaves[i]].Value);
                    }
                });
                MemberMoments.Spread(moments, trees.Length, new Span<PredictedSpread>(output + first, count));
            });
        }
    }

    /// <summary>Predicts the probabilities of one row.</summary>
    public static PredictedUncertainty Predict(Tree[] trees, ReadOnlySpan<double> row, Span<double> probabilities, int features, int classes)
    {
        RowCheck.Features(row, features);
        RowCheck.Results(probabilities, classes);
        probabilities.Clear();
        double entropies = 0;
        foreach (Tree tree in trees)
        {
            int leaf = tree.FindLeaf(row);
            tree.AddDistribution(leaf, probabilities);
            entropies += tree.Entropy(leaf, classes);
        }

        TreeWalk.Divide(probabilities, trees.Length);
        return PredictedUncertainty.Of(probabilities, entropies / trees.Length, trees.Length);
    }

    /// <summary>Predicts the probabilities of many rows.</summary>
    public static void Predict(Tree[] trees, Matrix rows, Matrix probabilities, Span<PredictedUncertainty> uncertainties, int features, int classes, int degree)
    {
        RowCheck.Features(rows, features);
        RowCheck.Results<PredictedUncertainty>(probabilities, uncertainties, rows.Rows, classes);
        fixed (PredictedUncertainty* start = uncertainties)
        {
            PredictedUncertainty* output = start;
            TreeWalk.ForBlocks(trees.Length, rows, degree, (first, count) =>
            {
                double[] entropies = new double[count];
                Matrix own = probabilities.RowRange(first, count);
                for (int row = 0; row < count; row++)
                {
                    own.Row(row).Clear();
                }

                ForLeaves(trees, rows, first, count, (tree, from, leaves) =>
                {
                    for (int i = 0; i < leaves.Length; i++)
                    {
                        tree.AddDistribution(leaves[i], own.Row(from + i));
                        entropies[from + i] += tree.Entropy(leaves[i], classes);
                    }
                });
                for (int row = 0; row < count; row++)
                {
                    TreeWalk.Divide(own.Row(row), trees.Length);
                    output[first + row] = PredictedUncertainty.Of(own.Row(row), entropies[row] / trees.Length, trees.Length);
                }
            });
        }
    }

    /// <summary>Walks a block of rows through one tree after another, and hands the leaves over in chunks, each with its first row in the block.</summary>
    private static void ForLeaves(Tree[] trees, Matrix rows, int first, int count, LeafAction use)
    {
        Span<int> leaves = stackalloc int[Chunk];
        foreach (Tree tree in trees)
        {
            for (int start = 0; start < count; start += Chunk)
            {
                Span<int> found = leaves[..Math.Min(Chunk, count - start)];
                fixed (double* row = rows.Row(first + start))
                {
                    tree.FindLeaves(row, rows.Stride, found);
                }

                use(tree, start, found);
            }
        }
    }
}
