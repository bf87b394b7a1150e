using Modelyard.Frames;

namespace Modelyard.Data.Parquet.Writing;

/// <summary>Gathers cells of one size.</summary>
/// <typeparam name="T">The type of a cell.</typeparam>
/// <param name="values">Gets the cells of a column.</param>
/// <param name="make">Makes a column over an array that may be longer.</param>
internal sealed class PendingValues<T>(PendingValues<T>.Cells values, Func<Validity, T[], Column> make) : PendingColumn
    where T : unmanaged
{
    private T[] _cells = [];

    /// <summary>Gets the cells of a column.</summary>
    public delegate ReadOnlySpan<T> Cells(Column column);

    /// <inheritdoc/>
    public override Column ToColumn() => make(Validity, _cells);

    /// <inheritdoc/>
    protected override void AddCells(Column column, int first, int count)
    {
        Grow(ref _cells, Count + count);
        values(column).Slice(first, count).CopyTo(_cells.AsSpan(Count));
    }
}
