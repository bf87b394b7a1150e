using Modelyard.Frames.Keys;
using Modelyard.Frames.Reshaping;

namespace Modelyard.Frames.Indexing;

/// <summary>Represents the keys of two tables brought together: those of both, and where each stands in either table.</summary>
/// <param name="Keys">The keys of both tables, under the names of the left one's levels.</param>
/// <param name="Left">For each key its position in the left table, -1 if it is not there; null if all keys stand as they do in the left table.</param>
/// <param name="Right">Likewise for the right table.</param>
internal sealed record IndexAlignment(MultiIndex Keys, int[]? Left, int[]? Right)
{
    /// <summary>Aligns two indexes: equal ones stay as they are, others are joined and sorted.</summary>
    /// <exception cref="ModelyardException">The levels differ, or a key occurs twice in indexes that differ.</exception>
    public static IndexAlignment Of(MultiIndex left, MultiIndex right, IndexAxis axis)
    {
        right = right.Select(MatchLevels(left, right, axis));
        if (left.LevelCount == 0)
        {
            return new IndexAlignment(left, null, null);
        }

        var keys = RowKeys.Of([.. left.Levels.Zip(right.Levels, (a, b) => new[] { a, b })], MissingKeys.Kept);
        if (keys.Numbers[0].AsSpan().SequenceEqual(keys.Numbers[1]))
        {
            return new IndexAlignment(left, null, null);
        }

        int[] leftOf = Places(keys, 0, left, axis), rightOf = Places(keys, 1, right, axis);
        int[] rows = new int[keys.Count];
        for (int key = 0; key < rows.Length; key++)
        {
            rows[key] = leftOf[key] >= 0 ? leftOf[key] : left.Length + rightOf[key];
        }

        Column[] levels = [.. left.Levels.Zip(right.Levels, (a, b) => ColumnStack.Of(a.Name, [a, b]).Take(rows))];
        var joined = new MultiIndex(levels, [.. left.Names.Zip(right.Names, (a, b) => a ?? b)], rows.Length);
        int[] order = IndexOrder.Of(joined.Codes(Enumerable.Range(0, joined.LevelCount)), joined.Length);
        return new IndexAlignment(joined.Take(order), Array.ConvertAll(order, key => leftOf[key]), Array.ConvertAll(order, key => rightOf[key]));
    }

    /// <summary>Finds for each level of the left index the one of the right: of the same name, or where a name is wanting, of the same position.</summary>
    private static int[] MatchLevels(MultiIndex left, MultiIndex right, IndexAxis axis)
    {
        int[] matched = new int[left.LevelCount];
        bool fits = left.LevelCount == right.LevelCount;
        for (int level = 0; level < matched.Length && fits; level++)
        {
            string? name = left.Names[level];
            int found = name is null ? -1 : LevelKey.FromString(name).Find(right);
            bool isNameless = found < 0 && (name is null || right.Names[level] is null);
            matched[level] = isNameless ? level : found;
            fits = matched[level] >= 0;
        }

        return fits && matched.Distinct().Count() == matched.Length ? matched : throw new ModelyardException(
            $"The {(axis == IndexAxis.Rows ? "rows" : "columns")} have the levels {Names(left)} in one table and {Names(right)} in the other and must have the same; rename, drop or stack levels first.");
    }

    private static string Names(MultiIndex index) => "(" + string.Join(", ", index.Levels.Select(level => level.Name)) + ")";

    private static int[] Places(RowKeys keys, int table, MultiIndex index, IndexAxis axis)
    {
        int[] first = keys.FirstRows(table);
        int[] numbers = keys.Numbers[table];
        for (int position = 0; position < numbers.Length; position++)
        {
            if (first[numbers[position]] != position)
            {
                throw new ModelyardException(
                    $"The {(axis == IndexAxis.Rows ? "row" : "column")} key ({index.Describe(position)}) occurs twice in a table, so that it cannot be aligned with the keys of the other; drop duplicates or aggregate them first.");
            }
        }

        return first;
    }
}
