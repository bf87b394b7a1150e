using Microsoft.AspNetCore.Http;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Numerics;
using Modelyard.Server.Models;

namespace Modelyard.Server.Protocol;

/// <summary>Holds the encoded rows of one request in a pooled array.</summary>
internal sealed class RowBatch(MemoryShare share)
{
    /// <summary>The column whose cells are the keys of the rows, if the model has no input of its name.</summary>
    public const int Key = -2;

    private const int MostKeptTerms = 1 << 14;
    private const int MostKeptTexts = 1 << 16;
    private readonly List<(int Row, int Start, int End)> _texts = [];
    private List<int> _terms = [];
    private double[] _cells = [];
    private CellTexts _kept = new();
    private int _maxRows;

    public int Count { get; private set; }

    public int Width { get; private set; }

    /// <summary>Gets which inputs the row at hand has been given, or which columns the table.</summary>
    public bool[] Seen { get; private set; } = [];

    /// <summary>Gets for each column of the request the input it is, or -1.</summary>
    public List<int> Columns { get; } = [];

    /// <summary>Gets the cells that numbers do not tell, which are kept if the request is to be logged; null if it is not.</summary>
    public CellTexts? Texts { get; private set; }

    public void Begin(ServedModel model, int maxRows, bool isLogged)
    {
        Texts = isLogged ? _kept : null;
        Width = model.Inputs.Count;
        Count = 0;
        _maxRows = maxRows;
        Columns.Clear();
        _texts.Clear();
        _terms.Clear();
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

    /// <summary>Sets a cell that is a text.</summary>
    /// <param name="model">The model.</param>
    /// <param name="row">The row of the cell.</param>
    /// <param name="input">The input, which is a text.</param>
    /// <param name="utf8">The text.</param>
    public void SetText(ServedModel model, int row, int input, ReadOnlySpan<byte> utf8)
    {
        int start = _terms.Count, capacity = _terms.Capacity;
        Cell(row, input) = model.Encoder.EncodeText(input, utf8, _terms);
        Texts?.Add(row, input, utf8);
        _texts.Add((row, start, _terms.Count));
        if (_terms.Capacity > Math.Max(capacity, MostKeptTerms))
        {
            share.Take(sizeof(int) * (long)(_terms.Capacity - capacity));
        }
    }

    /// <summary>Adds encoded rows with texts.</summary>
    /// <param name="rows">The rows, one number for each feature of the model.</param>
    public void Add(SparseMatrix rows)
    {
        for (int i = 0; i < rows.Rows; i++)
        {
            SparseRow own = rows.Row(i);
            Span<double> row = Add();
            row.Clear();
            int start = _terms.Count;
            for (int at = 0; at < own.Count; at++)
            {
                int column = own.Indices[at];
                if (column < Width)
                {
                    row[column] = own.Values[at];
                }

                for (int time = 0; column >= Width && time < own.Values[at]; time++)
                {
                    _terms.Add(column);
                }
            }

            _texts.Add((Count - 1, start, _terms.Count));
        }
    }

    /// <summary>Gets rows with the terms of their texts, which must all have been set.</summary>
    /// <param name="features">The number of features of the model.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <returns>A new matrix of so many rows x features.</returns>
    public SparseMatrix WithTerms(int features, int first, int count)
    {
        // A table may have come column by column.
        if (first == 0)
        {
            _texts.Sort();
        }

        var builder = new SparseMatrixBuilder(features);
        int text = _texts.BinarySearch((first, -1, -1));
        text = text < 0 ? ~text : text;
        for (int row = first; row < first + count; row++)
        {
            ReadOnlySpan<double> own = Row(row);
            for (int column = 0; column < own.Length; column++)
            {
                if (own[column] != 0)
                {
                    builder.Add(column, own[column]);
                }
            }

            for (; text < _texts.Count && _texts[text].Row == row; text++)
            {
                for (int at = _texts[text].Start; at < _texts[text].End; at++)
                {
                    builder.Add(_terms[at], 1);
                }
            }

            builder.EndRow();
        }

        return builder.Build();
    }

    /// <summary>Gets rows of a table without texts.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <returns>A new matrix of so many rows x inputs.</returns>
    public Matrix Dense(int first, int count) => new(All.Slice(first * Width, count * Width).ToArray(), count, Width);

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

        if (_terms.Capacity > MostKeptTerms)
        {
            _terms = [];
        }

        if (Texts is { } texts)
        {
            _kept = texts.Length > MostKeptTexts ? new CellTexts() : texts;
            _kept.Clear();
            Texts = null;
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
