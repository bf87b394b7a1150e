using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Trees.Structure;

/// <summary>Predicts with one tree or many: many rows go through one tree after another, so that the tree stays in the cache.</summary>
internal static unsafe class TreeWalk
{
    private const int Chunk = 256;
    private const int MostRows = 4096;
    private const int BlockBytes = 1 << 18;

    // Below this many walks a second thread costs more than it saves (tree_letters).
    private const long WorthThreads = 1 << 13;

    /// <summary>Averages the numbers that trees predict for one row.</summary>
    public static double Average(Tree[] trees, ReadOnlySpan<double> row, int features)
    {
        CheckRow(row.Length, features);
        double sum = 0;
        foreach (Tree tree in trees)
        {
            sum += tree.Nodes[tree.FindLeaf(row)].Value;
        }

        return sum / trees.Length;
    }

    /// <summary>Averages the probabilities that trees predict for one row.</summary>
    public static void Average(Tree[] trees, ReadOnlySpan<double> row, Span<double> probabilities, int features, int classes)
    {
        CheckRow(row.Length, features);
        CheckClasses(probabilities.Length, classes);
        probabilities.Clear();
        foreach (Tree tree in trees)
        {
            tree.AddDistribution(tree.FindLeaf(row), probabilities);
        }

        Divide(probabilities, trees.Length);
    }

    /// <summary>Averages the numbers that trees predict for many rows.</summary>
    public static void Average(Tree[] trees, Matrix rows, Span<double> predictions, int features, int degree)
    {
        CheckRow(rows.Columns, features);
        if (predictions.Length != rows.Rows)
        {
            throw new ArgumentException($"The predictions hold '{predictions.Length}' elements and must hold '{rows.Rows}', one for each row.", nameof(predictions));
        }

        // A span cannot be captured; the pointer is valid for as long as this method runs, and so is the loop.
        fixed (double* start = predictions)
        {
            double* output = start;
            ForBlocks(trees.Length, rows, degree, (first, count) => AverageBlock(trees, rows, first, new Span<double>(output + first, count)));
        }
    }

    /// <summary>Averages the probabilities that trees predict for many rows.</summary>
    public static void Average(Tree[] trees, Matrix rows, Matrix probabilities, int features, int classes, int degree)
    {
        CheckRow(rows.Columns, features);
        CheckClasses(probabilities.Columns, classes);
        if (probabilities.Rows != rows.Rows)
        {
            throw new ArgumentException($"The probabilities have '{probabilities.Rows}' rows and must have '{rows.Rows}'.", nameof(probabilities));
        }

        ForBlocks(trees.Length, rows, degree, (first, count) => AverageBlock(trees, rows, first, count, probabilities));
    }

    /// <summary>Finds the most probable class of many rows in one tree, without writing its probabilities down (tree_letters).</summary>
    public static void MostProbable(Tree tree, Matrix rows, Span<int> predictions, int features, int classes, int degree)
    {
        CheckRow(rows.Columns, features);
        RowCheck.Results(predictions, rows.Rows);
        fixed (int* start = predictions)
        {
            int* output = start;
            ForBlocks(1, rows, degree, (first, count) =>
            {
                var found = new Span<int>(output + first, count);
                fixed (double* row = rows.Row(first))
                {
                    tree.FindLeaves(row, rows.Stride, found);
                }

                foreach (ref int leaf in found)
                {
                    leaf = tree.MostProbable(leaf, classes);
                }
            });
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AverageBlock(Tree[] trees, Matrix rows, int first, Span<double> sums)
    {
        sums.Clear();
        Span<int> leaves = stackalloc int[Chunk];
        foreach (Tree tree in trees)
        {
            ReadOnlySpan<TreeNode> nodes = tree.Nodes;
            for (int start = 0; start < sums.Length; start += Chunk)
            {
                Span<int> found = leaves[..Math.Min(Chunk, sums.Length - start)];
                fixed (double* row = rows.Row(first + start))
                {
                    tree.FindLeaves(row, rows.Stride, found);
                }

                for (int i = 0; i < found.Length; i++)
                {
                    sums[start + i] += nodes[found[i]].Value;
                }
            }
        }

        Divide(sums, trees.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AverageBlock(Tree[] trees, Matrix rows, int first, int count, Matrix probabilities)
    {
        for (int i = 0; i < count; i++)
        {
            probabilities.Row(first + i).Clear();
        }

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

                for (int i = 0; i < found.Length; i++)
                {
                    tree.AddDistribution(found[i], probabilities.Row(first + start + i));
                }
            }
        }

        for (int i = 0; i < count; i++)
        {
            Divide(probabilities.Row(first + i), trees.Length);
        }
    }

    /// <summary>Divides sums over trees by their number.</summary>
    internal static void Divide(Span<double> sums, int count)
    {
        if (count == 1)
        {
            return;
        }

        int i = 0;
        for (; i <= sums.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            (Vector256.Create<double>(sums[i..]) / Vector256.Create((double)count)).CopyTo(sums[i..]);
        }

        for (; i < sums.Length; i++)
        {
            sums[i] /= count;
        }
    }

    /// <summary>Runs through blocks of rows, on as many threads as the walks are worth.</summary>
    internal static void ForBlocks(int trees, Matrix rows, int degree, Action<int, int> body)
    {
        degree = (long)rows.Rows * trees < WorthThreads ? 1 : degree;
        ParallelLoop.Blocks(rows.Rows, BlockRows(rows, degree), degree, body);
    }

    /// <summary>Chooses how many rows go through a tree at once: few enough for the second cache, enough blocks for all threads.</summary>
    private static int BlockRows(Matrix rows, int degree)
    {
        int most = Math.Clamp(BlockBytes / (sizeof(double) * Math.Max(1, rows.Columns)), Chunk, MostRows);
        int share = (rows.Rows + Math.Max(1, degree) - 1) / Math.Max(1, degree);
        int blocks = Math.Max(1, (share + most - 1) / most);
        return Math.Max(16, (share + blocks - 1) / blocks);
    }

    private static void CheckRow(int length, int features)
    {
        if (length != features)
        {
            throw new ArgumentException($"A row has '{length}' features and must have '{features}'.", nameof(length));
        }
    }

    private static void CheckClasses(int length, int classes)
    {
        if (length != classes)
        {
            throw new ArgumentException($"The probabilities of a row hold '{length}' elements and must hold '{classes}', one for each class.", nameof(length));
        }
    }
}
