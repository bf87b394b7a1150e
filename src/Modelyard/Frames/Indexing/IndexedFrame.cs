using Modelyard.Frames.Indexing;

namespace Modelyard.Frames;

/// <summary>Represents an immutable table whose rows and columns are found by keys of one or more levels, as a <c>DataFrame</c> with a <c>MultiIndex</c> is in pandas.</summary>
/// <remarks>
/// It is made of a <see cref="Frame"/> by <see cref="Frame.SetIndex"/> and becomes one again by <see cref="ResetIndex(string)"/>. Levels keep their kinds, on columns too;
/// cells keep theirs, so that integers stay integers beside missing cells. After the last column level is stacked there is one column without a key, which is a series in pandas.
/// An indexed table is safe to read from any number of threads.
/// </remarks>
public sealed partial class IndexedFrame
{
    private const string Nameless = "value";

    private readonly Column[] _cells;

    internal IndexedFrame(MultiIndex rows, MultiIndex columns, Column[] cells)
    {
        Rows = rows;
        Columns = columns;
        _cells = cells;
    }

    /// <summary>Gets the keys of the rows.</summary>
    public MultiIndex Rows { get; }

    /// <summary>Gets the keys of the columns.</summary>
    public MultiIndex Columns { get; }

    /// <summary>Gets the cells, column by column in the order of <see cref="Columns"/>. The name of a column in this list is of no account.</summary>
    public IReadOnlyList<Column> Cells => _cells;

    /// <summary>Gets the number of rows.</summary>
    public int RowCount => Rows.Length;

    /// <summary>Gets the number of columns.</summary>
    public int ColumnCount => Columns.Length;

    /// <summary>Gets the one column that a key names.</summary>
    /// <param name="key">The labels of the column's levels from the outermost; as many as single it out.</param>
    /// <exception cref="ModelyardException">No column has the key, or several have.</exception>
    public Column this[params Label[] key]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(key);
            int[] found = IndexSelection.AtKey(Columns, key, IndexAxis.Columns);
            return found.Length == 1
                ? NamedCells(found[0])
                : throw new ModelyardException($"The key ({string.Join(", ", key)}) names '{found.Length}' columns and must name one; give labels of more levels, or take all of them by AtColumns.");
        }
    }

    /// <summary>Creates an indexed table of keys and cells.</summary>
    /// <param name="rows">The keys of the rows.</param>
    /// <param name="columns">The keys of the columns.</param>
    /// <param name="cells">One column for each of the column keys, each as long as the row keys.</param>
    /// <returns>A new table.</returns>
    /// <exception cref="ArgumentException">The lengths do not match.</exception>
    public static IndexedFrame Of(MultiIndex rows, MultiIndex columns, params IEnumerable<Column> cells)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(cells);
        Column[] all = [.. cells];
        if (all.Length != columns.Length)
        {
            throw new ArgumentException($"There are '{all.Length}' columns of cells and must be '{columns.Length}', one for each column key.", nameof(cells));
        }

        return all.FirstOrDefault(column => column.Length != rows.Length) is { } other
            ? throw new ArgumentException($"The column '{other.Name}' has '{other.Length}' cells and must have '{rows.Length}', one for each row key.", nameof(cells))
            : new IndexedFrame(rows, columns, all);
    }

    /// <summary>Gets a column under the name that its key makes.</summary>
    private Column NamedCells(int column, string separator = "_")
    {
        string name = Columns.Flatten(column, separator) ?? Nameless;
        return _cells[column].Name == name ? _cells[column] : _cells[column].Rename(name);
    }

    private MultiIndex Axis(IndexAxis axis) => axis == IndexAxis.Rows ? Rows : Columns;

    private IndexedFrame WithAxis(IndexAxis axis, MultiIndex index) => axis == IndexAxis.Rows ? WithRows(index, null) : new IndexedFrame(Rows, index, _cells).Placed("levels", Lineage);

    private IndexedFrame WithAxis(IndexAxis axis, MultiIndex index, IEnumerable<int> levels) => axis == IndexAxis.Rows ? WithRows(index, levels) : WithAxis(axis, index);

    private IndexedFrame WithRows(MultiIndex index, IEnumerable<int>? levels) =>
        new IndexedFrame(index, Columns, _cells).Placed("levels", Lineage, levels is null ? null : Places(levels, Enumerable.Range(0, ColumnCount)));

    private IndexedFrame Take(IndexAxis axis, int[] positions) => axis == IndexAxis.Rows
        ? new IndexedFrame(Rows.Take(positions), Columns, Array.ConvertAll(_cells, cells => cells.Take(positions))).Placed("take", Lineage)
        : new IndexedFrame(Rows, Columns.Take(positions), Array.ConvertAll(positions, position => _cells[position]))
            .Placed("take", Lineage, Places(Enumerable.Range(0, Rows.LevelCount), positions));
}
