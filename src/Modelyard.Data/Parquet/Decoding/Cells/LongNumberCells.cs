using Modelyard.Frames;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Holds, for each cell of a column, whether it has more digits than the kind of the column holds.</summary>
internal sealed class LongNumberCells : NumberCells<bool>
{
    /// <summary>Initializes the cells of some rows.</summary>
    public LongNumberCells(FlatField field, int rows)
        : base(field, rows, missing: false, Convert) => Allocate(isScratch: true);

    /// <summary>Determines whether any cell has more digits.</summary>
    public bool AreAny => Values.AsSpan(0, Rows).Contains(true);

    /// <inheritdoc/>
    public override Column Build(int degree) => new BooleanColumn(Field.Name, BuildValidity(), Values);

    private static bool Convert(FlatField field, PageValues values, Span<bool> cells)
    {
        for (int i = 0; i < values.Count; i++)
        {
            cells[i] = LongNumber.IsLong(field, LongNumber.Of(field, values[i]));
        }

        return false;
    }
}
