namespace Modelyard.Frames.Chunks;

/// <summary>Makes columns of chunks ones of the kind that all chunks have together.</summary>
internal static class FittedColumn
{
    /// <summary>Gives a column a name, and a kind that holds its cells: text for a category, doubles for integers, any if all of its cells are missing.</summary>
    public static Column Of(Column column, string name, ColumnKind kind) => column switch
    {
        _ when column.Kind == kind => column.Name == name ? column : column.Rename(name),
        CategoryColumn category when kind == ColumnKind.Text => new TextColumn(name, Enumerable.Range(0, column.Length).Select(row => category[row])),
        IntegerColumn when kind == ColumnKind.Double => new DoubleColumn(name, column.ToDoubles()),
        _ when column.MissingCount == column.Length => Absent(name, kind, column.Length),
        _ => throw new ModelyardException($"The column '{column.Name}' holds '{column.Kind}' in a chunk and '{kind}' in others; convert it to one kind."),
    };

    /// <summary>Makes a column without a cell.</summary>
    public static Column Absent(string name, ColumnKind kind, int rows)
    {
        int[] gaps = new int[rows];
        Array.Fill(gaps, Column.Gap);
        return EmptyTable.Of(new OrderedDictionary<string, ColumnKind> { [name] = kind })[name].TakeOrMissing(gaps);
    }
}
