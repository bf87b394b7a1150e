using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Similarity;

/// <summary>Represents the whole kernel matrix of some rows, in single precision.</summary>
/// <remarks>Where memory allows it, all elements are computed at once, tile by tile on all threads: each is then computed once for all machines and folds (svc_mnist).</remarks>
internal sealed class KernelMatrix : IKernelElements
{
    private const int Tile = 64;

    private readonly float[][] _rows;

    private KernelMatrix(int count)
    {
        Width = Pad(count);
        _rows = new float[count][];
        for (int row = 0; row < count; row++)
        {
            _rows[row] = new float[Width];
        }
    }

    /// <inheritdoc/>
    public int Count => _rows.Length;

    /// <summary>Gets the length of a stored row, padded with zeros to whole vectors.</summary>
    public int Width { get; }

    /// <summary>Rounds a length up to whole vectors of four.</summary>
    public static int Pad(int count) => (count + 3) & ~3;

    /// <summary>Computes the memory that the matrix of so many rows takes, in bytes.</summary>
    public static long Bytes(int count) => count * (long)Pad(count) * sizeof(float);

    /// <summary>Computes the matrix.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="context">Threads and cancellation.</param>
    public static KernelMatrix Of(ComparedRows rows, FitContext context)
    {
        var matrix = new KernelMatrix(rows.Count);
        int[] all = [.. Enumerable.Range(0, rows.Count)];
        int tiles = (rows.Count + Tile - 1) / Tile;
        ParallelLoop.For(tiles, context.Parallelism, tile => matrix.Fill(rows, all, tile, context), context.Cancellation);
        return matrix;
    }

    /// <summary>Gets a row.</summary>
    public ReadOnlySpan<float> Row(int row) => _rows[row];

    /// <inheritdoc/>
    public void Elements(int row, ReadOnlySpan<int> others, Span<float> similarities)
    {
        float[] own = _rows[row];
        for (int i = 0; i < others.Length; i++)
        {
            similarities[i] = own[others[i]];
        }
    }

    /// <summary>Fills the tiles of some rows from the diagonal on, and their mirror images.</summary>
    private void Fill(ComparedRows rows, int[] all, int tile, FitContext context)
    {
        // Short and long rows of tiles take turns, so that no thread is left with the long ones.
        int tiles = (Count + Tile - 1) / Tile;
        int first = (tile % 2 == 0 ? tile / 2 : tiles - 1 - (tile / 2)) * Tile, end = Math.Min(first + Tile, Count);
        for (int other = first; other < Count; other += Tile)
        {
            context.Checkpoint();
            ReadOnlySpan<int> others = all.AsSpan(other, Math.Min(Tile, Count - other));
            for (int row = first; row < end; row++)
            {
                Span<float> similarities = _rows[row].AsSpan(other, others.Length);
                rows.Elements(row, others, similarities);
                for (int i = 0; i < others.Length && other > first; i++)
                {
                    _rows[other + i][row] = similarities[i];
                }
            }
        }
    }
}
