using System.Runtime.Intrinsics;
using Modelyard.Numerics;

namespace Modelyard.Neighbors;

/// <summary>Computes the squared distances from every sparse row to some queries at once, a query a lane, so that an element that is stored is read once for all of them.</summary>
/// <remarks>A sum runs over the stored elements in the order of the columns, fused at each step: a lane gives the same bits whatever the others hold.</remarks>
internal readonly unsafe ref struct SparseTile
{
    /// <summary>The number of queries.</summary>
    public const int Lanes = 8;

    private readonly SparseMatrix _rows;
    private readonly double[] _squares;
    private readonly ScratchBuffer _queries;
    private readonly ScratchBuffer _own;
    private readonly ScratchBuffer _distances;

    /// <summary>Initializes a tile of rows of zeros.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="squares">The sum of squares of each row.</param>
    public SparseTile(SparseMatrix rows, double[] squares)
    {
        _rows = rows;
        _squares = squares;
        _queries = new ScratchBuffer(rows.Columns * Lanes);
        _own = new ScratchBuffer(Lanes);
        _distances = new ScratchBuffer(rows.Rows * Lanes);
        _queries.Span.Clear();
        _own.Span.Clear();
    }

    /// <summary>Computes the sum of squares in the order of the products.</summary>
    public static double Square(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum = Math.FusedMultiplyAdd(value, value, sum);
        }

        return sum;
    }

    /// <summary>Puts a query into a lane that holds none yet.</summary>
    public void Load(int lane, ReadOnlySpan<double> query)
    {
        double* target = _queries.Pointer + lane;
        for (int i = 0; i < query.Length; i++)
        {
            target[(nint)i * Lanes] = query[i];
        }

        _own.Span[lane] = Square(query);
    }

    /// <summary>Puts a sparse query into a lane that holds none yet.</summary>
    public void Load(int lane, SparseRow query)
    {
        double* target = _queries.Pointer + lane;
        for (int i = 0; i < query.Count; i++)
        {
            target[(nint)query.Indices[i] * Lanes] = query.Values[i];
        }

        _own.Span[lane] = Square(query.Values);
    }

    /// <summary>Puts one element of a query into a lane.</summary>
    public void Put(int lane, int column, double value) => _queries.Pointer[((nint)column * Lanes) + lane] = value;

    /// <summary>Sets the sum of squares of a lane's query.</summary>
    public void SetSquare(int lane, double square) => _own.Pointer[lane] = square;

    /// <summary>Computes all distances.</summary>
    public void Compare()
    {
        Vector256<double> ownLow = Vector256.Load(_own.Pointer), ownHigh = Vector256.Load(_own.Pointer + 4);
        double* queries = _queries.Pointer, distances = _distances.Pointer;
        for (int row = 0; row < _rows.Rows; row++, distances += Lanes)
        {
            SparseRow stored = _rows.Row(row);
            ReadOnlySpan<int> indices = stored.Indices;
            ReadOnlySpan<double> values = stored.Values;
            Vector256<double> low = default, high = default;
            for (int i = 0; i < indices.Length; i++)
            {
                double* column = queries + ((nint)indices[i] * Lanes);
                var value = Vector256.Create(values[i]);
                low = Vector256.FusedMultiplyAdd(value, Vector256.Load(column), low);
                high = Vector256.FusedMultiplyAdd(value, Vector256.Load(column + 4), high);
            }

            var square = Vector256.Create(_squares[row]);
            Vector256.Store(square + ownLow - (low * 2), distances);
            Vector256.Store(square + ownHigh - (high * 2), distances + 4);
        }
    }

    /// <summary>Offers every row to the list of a lane.</summary>
    /// <typeparam name="T">The kind of list.</typeparam>
    /// <param name="lane">The lane.</param>
    /// <param name="list">The list.</param>
    public void Offer<T>(int lane, ref T list)
        where T : INeighborList, allows ref struct
    {
        for (int row = 0; row < _rows.Rows; row++)
        {
            // Rounding may leave less than nothing; what is not a number is infinitely far.
            double distance = _distances.Pointer[((nint)row * Lanes) + lane];
            list.Offer(double.IsNaN(distance) ? double.PositiveInfinity : Math.Max(0, distance), row);
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _queries.Dispose();
        _own.Dispose();
        _distances.Dispose();
    }
}
