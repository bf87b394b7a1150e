using Modelyard.Frames.Indexing;
using Modelyard.Frames.Lineage;

namespace Modelyard.Frames;

/// <content>Arithmetic that aligns rows and columns by their keys.</content>
public sealed partial class IndexedFrame
{
    /// <summary>Adds two tables, cell to cell of the same keys.</summary>
    /// <param name="left">One table.</param>
    /// <param name="right">The other.</param>
    public static IndexedFrame operator +(IndexedFrame left, IndexedFrame right) => Required(left).Add(right);

    /// <summary>Subtracts a table, cell from cell of the same keys.</summary>
    /// <param name="left">One table.</param>
    /// <param name="right">The other.</param>
    public static IndexedFrame operator -(IndexedFrame left, IndexedFrame right) => Required(left).Subtract(right);

    /// <summary>Multiplies two tables, cell by cell of the same keys.</summary>
    /// <param name="left">One table.</param>
    /// <param name="right">The other.</param>
    public static IndexedFrame operator *(IndexedFrame left, IndexedFrame right) => Required(left).Multiply(right);

    /// <summary>Divides a table, cell by cell of the same keys.</summary>
    /// <param name="left">One table.</param>
    /// <param name="right">The other.</param>
    public static IndexedFrame operator /(IndexedFrame left, IndexedFrame right) => Required(left).Divide(right);

    /// <summary>Adds another table, cell to cell of the same keys.</summary>
    /// <param name="other">The other table, with the same levels of rows and of columns, in any order.</param>
    /// <param name="fill">What stands for a cell that is missing in one of the tables only; if null, the result is then missing.</param>
    /// <returns>A table of the keys of both: in their order if they are equal, sorted if they differ. Integers give integers, and with doubles doubles.</returns>
    /// <exception cref="ModelyardException">The levels differ, a key occurs twice in keys that differ, cells are no numbers, or a result is too great for an integer.</exception>
    public IndexedFrame Add(IndexedFrame other, double? fill = null) => Combine(CellOperator.Add, other, fill);

    /// <summary>Subtracts another table, cell from cell of the same keys.</summary>
    /// <param name="other">The other table, as in <see cref="Add(IndexedFrame, double?)"/>.</param>
    /// <param name="fill">What stands for a cell that is missing in one of the tables only.</param>
    /// <returns>A table of the keys of both.</returns>
    /// <exception cref="ModelyardException">As in <see cref="Add(IndexedFrame, double?)"/>.</exception>
    public IndexedFrame Subtract(IndexedFrame other, double? fill = null) => Combine(CellOperator.Subtract, other, fill);

    /// <summary>Multiplies by another table, cell by cell of the same keys.</summary>
    /// <param name="other">The other table, as in <see cref="Add(IndexedFrame, double?)"/>.</param>
    /// <param name="fill">What stands for a cell that is missing in one of the tables only.</param>
    /// <returns>A table of the keys of both.</returns>
    /// <exception cref="ModelyardException">As in <see cref="Add(IndexedFrame, double?)"/>.</exception>
    public IndexedFrame Multiply(IndexedFrame other, double? fill = null) => Combine(CellOperator.Multiply, other, fill);

    /// <summary>Divides by another table, cell by cell of the same keys.</summary>
    /// <param name="other">The other table, as in <see cref="Add(IndexedFrame, double?)"/>.</param>
    /// <param name="fill">What stands for a cell that is missing in one of the tables only.</param>
    /// <returns>A table of the keys of both, of doubles.</returns>
    /// <exception cref="ModelyardException">As in <see cref="Add(IndexedFrame, double?)"/>.</exception>
    public IndexedFrame Divide(IndexedFrame other, double? fill = null) => Combine(CellOperator.Divide, other, fill);

    /// <summary>Computes each column anew.</summary>
    /// <param name="compute">Computes a column of a column's cells, as long as it is.</param>
    /// <returns>A table of the same keys.</returns>
    /// <exception cref="ModelyardException">A computed column has another length.</exception>
    public IndexedFrame Map(Func<Column, Column> compute)
    {
        ArgumentNullException.ThrowIfNull(compute);
        return new IndexedFrame(Rows, Columns, [.. Enumerable.Range(0, ColumnCount).Select(position =>
        {
            Column computed = compute(NamedCells(position));
            return computed.Length == RowCount
                ? computed
                : throw new ModelyardException($"The column computed of '{NamedCells(position).Name}' has '{computed.Length}' cells and must have '{RowCount}', one a row.");
        })]).Placed("map", Lineage);
    }

    private static IndexedFrame Required(IndexedFrame table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return table;
    }

    private IndexedFrame Combine(CellOperator operation, IndexedFrame other, double? fill)
    {
        ArgumentNullException.ThrowIfNull(other);
        var rows = IndexAlignment.Of(Rows, other.Rows, IndexAxis.Rows);
        var columns = IndexAlignment.Of(Columns, other.Columns, IndexAxis.Columns);
        var cells = new Column[columns.Keys.Length];
        for (int column = 0; column < cells.Length; column++)
        {
            int a = columns.Left?[column] ?? column, b = columns.Right?[column] ?? column;
            Column left = Place(a, rows.Left) ?? Absent(rows.Keys.Length, other._cells[b]), right = other.Place(b, rows.Right) ?? Absent(rows.Keys.Length, _cells[a]);
            cells[column] = CellArithmetic.Compute(operation, left, right, fill);
        }

        int own = Rows.LevelCount;
        return new IndexedFrame(rows.Keys, columns.Keys, cells).Recorded(
            LineageText.Word(operation),
            [Lineage, other.Lineage],
            place => place < own ? [Origin(place), other.Origin(place)] :
            [
                .. (columns.Left?[place - own] ?? place - own) is int a and >= 0 ? [Origin(own + a)] : Array.Empty<ColumnOrigin>(),
                .. (columns.Right?[place - own] ?? place - own) is int b and >= 0 ? [other.Origin(own + b)] : Array.Empty<ColumnOrigin>(),
            ],
            ("fill", fill is null ? null : FormattableString.Invariant($"{fill}")));
    }

    private Column? Place(int column, int[]? rows) => column < 0 ? null : rows is null ? NamedCells(column) : NamedCells(column).TakeOrMissing(rows);

    /// <summary>Makes missing cells in place of a column that only the other table has: of its kind, so that with a fill value integers stay integers.</summary>
    private static Column Absent(int rows, Column other)
    {
        int[] gaps = new int[rows];
        Array.Fill(gaps, Column.Gap);
        return other.TakeOrMissing(gaps);
    }
}
