using Microsoft.AspNetCore.Http;
using Modelyard.Server.Models;

namespace Modelyard.Server.Protocol;

/// <summary>Holds the encoded rows of one request in a pooled array.</summary>
internal sealed class RowBatch(MemoryShare share)
{
    private double[] _cells = [];
    private int _maxRows;

    public int Count { get; private set; }

    public int Width { get; private set; }

    /// <summary>Gets which inputs the row at hand has been given, or which columns the table.</summary>
    public bool[] Seen { get; private set; } = [];

    /// <summary>Gets for each column of the request the input it is, or -1.</summary>
    public List<int> Columns { get; } = [];

    public void Begin(ServedModel model, int maxRows)
    {
        Width = model.Inputs.Count;
        Count = 0;
        _maxRows = maxRows;
        Columns.Clear();
        if (Seen.Length < Width)
        {
            Seen = new bool[Width];
        }
    }

    public ReadOnlySpan<double> Row(int row) => _cells.AsSpan(row * Width, Width);

    public ReadOnlySpan<double> All => _cells.AsSpan(0, Count * Width);

    public ref double Cell(int row, int column) => ref _cells[(row * Width) + column];

    /// <summary>Adds a row of missing values.</summary>
    public Span<double> Add()
    {
        CheckRows(Count + 1);
        int start = Count * Width;
        if (start + Width > _cells.Length)
        {
            Grow(checked(Math.Max(start * 2, start + Math.Max(Width, 64))));
        }

        Count++;
        Span<double> row = _cells.AsSpan(start, Width);
        row.Fill(double.NaN);
        return row;
    }

    /// <summary>Makes room for rows that are then filled column by column.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="bodyLength">The length of the body, in bytes, which cannot hold more cells than half of that.</param>
    public void Reserve(int rows, int bodyLength)
    {
        CheckRows(rows);
        if ((long)rows * Width > bodyLength)
        {
            throw RequestFaultException.At("$.inputs", "shape_mismatch", null, $"The request says {rows} rows of {Width} inputs each, and its body is too short to hold so many values.");
        }

        if (rows * Width > _cells.Length)
        {
            Grow(rows * Width);
        }

        Count = rows;
        _cells.AsSpan(0, rows * Width).Fill(double.NaN);
    }

    public void Release()
    {
        if (_cells.Length > BufferPool<double>.LongestKept)
        {
            BufferPool<double>.Return(_cells, share);
            _cells = [];
        }
    }

    private void CheckRows(int rows)
    {
        if (rows > _maxRows)
        {
            throw RequestFaultException.At("$", "too_many_rows", null, $"The request has more than {_maxRows} rows; send it in parts.", StatusCodes.Status413PayloadTooLarge);
        }
    }

    private void Grow(int length)
    {
        double[] larger = BufferPool<double>.Rent(length, share);
        All.CopyTo(larger);
        BufferPool<double>.Return(_cells, share);
        _cells = larger;
    }
}
