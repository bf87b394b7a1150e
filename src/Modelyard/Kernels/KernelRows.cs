using Modelyard.Numerics;

namespace Modelyard.Kernels;

/// <summary>Gives the rows of the kernel matrix of some rows: computed when asked for, kept as long as memory allows, the least recently used dropped first.</summary>
/// <remarks>Elements are kept in single precision, which is ample for the choice of directions and halves the memory.</remarks>
internal sealed class KernelRows
{
    private const int LeastRows = 2;

    private readonly Matrix _rows;
    private readonly Kernel _kernel;
    private readonly RowTiles? _tiles;
    private readonly double[] _scratch;
    private readonly float[]?[] _kept;
    private readonly LinkedList<int> _used = new();
    private readonly LinkedListNode<int>?[] _places;
    private readonly int _capacity;

    /// <summary>Initializes a cache that holds nothing.</summary>
    /// <param name="rows">The rows to compare, rows x features.</param>
    /// <param name="kernel">How they are compared.</param>
    /// <param name="bytes">The memory that the kept rows may take.</param>
    public KernelRows(Matrix rows, Kernel kernel, long bytes)
    {
        _rows = rows;
        _kernel = kernel;
        Width = (rows.Rows + 3) & ~3;
        _tiles = kernel.Kind == KernelKind.Rbf ? new RowTiles(rows) : null;
        _scratch = new double[_tiles?.Width ?? rows.Rows];
        _kept = new float[rows.Rows][];
        _places = new LinkedListNode<int>?[rows.Rows];
        _capacity = (int)Math.Clamp(bytes / (Width * (long)sizeof(float)), LeastRows, Math.Max(LeastRows, rows.Rows));
    }

    public int Count => _rows.Rows;

    /// <summary>Gets the length of a row of the kernel matrix: the number of rows, padded with zeros to whole vectors.</summary>
    public int Width { get; }

    /// <summary>Gets the element of the diagonal.</summary>
    public double Diagonal(int row) => _kernel.OfItself(_rows.Row(row));

    /// <summary>Gets a row of the kernel matrix; the one before it stays valid, older ones may be overwritten.</summary>
    public ReadOnlySpan<float> Row(int row)
    {
        if (_kept[row] is { } kept)
        {
            LinkedListNode<int> place = _places[row]!;
            _used.Remove(place);
            _used.AddFirst(place);
            return kept;
        }

        float[] fresh = Room();
        ReadOnlySpan<double> similarities = Compare(_rows.Row(row));
        for (int i = 0; i < Count; i++)
        {
            fresh[i] = (float)similarities[i];
        }

        _kept[row] = fresh;
        _places[row] = _used.AddFirst(row);
        return fresh;
    }

    /// <summary>Computes how alike any row is to each of these, in full precision.</summary>
    /// <param name="row">The features of the row.</param>
    /// <returns>One number a row; valid until the next row is asked for.</returns>
    public ReadOnlySpan<double> Compare(ReadOnlySpan<double> row)
    {
        if (_tiles is null)
        {
            _kernel.Compare(row, _rows, _scratch);
            return _scratch;
        }

        // Row by row, half of the time of a fit went here.
        _tiles.SquaredDistances(row, _scratch);
        VectorKernels.Scale(-_kernel.Gamma, _scratch);
        VectorKernels.ExpInPlace(_scratch);
        return _scratch.AsSpan(0, Count);
    }

    private float[] Room()
    {
        if (_used.Count < _capacity)
        {
            return new float[Width];
        }

        int oldest = _used.Last!.Value;
        _used.RemoveLast();
        float[] room = _kept[oldest]!;
        _kept[oldest] = null;
        return room;
    }
}
