using Modelyard.Data.Databases;
using Modelyard.Frames;
using Modelyard.Frames.Keys;

namespace Modelyard.Data.Normalisation;

/// <summary>Compares what a database joins with the flat table, row by row along the key of the table that remains.</summary>
internal sealed class RejoinCheck(Frame flat, Frame main, IReadOnlyList<string> key)
{
    public void Run(DatabaseTransaction transaction, string query, string database)
    {
        Column[] expected = [.. flat.Columns, .. key.Where(name => !flat.TryGetColumn(name, out _)).Select(name => main[name])];
        var options = new DatabaseReadOptions { Kinds = expected.ToDictionary(column => column.Name, column => column.Kind == ColumnKind.Category ? ColumnKind.Text : column.Kind) };
        Frame found = transaction.Read(query, options);
        Frame actual = Frame.Of(expected.Select(column => InZoneOf(column, found[column.Name])));
        var wanted = Frame.Of(expected);
        var keys = RowKeys.Of([.. key.Select(name => new[] { wanted[name], actual[name] })], MissingKeys.Kept);
        int[] first = keys.FirstRows(1);
        int[] rows = Array.ConvertAll(keys.Numbers[0], number => first[number]);
        if (actual.RowCount != flat.RowCount || Array.Exists(rows, row => row < 0))
        {
            throw new DatabaseException($"{database} joins the tables to '{actual.RowCount}' rows, and the flat table has '{flat.RowCount}' or other keys. Nothing was written.");
        }

        foreach (Column column in expected)
        {
            int[][] codes = KeyCodes.Of([column, actual[column.Name].Take(rows)]).Codes;
            for (int row = 0; row < rows.Length; row++)
            {
                if (codes[0][row] != codes[1][row])
                {
                    throw new DatabaseException($"{database} gives back another cell than the flat table has in row {row + 1}, column '{column.Name}': '{actual[column.Name].FormatCell(rows[row])}' instead of '{column.FormatCell(row)}'. Nothing was written.");
                }
            }
        }
    }

    // MySQL and MariaDB keep no zone with times.
    private static Column InZoneOf(Column expected, Column found) => expected is TimestampColumn times && found is TimestampColumn read && times.IsUtc != read.IsUtc
        ? new TimestampColumn(read.Name, read.Ticks.ToArray(), times.IsUtc, read.Validity)
        : found;
}
