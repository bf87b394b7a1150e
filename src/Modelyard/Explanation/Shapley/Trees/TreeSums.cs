using Modelyard.Numerics;
using Modelyard.Numerics.Vectors;

namespace Modelyard.Explanation.Shapley.Trees;

/// <summary>Sums what all trees say of sixteen rows, in the order of the trees.</summary>
/// <param name="trees">The trees.</param>
internal sealed unsafe class TreeSums(AdditiveTrees trees)
{
    /// <summary>The number of rows at once.</summary>
    internal const int Width = PathScratch.Width;

    private const int MostLevelsOnStack = 256;

    /// <summary>Gets the number of sums of <see cref="Values"/>.</summary>
    internal int ValueCount => trees.Outputs.Count * trees.Used.Length * Width;

    /// <summary>Gets the number of sums of <see cref="Pairs"/>.</summary>
    internal int PairCount => checked(ValueCount * trees.Used.Length);

    /// <summary>Computes the contributions of features.</summary>
    /// <param name="columns">The features by slots, sixteen rows each.</param>
    /// <param name="rows">The number of rows, up to sixteen.</param>
    /// <param name="sums">Receives the contributions by outputs and slots, sixteen rows each.</param>
    internal void Values(double* columns, int rows, Span<double> sums)
    {
        sums.Clear();
        switch (Simd.Level)
        {
            case SimdLevel.Scalar:
                Values<OneLane>(columns, rows, sums);
                break;
            case SimdLevel.Vector256:
                Values<FourLanes>(columns, rows, sums);
                break;
            default:
                Values<EightLanes>(columns, rows, sums);
                break;
        }
    }

    /// <summary>Computes what pairs of features have together.</summary>
    /// <param name="columns">The features by slots, sixteen rows each.</param>
    /// <param name="rows">The number of rows, up to sixteen.</param>
    /// <param name="sums">Receives the sums by outputs and pairs of slots, the lesser first, sixteen rows each.</param>
    internal void Pairs(double* columns, int rows, Span<double> sums)
    {
        sums.Clear();
        switch (Simd.Level)
        {
            case SimdLevel.Scalar:
                Pairs<OneLane>(columns, rows, sums);
                break;
            case SimdLevel.Vector256:
                Pairs<FourLanes>(columns, rows, sums);
                break;
            default:
                Pairs<EightLanes>(columns, rows, sums);
                break;
        }
    }

    private static int Padded<TLanes>(int rows)
        where TLanes : struct, ILanes<TLanes> => (rows + PathWalk<TLanes>.Step - 1) / PathWalk<TLanes>.Step * PathWalk<TLanes>.Step;

    private void Values<TLanes>(double* columns, int rows, Span<double> sums)
        where TLanes : struct, ILanes<TLanes>
    {
        int stride = trees.Used.Length * Width, levels = trees.Depth + 1;
        Span<int> path = levels <= MostLevelsOnStack ? stackalloc int[MostLevelsOnStack] : new int[levels];
        using var scratch = new ScratchBuffer(PathScratch.Length(trees.Depth, trees.Widest));
        fixed (double* start = sums)
        {
            foreach (PathTree tree in trees.Trees)
            {
                ParallelLoop.Check();
                for (int output = 0; output < trees.Outputs.Count; output++)
                {
                    if (tree.Gives(output))
                    {
                        PathWalk<TLanes>.Add(tree, output, columns, Padded<TLanes>(rows), start + (output * stride), new PathScratch(scratch.Pointer, tree.Rule), path);
                    }
                }
            }
        }
    }

    private void Pairs<TLanes>(double* columns, int rows, Span<double> sums)
        where TLanes : struct, ILanes<TLanes>
    {
        int slots = trees.Used.Length, levels = trees.Depth + 1;
        Span<int> path = levels <= MostLevelsOnStack ? stackalloc int[MostLevelsOnStack] : new int[levels];
        Span<int> deepest = levels <= MostLevelsOnStack ? stackalloc int[MostLevelsOnStack] : new int[levels];
        using var scratch = new ScratchBuffer(PathScratch.Length(trees.Depth, trees.Widest));
        fixed (double* start = sums)
        {
            foreach (PathTree tree in trees.Trees)
            {
                ParallelLoop.Check();
                for (int output = 0; output < trees.Outputs.Count; output++)
                {
                    if (tree.Gives(output))
                    {
                        double* own = start + ((nint)output * slots * slots * Width);
                        InteractionWalk<TLanes>.Add(tree, output, columns, Padded<TLanes>(rows), slots, own, new PathScratch(scratch.Pointer, tree.Rule), path, deepest);
                    }
                }
            }
        }
    }
}
