using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Similarity;

/// <summary>Represents the whole kernel matrix of some rows, in single precision.</summary>
/// <remarks>
/// Where memory allows it, all elements are computed at once, tile by tile on all threads: each is then computed once for all machines and folds (svc_mnist). Of rows that one thread
/// works with, they may be computed row by row when first asked for: rows that are no support vectors never are.
/// </remarks>
internal sealed class KernelMatrix : IKernelElements
{
    private const int Tile = 64;

    private readonly ComparedRows _source;
    private readonly int[] _places;

    // Row after row; what was not computed yet holds anything.
    private readonly float[] _elements;
    private readonly bool[] _isComputed;

    private KernelMatrix(ComparedRows source, int[] places, float[] elements)
    {
        Width = Pad(places.Length);
        _source = source;
        _places = places;
        _elements = elements;
        _isComputed = new bool[places.Length];
    }

    /// <inheritdoc/>
    public int Count => _places.Length;

    /// <summary>Gets the length of a stored row, padded with zeros to whole vectors.</summary>
    public int Width { get; }

    /// <summary>Rounds a length up to whole vectors of four.</summary>
    public static int Pad(int count) => (count + 3) & ~3;

    /// <summary>Computes the memory that the matrix of so many rows takes, in bytes.</summary>
    public static long Bytes(int count) => Elements(count) * sizeof(float);

    /// <summary>Says whether the matrix of so many rows fits into an array, and into some memory.</summary>
    public static bool Fits(int count, long bytes) => Elements(count) <= Array.MaxLength && Bytes(count) <= bytes;

    /// <summary>Computes the matrix.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="context">Threads and cancellation.</param>
    public static KernelMatrix Of(ComparedRows rows, FitContext context)
    {
        int[] all = [.. Enumerable.Range(0, rows.Count)];
        var matrix = new KernelMatrix(rows, all, new float[Elements(rows.Count)]);
        matrix._isComputed.AsSpan().Fill(true);
        int tiles = (rows.Count + Tile - 1) / Tile;
        ParallelLoop.For(tiles, context.Parallelism, tile => matrix.Fill(rows, all, tile, context), context.Cancellation);
        return matrix;
    }

    /// <summary>Creates a matrix whose rows are computed when first asked for; it is for one thread at a time.</summary>
    /// <param name="rows">The rows that are compared.</param>
    /// <param name="places">The rows of the matrix among them.</param>
    /// <param name="elements">Memory for all elements, which the matrix uses as long as it lives: matrices that follow one another share it.</param>
    public static KernelMatrix OnDemand(ComparedRows rows, int[] places, float[] elements) => new(rows, places, elements);

    /// <summary>Computes the number of elements of the matrix of so many rows.</summary>
    public static long Elements(int count) => count * (long)Pad(count);

    /// <summary>Gets a row.</summary>
    public ReadOnlySpan<float> Row(int row)
    {
        Span<float> own = Stored(row);
        if (!_isComputed[row])
        {
            _source.Elements(_places[row], _places, own);
            own[_places.Length..].Clear();
            _isComputed[row] = true;
        }

        return own;
    }

    /// <inheritdoc/>
    public void Elements(int row, ReadOnlySpan<int> others, Span<float> similarities)
    {
        ReadOnlySpan<float> own = Row(row);
        for (int i = 0; i < others.Length; i++)
        {
            similarities[i] = own[others[i]];
        }
    }

    /// <inheritdoc/>
    public void Elements(int row, ReadOnlySpan<int> others, Span<double> similarities)
    {
        int[] places = new int[others.Length];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = _places[others[i]];
        }

        _source.CompareOwn(_places[row], places, similarities);
    }

    private Span<float> Stored(int row) => MemoryMarshal.CreateSpan(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_elements), (nint)row * Width), Width);

    /// <inheritdoc/>
    public float Own(int row) => _isComputed[row] ? Stored(row)[row] : _source.Own(_places[row]);

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
                Span<float> similarities = Stored(row).Slice(other, others.Length);
                rows.Elements(row, others, similarities);
                for (int i = 0; i < others.Length && other > first; i++)
                {
                    Stored(other + i)[row] = similarities[i];
                }
            }
        }
    }
}
