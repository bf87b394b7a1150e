using Modelyard.Kernels.Similarity;

namespace Modelyard.Kernels.Solving;

/// <summary>Computes rows when asked for and keeps them as long as memory allows, the least recently used dropped first.</summary>
/// <remarks>Elements are kept in single precision, which is ample for the choice of directions and halves the memory.</remarks>
internal sealed class CachedKernelRows : KernelRows
{
    private const int LeastRows = 2;

    // Above this share of elements that a kept row lacks, it is computed again when it is asked for.
    private const double MostMissing = 0.25;

    private readonly float[]?[] _kept;
    private readonly LinkedList<int> _used = new();
    private readonly LinkedListNode<int>?[] _places;
    private readonly long _limit;
    private long _bytes;

    /// <summary>Initializes a cache that holds nothing.</summary>
    /// <param name="rows">The rows that are compared.</param>
    /// <param name="chosen">The rows of the problem among them.</param>
    /// <param name="bytes">The memory that the kept rows may take.</param>
    /// <param name="check">Ends the work by an exception; null for no check.</param>
    public CachedKernelRows(ComparedRows rows, int[] chosen, long bytes, Action? check)
        : base(rows, chosen, check)
    {
        _kept = new float[chosen.Length][];
        _places = new LinkedListNode<int>?[chosen.Length];
        _limit = bytes;
    }

    private protected override ReadOnlySpan<float> ActiveRow(int row)
    {
        if (_kept[row] is { } kept)
        {
            LinkedListNode<int> place = _places[row]!;
            _used.Remove(place);
            _used.AddFirst(place);
            return kept.AsSpan(0, Width);
        }

        float[] fresh = Room();
        Source.Elements(Place(row), Columns, fresh);
        fresh.AsSpan(Columns.Length).Clear();
        _kept[row] = fresh;
        _places[row] = _used.AddFirst(row);
        return fresh.AsSpan(0, Width);
    }

    private protected override void Reshaped(int[] before)
    {
        int[] position = new int[Count];
        position.AsSpan().Fill(-1);
        for (int i = 0; i < before.Length; i++)
        {
            position[before[i]] = i;
        }

        int[] missing = [.. Enumerable.Range(0, Active.Length).Where(i => position[Active[i]] < 0)];
        if (missing.Length > MostMissing * Active.Length)
        {
            Drop();
            return;
        }

        int[] missingColumns = Array.ConvertAll(missing, i => Columns[i]);
        float[] reshaped = new float[Width], computed = new float[missing.Length];
        foreach (int row in _used)
        {
            float[] kept = _kept[row]!;
            for (int i = 0; i < Active.Length; i++)
            {
                int at = position[Active[i]];
                reshaped[i] = at < 0 ? 0 : kept[at];
            }

            Source.Elements(Place(row), missingColumns, computed);
            for (int i = 0; i < missing.Length; i++)
            {
                reshaped[missing[i]] = computed[i];
            }

            // A row that became much shorter, or longer, gets memory of its size.
            if (kept.Length < Width || kept.Length > 2 * Width)
            {
                _bytes += (Width - kept.Length) * (long)sizeof(float);
                _kept[row] = kept = new float[Width];
            }

            reshaped.CopyTo(kept, 0);
        }
    }

    private float[] Room()
    {
        long needed = Width * (long)sizeof(float);
        while (_used.Count >= LeastRows && _bytes + needed > _limit)
        {
            int oldest = _used.Last!.Value;
            _used.RemoveLast();
            float[] room = _kept[oldest]!;
            _kept[oldest] = null;
            if (room.Length >= Width && room.Length <= 2 * Width && _bytes <= Math.Max(_limit, LeastRows * needed))
            {
                return room;
            }

            _bytes -= room.Length * (long)sizeof(float);
        }

        _bytes += needed;
        return new float[Width];
    }

    private void Drop()
    {
        foreach (int row in _used)
        {
            _kept[row] = null;
        }

        _used.Clear();
        _bytes = 0;
    }
}
