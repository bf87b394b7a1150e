using Modelyard.Data.Parquet.Format;
using Modelyard.Frames;

namespace Modelyard.Data.Parquet.Writing;

/// <summary>Gathers the cells of a column of a row group that is not full yet.</summary>
internal abstract class PendingColumn
{
    private ulong[] _missing = [];
    private bool _hasMissing;

    /// <summary>Gets the number of cells.</summary>
    protected int Count { get; private set; }

    /// <summary>Gets which cells are present.</summary>
    protected Validity Validity => new(_hasMissing ? [.. _missing.AsSpan(0, Math.Min(_missing.Length, Validity.Words(Count)))] : null, Count);

    /// <summary>Makes what gathers the cells of a column.</summary>
    public static PendingColumn Of(WrittenField field) => field.Kind switch
    {
        ColumnKind.Integer => new PendingValues<long>(column => ((IntegerColumn)column).Values, (validity, cells) => new IntegerColumn(field.Name, validity, cells)),
        ColumnKind.Double => new PendingValues<double>(column => ((DoubleColumn)column).Values, (validity, cells) => new DoubleColumn(field.Name, validity, cells)),
        ColumnKind.Boolean => new PendingValues<bool>(column => ((BooleanColumn)column).Values, (validity, cells) => new BooleanColumn(field.Name, validity, cells)),
        ColumnKind.Timestamp => new PendingValues<long>(column => ((TimestampColumn)column).Ticks, (validity, cells) => new TimestampColumn(field.Name, validity, cells, field.IsUtc)),
        _ => new PendingTexts(field.Name),
    };

    /// <summary>Adds cells of a column.</summary>
    public void Add(Column column, int first, int count)
    {
        AddCells(column, first, count);
        if (!column.Validity.IsComplete)
        {
            AddMissing(column.Validity, first, count);
        }

        Count += count;
    }

    /// <summary>Gets the cells as a column, which lies over the same arrays.</summary>
    public abstract Column ToColumn();

    /// <summary>Forgets the cells.</summary>
    public virtual void Clear()
    {
        Array.Clear(_missing);
        _hasMissing = false;
        Count = 0;
    }

    /// <summary>Adds cells of a column; what stands for missing ones is of no account.</summary>
    protected abstract void AddCells(Column column, int first, int count);

    /// <summary>Gives an array room, which it doubles.</summary>
    protected static void Grow<T>(ref T[] array, long length)
    {
        if (array.Length < length)
        {
            Array.Resize(ref array, (int)Math.Min(Array.MaxLength, Math.Max(length, 2L * array.Length)));
        }
    }

    private void AddMissing(Validity validity, int first, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (validity.IsMissing(first + i))
            {
                int row = Count + i;
                Grow(ref _missing, (row >> 6) + 1);
                _missing[row >> 6] |= 1UL << (row & 63);
                _hasMissing = true;
            }
        }
    }
}
