using Modelyard.Data.Databases;
using Modelyard.Frames;
using Modelyard.Frames.Keys;

namespace Modelyard.Data.Relations;

/// <summary>Finds the rows that violate keys and references.</summary>
internal static class KeyCheck
{
    private const int MostRows = 100;

    /// <summary>Finds rows whose key is missing or was met before.</summary>
    /// <param name="table">The table.</param>
    /// <param name="there">Rows whose keys are taken; none if null.</param>
    /// <param name="rows">The rows to check.</param>
    public static IEnumerable<RelationProblem> Keys(TableDefinition table, Frame? there, Frame rows)
    {
        foreach (ColumnDefinition column in table.Columns.Where(column => !column.IsNullable && !table.PrimaryKey.Contains(column.Name)))
        {
            int[] missing = Where(rows.RowCount, rows[column.Name].IsMissing);
            if (missing.Length > 0)
            {
                yield return Problem(table, $"column ({column.Name})", missing, $"has no value in '{column.Name}' and must have one");
            }
        }

        foreach ((IReadOnlyList<string> key, bool isPrimary) in table.UniqueKeys.Select(key => (key, false)).Prepend((table.PrimaryKey, true)).Where(one => one.Item1.Count > 0))
        {
            string name = $"{(isPrimary ? "primary" : "unique")} key ({string.Join(", ", key)})";
            int[] missing = isPrimary ? Where(rows.RowCount, row => key.Any(column => rows[column].IsMissing(row))) : [];
            if (missing.Length > 0)
            {
                yield return Problem(table, name, missing, "has no value in its primary key and must have one");
            }

            int[] repeated = Repeated(key, there, rows);
            if (repeated.Length > 0)
            {
                yield return Problem(table, name, repeated, $"has the {(isPrimary ? "primary" : "unique")} key {Cells(rows, key, repeated[0])}, which is there already");
            }
        }
    }

    /// <summary>Finds rows that refer to what is not there.</summary>
    public static IEnumerable<RelationProblem> References(TableDefinition table, ForeignKey key, Frame rows, IReadOnlyList<Frame> parents)
    {
        var keys = RowKeys.Of([.. key.Columns.Select((column, i) => parents.Select(parent => parent[key.ReferencedColumns[i]]).Prepend(rows[column]).ToArray())], MissingKeys.Dropped);
        bool[] known = new bool[keys.Count];
        foreach (int number in keys.Numbers.Skip(1).SelectMany(numbers => numbers))
        {
            if (number >= 0)
            {
                known[number] = true;
            }
        }

        int[] lost = Where(rows.RowCount, row => keys.Numbers[0][row] is int number && number >= 0 && !known[number]);
        if (lost.Length > 0)
        {
            string parent = $"{key.ReferencedTable} ({string.Join(", ", key.ReferencedColumns)})";
            yield return Problem(table, $"reference ({string.Join(", ", key.Columns)}) to {parent}", lost, $"refers to {Cells(rows, key.Columns, lost[0])} of {parent}, which is not there");
        }
    }

    private static int[] Repeated(IReadOnlyList<string> key, Frame? there, Frame rows)
    {
        var keys = RowKeys.Of([.. key.Select(column => there is null ? new[] { rows[column] } : [there[column], rows[column]])], MissingKeys.Dropped);
        bool[] met = new bool[keys.Count];
        foreach (int number in there is null ? [] : keys.Numbers[0])
        {
            if (number >= 0)
            {
                met[number] = true;
            }
        }

        int[] own = keys.Numbers[^1];
        return Where(rows.RowCount, row =>
        {
            bool repeats = own[row] >= 0 && met[own[row]];
            if (own[row] >= 0)
            {
                met[own[row]] = true;
            }

            return repeats;
        });
    }

    private static int[] Where(int count, Func<int, bool> isWrong) => [.. Enumerable.Range(0, count).Where(isWrong)];

    private static string Cells(Frame rows, IReadOnlyList<string> key, int row) => string.Join(", ", key.Select(column => $"{column} '{rows[column].FormatCell(row)}'"));

    private static RelationProblem Problem(TableDefinition table, string key, int[] rows, string what) =>
        new(table.Name.Name, key, [.. rows.Take(MostRows)], rows.Length, $"{table.Name}: row {rows[0] + 1} {what}{(rows.Length == 1 ? "" : $", and so for {rows.Length - 1:N0} more rows")}.");
}
