using System.Buffers;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Holds the cells of a column that are numbers, in the array that becomes the column's.</summary>
internal abstract class NumberCells<T>(FlatField field, int rows, T missing, CellConverter<T> convert) : ColumnCells(field, rows)
    where T : unmanaged
{
    private T[]? _rented;

    /// <summary>Gets the cells.</summary>
    public T[] Values { get; private set; } = [];

    /// <inheritdoc/>
    protected override void Allocate(bool isScratch)
    {
        _rented = isScratch ? ArrayPool<T>.Shared.Rent(Rows) : null;
        Values = _rented ?? GC.AllocateUninitializedArray<T>(Rows);
    }

    /// <inheritdoc/>
    public override void Release()
    {
        if (_rented is not null)
        {
            ArrayPool<T>.Shared.Return(_rented);
            (_rented, Values) = (null, []);
        }
    }

    /// <inheritdoc/>
    public override CellDecoder Open() => new NumberDecoder<T>(Field, missing, convert);

    /// <summary>Looks at rows that were added.</summary>
    public virtual void Look(int row, int count)
    {
    }

    /// <summary>Takes in which rows lost a part of their cell.</summary>
    /// <param name="row">The first row.</param>
    /// <param name="marks">True for each cell that lost a part, for the cells that are present.</param>
    /// <param name="presence">Which rows have a cell.</param>
    public virtual void MarkUneven(int row, ReadOnlySpan<bool> marks, Presence presence)
    {
    }
}
