using System.Globalization;
using Modelyard.Frames.Keys;
using Modelyard.Frames.Reshaping;
using Modelyard.Numerics;

namespace Modelyard.Frames.Merging;

/// <summary>Represents the merge of two tables.</summary>
/// <param name="left">The left table.</param>
/// <param name="right">The right table.</param>
/// <param name="on">The keys.</param>
/// <param name="how">Which rows are kept.</param>
/// <param name="options">How it is done.</param>
internal sealed class TableMerge(Frame left, Frame right, IReadOnlyList<MergeKey> on, MergeHow how, MergeOptions options)
{
    private const int ShownKeys = 5;

    private readonly List<(string Column, (int Input, string Column)[] From)> _origins = [];

    /// <summary>Gets the columns of the two tables that those of the merged one come from, where their names do not tell.</summary>
    public IReadOnlyList<(string Column, (int Input, string Column)[] From)> Origins => _origins;

    /// <summary>Merges.</summary>
    /// <returns>The merged table.</returns>
    public Frame Run()
    {
        RequireKeys();
        if (how == MergeHow.Cross)
        {
            RequireRows((long)left.RowCount * right.RowCount);
            return Assemble(RowPairs.Cross(left.RowCount, right.RowCount));
        }

        Column[][] keyColumns = [.. on.Select(key => new[] { left[key.Left], right[key.Right] })];
        var keys = RowKeys.Of(keyColumns, options.MatchMissing ? MissingKeys.Kept : MissingKeys.Dropped);
        RequireOnce(keys, 0, options.Validate is MergeValidation.OneToOne or MergeValidation.OneToMany);
        RequireOnce(keys, 1, options.Validate is MergeValidation.OneToOne or MergeValidation.ManyToOne);
        return how is MergeHow.Semi or MergeHow.Anti ? KeepLeft(keys) : Assemble(Pair(keys));
    }

    private void RequireKeys()
    {
        if (how == MergeHow.Cross ? on.Count > 0 : on.Count == 0)
        {
            throw new ArgumentException(how == MergeHow.Cross ? "A cross merge pairs every row with every other and has no keys; leave them out." : "There is no key and must be at least one.", nameof(on));
        }

        if (how is MergeHow.Semi or MergeHow.Anti && options.Indicator is not null)
        {
            throw new ArgumentException($"A {(how == MergeHow.Semi ? "semi" : "anti")} merge has rows of the left table only, of which an indicator tells nothing; leave it out.", nameof(on));
        }

        foreach (MergeKey key in on)
        {
            RequireColumn(left, key.Left, "left");
            RequireColumn(right, key.Right, "right");
        }
    }

    /// <summary>Requires a key of one of two tables, and says of which.</summary>
    internal static void RequireColumn(Frame table, string name, string side)
    {
        if (!table.TryGetColumn(name, out _))
        {
            throw new UnknownColumnException(name, table.Columns.Select(column => column.Name), side);
        }
    }

    private RowPairs Pair(RowKeys keys)
    {
        int first = how == MergeHow.Right ? 1 : 0, second = 1 - first;
        KeyRows partners = keys.RowsOf(second);
        bool keepsFirst = how != MergeHow.Inner, keepsSecond = how == MergeHow.Outer;
        long count = RowPairs.Count(keys.Numbers[first], keys.Numbers[second], partners, keepsFirst, keepsSecond);
        RequireRows(count);
        var pairs = RowPairs.Of(keys.Numbers[first], keys.Numbers[second], partners, keepsFirst, keepsSecond, (int)count);
        return first == 0 ? pairs : new RowPairs(pairs.Second, pairs.First);
    }

    private Frame KeepLeft(RowKeys keys)
    {
        KeyRows partners = keys.RowsOf(1);
        return left.Filter(Array.ConvertAll(keys.Numbers[0], key => (key >= 0 && partners[key].Length > 0) == (how == MergeHow.Semi)));
    }

    private Frame Assemble(RowPairs pairs)
    {
        HashSet<string> leftKeys = [.. on.Select(key => key.Left)], rightKeys = [.. on.Select(key => key.Right)];
        Column[] leftOthers = [.. left.Columns.Where(column => !leftKeys.Contains(column.Name))];
        Column[] rightOthers = [.. right.Columns.Where(column => !rightKeys.Contains(column.Name))];
        var leftNames = left.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        var rightNames = rightOthers.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        bool keepsLeft = pairs.IsWhole(left.RowCount);
        Func<Column>[] makes =
        [
            .. on.Select(key => (Func<Column>)(() => KeyColumn(key, pairs, keepsLeft))),
            .. leftOthers.Select(column => (Func<Column>)(() =>
            {
                Column renamed = column.Rename(rightNames.Contains(column.Name) ? column.Name + options.LeftSuffix : column.Name);
                return keepsLeft ? renamed : renamed.TakeOrMissing(pairs.First);
            })),
            .. rightOthers.Select(column => (Func<Column>)(() => column.Rename(leftNames.Contains(column.Name) ? column.Name + options.RightSuffix : column.Name).TakeOrMissing(pairs.Second))),
        ];
        var made = new Column[makes.Length];
        ParallelLoop.For(makes.Length, Environment.ProcessorCount, i => made[i] = makes[i]());
        List<Column> columns = [.. made];
        if (options.Indicator is { } indicator)
        {
            int[] codes = [.. pairs.First.Zip(pairs.Second, (first, second) => second == Column.Gap ? 0 : first == Column.Gap ? 1 : 2)];
            columns.Add(new CategoryColumn(indicator, codes, ["left_only", "right_only", "both"]));
        }

        RequireNames(columns);
        Trace(columns, leftOthers, rightOthers);
        return Frame.Of(columns);
    }

    private void Trace(List<Column> columns, Column[] leftOthers, Column[] rightOthers)
    {
        int next = 0;
        foreach (MergeKey key in on)
        {
            _origins.Add((columns[next++].Name, how is MergeHow.Inner or MergeHow.Left ? [(0, key.Left)] : [(0, key.Left), (1, key.Right)]));
        }

        foreach (Column column in leftOthers)
        {
            _origins.Add((columns[next++].Name, [(0, column.Name)]));
        }

        foreach (Column column in rightOthers)
        {
            _origins.Add((columns[next++].Name, [(1, column.Name)]));
        }

        if (options.Indicator is { } indicator)
        {
            _origins.Add((indicator, []));
        }
    }

    private Column KeyColumn(MergeKey key, RowPairs pairs, bool keepsLeft)
    {
        if (how is MergeHow.Inner or MergeHow.Left)
        {
            return keepsLeft ? left[key.Left] : left[key.Left].Take(pairs.First);
        }

        Column both = ColumnStack.Of(key.Left, [left[key.Left], right[key.Right]]);
        int[] rows = [.. pairs.First.Zip(pairs.Second, (first, second) => first == Column.Gap ? left.RowCount + second : first)];
        return both.Take(rows);
    }

    private void RequireNames(List<Column> columns)
    {
        if (columns.GroupBy(column => column.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ModelyardException(
                $"The merged table would have two columns '{twice.Key}'; choose other suffixes than '{options.LeftSuffix}' and '{options.RightSuffix}', another name of the indicator, or rename a column first.");
        }
    }

    private void RequireRows(long count)
    {
        if (count > options.MaxRows)
        {
            throw new ModelyardException(string.Create(
                CultureInfo.InvariantCulture,
                $"The merge would give '{count:N0}' rows of '{left.RowCount:N0}' and '{right.RowCount:N0}', and '{options.MaxRows:N0}' are allowed; add a key, drop duplicates, or allow more by MaxRows."));
        }

        if (count > Array.MaxLength)
        {
            throw new ModelyardException(string.Create(CultureInfo.InvariantCulture, $"The merge would give '{count:N0}' rows, more than a table can hold; merge it in parts."));
        }
    }

    private void RequireOnce(RowKeys keys, int table, bool once)
    {
        if (!once)
        {
            return;
        }

        int[] counts = new int[keys.Count];
        int[] numbers = keys.Numbers[table];
        List<int> rows = [];
        for (int row = 0; row < numbers.Length; row++)
        {
            if (numbers[row] >= 0 && ++counts[numbers[row]] == 2)
            {
                rows.Add(row);
            }
        }

        if (rows.Count > 0)
        {
            Frame side = table == 0 ? left : right;
            IEnumerable<string> shown = rows.Take(ShownKeys).Select(row => "(" + string.Join(", ", on.Select(key => Shown(side[table == 0 ? key.Left : key.Right], row))) + ")");
            throw new ModelyardException(
                $"The merge must be {Spoken(options.Validate)}, and {(rows.Count == 1 ? "1 key occurs" : $"{rows.Count.ToString("N0", CultureInfo.InvariantCulture)} keys occur")} more than once in the {(table == 0 ? "left" : "right")} table: {string.Join(", ", shown)}{(rows.Count > ShownKeys ? ", ..." : ".")}");
        }
    }

    private static string Shown(Column key, int row) => key.IsMissing(row) ? $"{key.Name} missing" : $"{key.Name} '{key.FormatCell(row)}'";

    private static string Spoken(MergeValidation validation) => validation switch
    {
        MergeValidation.OneToOne => "one to one",
        MergeValidation.OneToMany => "one to many",
        _ => "many to one",
    };
}
