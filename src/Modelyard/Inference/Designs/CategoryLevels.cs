using Modelyard.Frames;

namespace Modelyard.Inference;

/// <summary>Finds the levels of categories and their places in the rows of a table.</summary>
internal static class CategoryLevels
{
    /// <summary>The greatest number of levels: a category of more is an identifier, of which no regression makes sense.</summary>
    internal const int Most = 1000;

    /// <summary>Gets the levels of a column that occur in rows, none of numbers.</summary>
    internal static string[] Of(Column column, int[] rows) => column switch
    {
        CategoryColumn category => Checked(column.Name, Used(category.Levels, rows.Select(row => category.Codes[row]))),
        TextColumn text => Checked(column.Name, Used(text, rows)),
        TimestampColumn => throw new ModelyardException($"The column '{column.Name}' holds times and must hold numbers, booleans or categories. Make a number of it first, such as 'year({column.Name})' by 'modelyard data with'."),
        _ => [],
    };

    internal static string[] Checked(string name, string[] levels) => levels.Length switch
    {
        1 => throw new ModelyardException($"The column '{name}' is '{levels[0]}' in every row and explains nothing. Leave it out."),
        > Most => throw new ModelyardException($"The column '{name}' has '{levels.Length:N0}' different texts and may have '{Most:N0}'. Leave it out, or group its levels first."),
        _ => levels,
    };

    /// <summary>Finds the place of each cell in the levels.</summary>
    internal static int[] Places(Column column, CodedColumn coded, int[] rows)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int level = 0; level < coded.Levels.Count; level++)
        {
            places[coded.Levels[level]] = level;
        }

        int[]? byCode = column is CategoryColumn category ? [.. category.Levels.Select(level => places.GetValueOrDefault(level, -1))] : null;
        int[] found = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            found[i] = byCode is not null ? byCode[((CategoryColumn)column).Codes[rows[i]]] : places.GetValueOrDefault(column.FormatCell(rows[i]), -1);
            if (found[i] < 0)
            {
                throw new ModelyardException($"The column '{coded.Name}' holds '{column.FormatCell(rows[i])}' in data row {rows[i] + 1} and must hold one of {string.Join(", ", coded.Levels.Take(10).Select(one => $"'{one}'"))}{(coded.Levels.Count > 10 ? ", ..." : "")}.");
            }
        }

        return found;
    }

    internal static string[] Used(IReadOnlyList<string> levels, IEnumerable<int> codes)
    {
        bool[] used = new bool[levels.Count];
        foreach (int code in codes)
        {
            if (code >= 0)
            {
                used[code] = true;
            }
        }

        string[] found = [.. levels.Where((_, code) => used[code])];
        Array.Sort(found, CategoryColumn.CompareByCodePoint);
        return found;
    }

    private static string[] Used(TextColumn text, int[] rows)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (int row in rows)
        {
            found.Add(text[row]!);
        }

        string[] levels = [.. found];
        Array.Sort(levels, CategoryColumn.CompareByCodePoint);
        return levels;
    }
}
