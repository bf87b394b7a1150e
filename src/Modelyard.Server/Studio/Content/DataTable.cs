namespace Modelyard.Server.Studio.Content;

/// <summary>Represents a table of a page, which is drawn, written as JSON and exported as CSV.</summary>
/// <param name="Name">The name by which it is asked for, as in <c>?table=versions</c>.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Columns">The columns; the first names the row.</param>
/// <param name="Rows">The rows, a cell a column.</param>
public sealed record DataTable(string Name, string Title, IReadOnlyList<TableColumn> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows)
{
    /// <summary>Gets the part of a longer table that it is; null if it is whole.</summary>
    public Paging? Paging { get; init; }

    /// <summary>Gets the column that it is sorted by; null if its order is its own.</summary>
    public string? SortedBy { get; init; }

    /// <summary>Gets a value indicating whether the greatest comes first.</summary>
    public bool IsDescending { get; init; }

    /// <summary>Sorts the rows by a column; those without a value come last.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="descending">Whether the greatest comes first.</param>
    /// <returns>The sorted table.</returns>
    internal DataTable Sort(string name, bool descending)
    {
        int at = Columns.Select((column, index) => (column, index)).First(one => one.column.Name == name).index;
        IEnumerable<IReadOnlyList<Cell>> filled = Rows.Where(row => !IsEmpty(row[at])), empty = Rows.Where(row => IsEmpty(row[at]));
        IEnumerable<IReadOnlyList<Cell>> sorted = Columns[at] switch
        {
            { IsNumeric: true } => Order(filled, row => CellText.Number(row[at].Value) ?? double.NaN, descending),
            { Kind: ColumnKind.Time } => Order(filled, row => Moment(row[at].Value), descending),
            var column => Order(filled, row => row[at].Text(column.Kind), descending),
        };
        return this with { Rows = [.. sorted, .. empty], SortedBy = name, IsDescending = descending };
    }

    private static IEnumerable<IReadOnlyList<Cell>> Order<T>(IEnumerable<IReadOnlyList<Cell>> rows, Func<IReadOnlyList<Cell>, T> key, bool descending) =>
        descending ? rows.OrderByDescending(key) : rows.OrderBy(key);

    private static bool IsEmpty(Cell cell) => cell.Value is null or "" or double.NaN;

    private static DateTime Moment(object? value) => value is DateTimeOffset moment ? moment.UtcDateTime : (DateTime)value!;
}
