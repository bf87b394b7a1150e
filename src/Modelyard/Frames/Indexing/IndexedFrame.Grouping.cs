using Modelyard.Frames.Lineage;

namespace Modelyard.Frames;

/// <content>Grouping by levels, and merging.</content>
public sealed partial class IndexedFrame
{
    /// <summary>Gathers the rows of equal labels in some levels.</summary>
    /// <param name="levels">The levels, at least one.</param>
    /// <returns>The groups of the plain table that <see cref="ResetIndex(string)"/> gives.</returns>
    /// <exception cref="ModelyardException">There is no such level, or two columns have the same flat name.</exception>
    public GroupedFrame GroupBy(params IReadOnlyList<LevelKey> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        return ResetIndex().GroupBy(Rows.PositionsOf(levels).Select(level => Rows.Levels[level].Name));
    }

    /// <summary>Aggregates every column over the rows of equal labels in some levels, as in <c>sales.Aggregate(Aggregate.Sum, "store")</c>.</summary>
    /// <param name="aggregate">Makes the aggregate of a column's name.</param>
    /// <param name="levels">The levels, at least one.</param>
    /// <returns>A table of one row a group, sorted, with the same columns; rows with a missing label in the levels are left out.</returns>
    /// <exception cref="ModelyardException">There is no such level, a column cannot be aggregated so, or two columns have the same flat name.</exception>
    public IndexedFrame Aggregate(Func<string, Aggregate> aggregate, params IReadOnlyList<LevelKey> levels)
    {
        ArgumentNullException.ThrowIfNull(aggregate);
        GroupedFrame groups = GroupBy(levels);
        MultiIndex kept = Rows.Select(Rows.PositionsOf(levels));
        Frame result = groups.Aggregate(Enumerable.Range(0, ColumnCount).Select(column => aggregate(NamedCells(column).Name).As(NamedCells(column).Name)));
        return new IndexedFrame(
            new MultiIndex([.. result.Columns.Take(kept.LevelCount)], kept.Names, result.RowCount), Columns, [.. result.Columns.Skip(kept.LevelCount)])
            .Placed("aggregate", result.Lineage)
            .RecordedAs("aggregate", [Lineage], ("by", LineageText.Names(kept.Levels.Select(level => level.Name))));
    }

    /// <summary>Merges with a plain table; keys may be levels of the rows or names of columns.</summary>
    /// <param name="right">The other table.</param>
    /// <param name="on">The keys, as in <see cref="Frame.Merge"/>.</param>
    /// <param name="how">Which rows are kept.</param>
    /// <param name="options">Suffixes, checks and limits; the defaults if null.</param>
    /// <returns>An indexed table with the levels of this one, and columns of one level.</returns>
    /// <exception cref="UnknownColumnException">A key is not in its table.</exception>
    /// <exception cref="ModelyardException">As in <see cref="Frame.Merge"/>.</exception>
    public IndexedFrame Merge(Frame right, IReadOnlyList<MergeKey> on, MergeHow how = MergeHow.Inner, MergeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(right);
        ArgumentNullException.ThrowIfNull(on);
        string[] levels = [.. Rows.Levels.Select(level => level.Name)];
        HashSet<string> keys = [.. on.Select(key => key.Left)];
        if (levels.FirstOrDefault(level => !keys.Contains(level) && right.TryGetColumn(level, out _) && on.All(key => key.Right != level)) is { } clash)
        {
            throw new ModelyardException($"The level '{clash}' is a column of the other table too, and no key; rename it or make it a key.");
        }

        return ResetIndex().Merge(right, on, how, options).SetIndex(levels).RecordedAs("merge", [Lineage, right.Lineage], ("on", LineageText.Keys(on)), ("how", LineageText.Word(how)));
    }

    /// <summary>Merges with another indexed table; keys may be levels of the rows or names of columns.</summary>
    /// <param name="right">The other table, of which levels that are no key become columns.</param>
    /// <param name="on">The keys, as in <see cref="Frame.Merge"/>.</param>
    /// <param name="how">Which rows are kept.</param>
    /// <param name="options">Suffixes, checks and limits; the defaults if null.</param>
    /// <returns>An indexed table with the levels of this one, and columns of one level.</returns>
    /// <exception cref="UnknownColumnException">A key is not in its table.</exception>
    /// <exception cref="ModelyardException">As in <see cref="Frame.Merge"/>.</exception>
    public IndexedFrame Merge(IndexedFrame right, IReadOnlyList<MergeKey> on, MergeHow how = MergeHow.Inner, MergeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(right);
        return Merge(right.ResetIndex(), on, how, options).RecordedAs("merge", [Lineage, right.Lineage], ("on", LineageText.Keys(on)), ("how", LineageText.Word(how)));
    }

    /// <summary>Joins another indexed table by the levels that both have, as <c>DataFrame.join</c> does in pandas.</summary>
    /// <param name="right">The other table, of which levels that this one lacks become columns.</param>
    /// <param name="how">Which rows are kept.</param>
    /// <param name="options">Suffixes, checks and limits; the defaults if null.</param>
    /// <returns>An indexed table with the levels of this one, and columns of one level.</returns>
    /// <exception cref="ModelyardException">The tables have no level of one name, or as in <see cref="Frame.Merge"/>.</exception>
    public IndexedFrame Join(IndexedFrame right, MergeHow how = MergeHow.Left, MergeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(right);
        var theirs = right.Rows.Levels.Select(level => level.Name).ToHashSet(StringComparer.Ordinal);
        MergeKey[] on = [.. Rows.Levels.Where(level => theirs.Contains(level.Name)).Select(level => MergeKey.FromString(level.Name))];
        return on.Length == 0
            ? throw new ModelyardException(
                $"The tables have no level of one name: here are {string.Join(", ", Rows.Levels.Select(level => $"'{level.Name}'"))}, there {string.Join(", ", theirs.Select(level => $"'{level}'"))}. Rename one by RenameLevel, or name the keys by Merge.")
            : Merge(right, on, how, options).RecordedAs("join", [Lineage, right.Lineage], ("on", LineageText.Keys(on)), ("how", LineageText.Word(how)));
    }
}
