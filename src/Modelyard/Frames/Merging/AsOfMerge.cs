using System.Globalization;
using Modelyard.Frames.Keys;

namespace Modelyard.Frames.Merging;

/// <summary>Represents a merge by the nearest key.</summary>
/// <param name="left">The left table, of which every row stays.</param>
/// <param name="right">The right table.</param>
/// <param name="on">The key that need not be equal.</param>
/// <param name="options">How partners are sought.</param>
internal sealed class AsOfMerge(Frame left, Frame right, MergeKey on, AsOfOptions options)
{
    /// <summary>Gets the columns of the two tables that those of the merged one come from.</summary>
    public IEnumerable<(string Column, (int Input, string Column)[] From)> Origins { get; private set; } = [];

    /// <summary>Merges.</summary>
    public Frame Run()
    {
        foreach (MergeKey key in options.By.Append(on))
        {
            TableMerge.RequireColumn(left, key.Left, "left");
            TableMerge.RequireColumn(right, key.Right, "right");
        }

        int[] partners = Search(left[on.Left], right[on.Right]);
        HashSet<string> settled = [.. options.By.Select(key => key.Right)];
        if (on.Left == on.Right)
        {
            settled.Add(on.Right);
        }

        Column[] others = [.. right.Columns.Where(column => !settled.Contains(column.Name))];
        var keys = options.By.Select(key => key.Left).Append(on.Left).ToHashSet(StringComparer.Ordinal);
        var leftNames = left.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        var rightNames = others.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        Column[] columns =
        [
            .. left.Columns.Select(column => rightNames.Contains(column.Name) && !keys.Contains(column.Name) ? column.Rename(column.Name + options.LeftSuffix) : column),
            .. others.Select(column => column.Rename(leftNames.Contains(column.Name) ? column.Name + options.RightSuffix : column.Name).TakeOrMissing(partners)),
        ];
        (int, string)[] from = [.. left.Columns.Select(column => (0, column.Name)), .. others.Select(column => (1, column.Name))];
        Origins = columns.Select((column, i) => (column.Name, new[] { from[i] }));
        return columns.GroupBy(column => column.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new ModelyardException(
                $"The merged table would have two columns '{twice.Key}'; choose other suffixes than '{options.LeftSuffix}' and '{options.RightSuffix}', or rename a column first.")
            : Frame.Of(columns);
    }

    private int[] Search(Column leftKey, Column rightKey)
    {
        (int[] leftGroups, int[] rightGroups, int count) = Groups();
        int[] leftOrder = Order(left, leftKey, "left"), rightOrder = Order(right, rightKey, "right");
        RequireTolerances(leftKey);
        bool both = leftKey.Kind == rightKey.Kind;
        if (both && leftKey is IntegerColumn or TimestampColumn)
        {
            KeyCodes.RequireOneZone(on.Left, leftKey, rightKey);

            // Unsigned keys sort as the numbers do, and their differences cannot overflow.
            ulong[] mine = new ulong[leftKey.Length], theirs = new ulong[rightKey.Length];
            leftKey.CopySortKeys(mine);
            rightKey.CopySortKeys(theirs);
            ulong? tolerance = options.TimeTolerance is { } span ? (ulong)span.Ticks : options.Tolerance is { } most ? (ulong)Math.Min(Math.Floor(most), long.MaxValue) : null;
            return new AsOfSearch<ulong>(mine, leftOrder, leftGroups, theirs, rightOrder, rightGroups, count, tolerance, options.AllowExact).Find(options.Direction);
        }

        return leftKey.Kind is ColumnKind.Integer or ColumnKind.Double && rightKey.Kind is ColumnKind.Integer or ColumnKind.Double
            ? new AsOfSearch<double>(leftKey.ToDoubles(), leftOrder, leftGroups, rightKey.ToDoubles(), rightOrder, rightGroups, count, options.Tolerance, options.AllowExact).Find(options.Direction)
            : throw new ModelyardException(
                $"The key '{on.Left}' holds '{leftKey.Kind}' and '{on.Right}' of the right table '{rightKey.Kind}'; the nearest is sought of numbers, or of timestamps on both sides.");
    }

    private (int[] Left, int[] Right, int Count) Groups()
    {
        if (options.By.Count == 0)
        {
            return (new int[left.RowCount], new int[right.RowCount], 1);
        }

        var keys = RowKeys.Of([.. options.By.Select(key => new[] { left[key.Left], right[key.Right] })], MissingKeys.Dropped);
        return (keys.Numbers[0], keys.Numbers[1], keys.Count);
    }

    private void RequireTolerances(Column key)
    {
        if (options.Tolerance is < 0 or double.NaN || options.TimeTolerance < TimeSpan.Zero)
        {
            throw new ModelyardException($"The tolerance is '{options.Tolerance ?? options.TimeTolerance!.Value.TotalSeconds}' and must be 0 or more.");
        }

        if (key is TimestampColumn ? options.Tolerance is not null : options.TimeTolerance is not null)
        {
            throw new ModelyardException($"The key '{key.Name}' holds '{key.Kind}'; give the tolerance of timestamps as TimeTolerance and that of numbers as Tolerance.");
        }
    }

    /// <summary>Lists the rows with a key in the order of the key.</summary>
    private int[] Order(Frame table, Column key, string side)
    {
        ulong[] keys = new ulong[key.Length];
        if (key.Kind is not (ColumnKind.Text or ColumnKind.Category))
        {
            key.CopySortKeys(keys);
        }

        int[] rows = new int[key.Length - key.MissingCount];
        int count = 0, outOfOrder = -1;
        ulong last = 0;
        for (int row = 0; row < keys.Length; row++)
        {
            if (key.MissingCount == 0 || !key.IsMissing(row))
            {
                outOfOrder = keys[row] < last && outOfOrder < 0 ? row : outOfOrder;
                last = keys[row];
                rows[count++] = row;
            }
        }

        return outOfOrder < 0
            ? rows
            : options.Sort
                ? table.SortedRows([key.Name])[..count]
                : throw new ModelyardException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The {side} table is not sorted by '{key.Name}': data row {outOfOrder + 1} has '{key.FormatCell(outOfOrder)}' after a greater one; sort it by SortBy, or ask for it by Sort = true."));
    }
}
