using System.Globalization;
using System.Text.RegularExpressions;

namespace Modelyard.Frames.Reshaping;

/// <summary>Represents the gathering of columns that share a stub and differ by a suffix, such as <c>income2019</c> and <c>income2020</c>.</summary>
/// <param name="table">The wide table.</param>
/// <param name="stubs">The beginnings of the names.</param>
/// <param name="ids">The columns that tell the rows apart.</param>
/// <param name="name">The name of the new column of suffixes.</param>
/// <param name="separator">What stands between a stub and a suffix.</param>
/// <param name="suffix">A regular expression of suffixes.</param>
internal sealed class WideToLong(Frame table, IReadOnlyList<string> stubs, IReadOnlyList<string> ids, string name, string separator, string suffix)
{
    /// <summary>Gathers.</summary>
    /// <summary>Gets the names of the columns that were gathered, stub by stub.</summary>
    public IReadOnlyList<string[]> Gathered { get; private set; } = [];

    public Frame Run()
    {
        RequireUniqueRows();
        List<string> suffixes = [];
        Column?[][] parts = Parts(suffixes, out HashSet<string> gathered);
        Gathered = Array.ConvertAll(parts, own => own.OfType<Column>().Select(column => column.Name).ToArray());
        Column[] repeated = [.. ids.Select(id => table[id]), .. table.Columns.Where(column => !ids.Contains(column.Name) && !gathered.Contains(column.Name))];
        int height = table.RowCount;
        int[] rows = new int[checked(height * suffixes.Count)];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = i % height;
        }

        Column[] columns =
        [
            .. repeated.Take(ids.Count).Select(column => column.Take(rows)),
            Suffixes(suffixes, height),
            .. repeated.Skip(ids.Count).Select(column => column.Take(rows)),
            .. stubs.Select((stub, number) => Stack(stub, parts[number])),
        ];
        return columns.GroupBy(column => column.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new ModelyardException($"The long table would have two columns '{twice.Key}'; rename a column first, or the new one.")
            : Frame.Of(columns);
    }

    private void RequireUniqueRows()
    {
        GroupedFrame groups = table.GroupBy(ids, new GroupOptions { KeepMissing = true, Sort = false });
        if (groups.Count < table.RowCount)
        {
            int[] first = new int[groups.Count];
            Array.Fill(first, Column.Gap);
            for (int row = 0; row < table.RowCount; row++)
            {
                ref int met = ref first[groups.GroupOfRow[row]];
                if (met >= 0)
                {
                    string key = string.Join(", ", ids.Select(id => $"{id} '{table[id].FormatCell(row)}'"));
                    throw new ModelyardException(string.Create(CultureInfo.InvariantCulture, $"The data rows {met + 1} and {row + 1} have the same key ({key}), and the key must tell all rows apart; add a column to it."));
                }

                met = row;
            }
        }
    }

    /// <summary>Finds for each stub and suffix the column; null where there is none.</summary>
    private Column?[][] Parts(List<string> suffixes, out HashSet<string> gathered)
    {
        var found = stubs.Select(_ => new Dictionary<string, Column>(StringComparer.Ordinal)).ToArray();
        gathered = new HashSet<string>(StringComparer.Ordinal);
        for (int stub = 0; stub < stubs.Count; stub++)
        {
            var pattern = new Regex("^" + Regex.Escape(stubs[stub] + separator) + "(?<suffix>" + suffix + ")$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
            foreach (Column column in table.Columns.Where(column => !ids.Contains(column.Name)))
            {
                if (pattern.Match(column.Name) is { Success: true } match && gathered.Add(column.Name))
                {
                    string text = match.Groups["suffix"].Value;
                    found[stub][text] = column;
                    if (!suffixes.Contains(text))
                    {
                        suffixes.Add(text);
                    }
                }
            }

            if (found[stub].Count == 0)
            {
                throw new ModelyardException($"No column is named '{stubs[stub]}{separator}' and a suffix of '{suffix}'; the columns are {string.Join(", ", table.Columns.Take(20).Select(column => $"'{column.Name}'"))}.");
            }
        }

        return Array.ConvertAll(found, own => suffixes.Select(own.GetValueOrDefault).ToArray());
    }

    private Column Stack(string stub, Column?[] parts)
    {
        double[] gaps = new double[table.RowCount];
        Array.Fill(gaps, double.NaN);
        return ColumnStack.Of(stub, [.. parts.Select(part => part ?? new DoubleColumn(stub, gaps))]);
    }

    /// <summary>Makes a column of the suffixes: integers or doubles if all of them are, otherwise texts.</summary>
    private Column Suffixes(List<string> suffixes, int height)
    {
        int[] rows = new int[height * suffixes.Count];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = i / height;
        }

        Column one = suffixes.TrueForAll(text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            ? new IntegerColumn(name, [.. suffixes.Select(text => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))])
            : suffixes.TrueForAll(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                ? new DoubleColumn(name, [.. suffixes.Select(text => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture))])
                : new TextColumn(name, suffixes);
        return one.Take(rows);
    }
}
