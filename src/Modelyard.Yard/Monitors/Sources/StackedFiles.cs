using Modelyard.Frames;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Puts the rows of files below each other, also where a column is of one kind in one file and of another in the next.</summary>
internal static class StackedFiles
{
    /// <summary>Creates a table of the rows of several.</summary>
    /// <param name="tables">The tables; none give an empty one.</param>
    /// <returns>All rows. A column whose kinds do not go together, as numbers in one file and words in another, is text, so that cells which cannot be read are counted instead of stopping the monitor.</returns>
    internal static Frame Of(IReadOnlyList<Frame> tables)
    {
        if (tables.Count == 0)
        {
            return Frame.Of();
        }

        HashSet<string> mixed = [.. tables.SelectMany(table => table.Columns).Where(column => column.MissingCount < column.Length)
            .GroupBy(column => column.Name, StringComparer.Ordinal).Where(same => !GoTogether([.. same.Select(column => column.Kind).Distinct()])).Select(same => same.Key)];
        return Frame.ConcatRows(mixed.Count == 0 ? tables : tables.Select(table => Frame.Of(table.Columns.Select(column => mixed.Contains(column.Name) ? AsText(column) : column))));
    }

    private static bool GoTogether(ColumnKind[] kinds) => kinds.Length <= 1
        || Array.TrueForAll(kinds, kind => kind is ColumnKind.Integer or ColumnKind.Double)
        || Array.TrueForAll(kinds, kind => kind is ColumnKind.Category or ColumnKind.Text);

    private static Column AsText(Column column) => column is TextColumn ? column
        : new TextColumn(column.Name, Enumerable.Range(0, column.Length).Select(row => column.IsMissing(row) ? null : column.FormatCell(row)));
}
