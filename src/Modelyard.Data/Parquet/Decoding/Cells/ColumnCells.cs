using Modelyard.Frames;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Holds the cells of a column while its pages are decoded, which may be done by several threads for different rows.</summary>
internal abstract class ColumnCells(FlatField field, int rows)
{
    private ulong[]? _missing;

    /// <summary>Gets the column.</summary>
    public FlatField Field { get; } = field;

    /// <summary>Gets the number of rows.</summary>
    public int Rows { get; } = rows;

    /// <summary>Creates the cells of a column.</summary>
    /// <param name="field">The column.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="kind">Text or Category, if the column is of texts and that is given.</param>
    /// <param name="isScratch">True if the cells are given back when they were looked at, and no column keeps them.</param>
    public static ColumnCells Of(FlatField field, int rows, ColumnKind? kind, bool isScratch = false)
    {
        ColumnCells cells = field.Kind switch
        {
            ColumnKind.Boolean => new BooleanCells(field, rows),
            ColumnKind.Integer => new IntegerCells(field, rows),
            ColumnKind.Double => new DoubleCells(field, rows),
            ColumnKind.Timestamp => new TimeCells(field, rows),
            _ => new TextCells(field, rows, kind),
        };
        cells.Allocate(isScratch);
        return cells;
    }

    /// <summary>Creates the decoder of a row group's part of the column.</summary>
    public abstract CellDecoder Open();

    /// <summary>Makes the column of all rows, once they were added.</summary>
    /// <param name="degree">The greatest number of threads.</param>
    public abstract Column Build(int degree);

    /// <summary>Takes the memory of the cells.</summary>
    /// <param name="isScratch">True if it is given back, and used for others then.</param>
    protected abstract void Allocate(bool isScratch);

    /// <summary>Gives memory back that the column does not need, nor anyone who has its cells.</summary>
    public virtual void Release()
    {
    }

    /// <summary>Sets the bits of rows that have no cell.</summary>
    public void MarkMissing(Presence presence, int row)
    {
        if (!presence.IsWhole)
        {
            presence.MarkMissing(Bits(ref _missing), row);
        }
    }

    /// <summary>Sets the bits of some of 64 rows.</summary>
    protected void MarkMissing(int row, ulong marks) => Presence.Mark(Bits(ref _missing), row, marks);

    /// <summary>Gets bits of rows, making them if they are not there.</summary>
    protected ulong[] Bits(ref ulong[]? bits)
    {
        if (Volatile.Read(ref bits) is not { } there)
        {
            Interlocked.CompareExchange(ref bits, new ulong[Validity.Words(Rows)], null);
            there = bits;
        }

        return there;
    }

    protected Validity BuildValidity() => new(_missing, Rows);
}
