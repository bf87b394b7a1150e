using Modelyard.Frames.Keys;
using Modelyard.Frames.Reshaping;

namespace Modelyard.Frames;

/// <summary>Puts values in place of other values.</summary>
public static class ColumnReplacing
{
    /// <summary>Puts values in place of others; what is not named stays.</summary>
    /// <param name="column">The column, of any kind.</param>
    /// <param name="values">What stands in place of what. Numbers are found by their value, integers among doubles too; a missing label stands for missing cells.</param>
    /// <returns>A column of the same kind; of another that holds both the old values and the new, as doubles hold integers.</returns>
    /// <exception cref="ModelyardException">The new values are of a kind that does not go with those that stay.</exception>
    public static Column Replace(this Column column, IReadOnlyDictionary<Label, Label> values)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(values);
        return Exchange(column, values, keepsOthers: true);
    }

    /// <summary>Looks each value up; what is not named becomes missing.</summary>
    /// <param name="column">The column, of any kind.</param>
    /// <param name="values">What becomes of what, as in <see cref="Replace"/>.</param>
    /// <returns>A column of the kind of the new values.</returns>
    /// <exception cref="ModelyardException">The new values are of kinds that do not go together.</exception>
    public static Column Map(this Column column, IReadOnlyDictionary<Label, Label> values)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(values);
        return Exchange(column, values, keepsOthers: false);
    }

    private static Column Exchange(Column column, IReadOnlyDictionary<Label, Label> values, bool keepsOthers)
    {
        var known = new Dictionary<Label, Label>();
        foreach ((Label from, Label to) in values)
        {
            known[Normal(from)] = to;
        }

        // Each different cell is looked up once; rows then take what stands for theirs.
        var keys = RowKeys.Of([column], MissingKeys.Kept);
        int[] first = keys.FirstRows();
        List<Column> added = [];
        int[] sources = new int[first.Length];
        for (int key = 0; key < first.Length; key++)
        {
            if (!known.TryGetValue(Normal(Label.Of(column, first[key])), out Label to))
            {
                sources[key] = keepsOthers ? first[key] : Column.Gap;
            }
            else if (to.IsMissing)
            {
                sources[key] = Column.Gap;
            }
            else
            {
                sources[key] = column.Length + added.Count;
                added.Add(to.ToColumn(column.Name));
            }
        }

        bool keeps = keepsOthers && sources.Any(source => source >= 0 && source < column.Length);
        int[] rows = Array.ConvertAll(keys.Numbers[0], key => sources[key] < 0 ? Column.Gap : keeps ? sources[key] : sources[key] - column.Length);
        if (added.Count == 0)
        {
            return (keepsOthers || values.Count == 0 ? column : values.Values.FirstOrDefault(value => !value.IsMissing).ToColumn(column.Name)).TakeOrMissing(
                keepsOthers ? Array.ConvertAll(keys.Numbers[0], key => sources[key]) : Array.ConvertAll(rows, _ => Column.Gap));
        }

        bool isCategory = column is CategoryColumn && added.TrueForAll(one => one is TextColumn);
        Column[] parts = isCategory ? [.. added.Select(one => ((TextColumn)one).ToCategory())] : [.. added];
        return ColumnStack.Of(column.Name, keeps ? [column, .. parts] : parts).TakeOrMissing(rows);
    }

    /// <summary>Makes labels of equal numbers equal.</summary>
    private static Label Normal(Label label) => label.Value is long integer && Math.Abs((double)integer) < 1L << 53 ? (double)integer : label;
}
