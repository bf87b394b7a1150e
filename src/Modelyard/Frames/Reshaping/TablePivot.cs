using System.Globalization;

namespace Modelyard.Frames.Reshaping;

/// <summary>Represents the pivot of a long table into a wide one.</summary>
/// <param name="table">The long table.</param>
/// <param name="index">The names of the columns that stay.</param>
/// <param name="names">The column whose cells become names.</param>
/// <param name="values">The column whose cells become the table.</param>
internal sealed class TablePivot(Frame table, IReadOnlyList<string> index, Column names, Column values)
{
    private const int MostColumns = 100_000;

    /// <summary>Pivots.</summary>
    /// <returns>The wide table.</returns>
    public Frame Run()
    {
        if (names.MissingCount > 0)
        {
            throw new ModelyardException($"The column '{names.Name}' has '{names.MissingCount}' missing cells, of which no name can be made; drop or fill them first.");
        }

        var rowGroups = table.GroupBy(index, new GroupOptions { KeepMissing = true });
        (int[] columnOfRow, string[] columnNames) = NumberNames();
        if (columnNames.Length > MostColumns)
        {
            throw new ModelyardException(string.Create(CultureInfo.InvariantCulture, $"The column '{names.Name}' has '{columnNames.Length:N0}' different cells and a table may be pivoted into '{MostColumns:N0}' columns."));
        }

        int[][] sources = Sources(rowGroups, columnOfRow, columnNames.Length);
        if (columnNames.FirstOrDefault(index.Contains) is { } clash)
        {
            throw new ModelyardException($"The pivoted table would have two columns '{clash}'; rename the one of the index first.");
        }

        return Frame.Of([.. rowGroups.Keys.Columns, .. columnNames.Select((name, column) => values.Rename(name).TakeOrMissing(sources[column]))]);
    }

    private (int[] ColumnOfRow, string[] Names) NumberNames()
    {
        if (names is CategoryColumn category)
        {
            // A category keeps the order of its levels; those that do not occur have no column.
            bool[] occurs = new bool[category.Levels.Count];
            foreach (int code in category.Codes)
            {
                occurs[code] = true;
            }

            int[] used = [.. Enumerable.Range(0, occurs.Length).Where(level => occurs[level])];
            int[] numbers = new int[occurs.Length];
            for (int i = 0; i < used.Length; i++)
            {
                numbers[used[i]] = i;
            }

            return (Array.ConvertAll(category.Codes.ToArray(), code => numbers[code]), [.. used.Select(level => category.Levels[level])]);
        }

        var groups = Frame.Of(names).GroupBy(names.Name);
        Column keys = groups.Keys.Columns[0];
        return (groups.GroupOfRow.ToArray(), [.. Enumerable.Range(0, groups.Count).Select(keys.FormatCell)]);
    }

    /// <summary>Finds for each cell of the wide table the row that it comes from.</summary>
    private int[][] Sources(GroupedFrame rowGroups, int[] columnOfRow, int columns)
    {
        var sources = new int[columns][];
        for (int column = 0; column < columns; column++)
        {
            sources[column] = new int[rowGroups.Count];
            Array.Fill(sources[column], Column.Gap);
        }

        ReadOnlySpan<int> groups = rowGroups.GroupOfRow;
        for (int row = 0; row < groups.Length; row++)
        {
            ref int source = ref sources[columnOfRow[row]][groups[row]];
            source = source == Column.Gap ? row : throw Ambiguous(source, row);
        }

        return sources;
    }

    private ModelyardException Ambiguous(int first, int second)
    {
        string place = string.Join(", ", index.Append(names.Name).Select(name => $"{name} '{table[name].FormatCell(first)}'"));
        return new ModelyardException(string.Create(
            CultureInfo.InvariantCulture,
            $"The data rows {first + 1} and {second + 1} compete for one cell ({place}); drop duplicates or aggregate them first."));
    }
}
