using Modelyard.Frames.Lineage;

namespace Modelyard.Frames;

/// <content>Counting values.</content>
public sealed partial class Frame
{
    /// <summary>Counts how often each value of a column occurs.</summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="options">Shares, order, missing cells and intervals; the defaults if null.</param>
    /// <returns>A table of the values and their <c>count</c>, or their <c>proportion</c>.</returns>
    /// <exception cref="UnknownColumnException">The table has no such column.</exception>
    /// <exception cref="ModelyardException">Intervals are asked for of a column that does not hold numbers, or the column has the name of the counts.</exception>
    public Frame ValueCounts(string column, ValueCountOptions? options = null) => ValueCounts([column], options);

    /// <summary>Counts how often each combination of values occurs.</summary>
    /// <param name="columns">The names of the columns, at least one.</param>
    /// <param name="options">Shares, order, missing cells and, of a single column, intervals; the defaults if null.</param>
    /// <returns>A table of the combinations and their <c>count</c>, or their <c>proportion</c>.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    /// <exception cref="ModelyardException">As of <see cref="ValueCounts(string, ValueCountOptions)"/>.</exception>
    public Frame ValueCounts(IReadOnlyList<string> columns, ValueCountOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        options ??= new ValueCountOptions();
        Frame counted = Select(columns), counts;
        if (options.Bins is { } bins)
        {
            CategoryColumn cut = columns.Count == 1
                ? this[columns[0]].Cut(bins, new CutOptions { IncludeLowest = true })
                : throw new ModelyardException($"Intervals are counted of one column, and there are '{columns.Count}'; cut each by Cut first.");
            counted = Of(cut);
            counts = WithEmptyLevels(counted.GroupBy(columns, new GroupOptions { KeepMissing = options.KeepMissing }).Aggregate(Modelyard.Frames.Aggregate.Count()), cut);
        }
        else
        {
            counts = counted.GroupBy(columns, new GroupOptions { KeepMissing = options.KeepMissing }).Aggregate(Modelyard.Frames.Aggregate.Count());
        }

        counts = options.Sort ? counts.SortBy("count", !options.Ascending) : counts;
        if (!options.Normalize)
        {
            return Counted(counts);
        }

        double[] shares = counts["count"].ToDoubles();
        double total = shares.Sum();
        return Counted(counts.Drop("count").With(new DoubleColumn("proportion", Array.ConvertAll(shares, share => share / total))));
    }

    /// <summary>Adds the levels that do not occur with a count of zero.</summary>
    private Frame Counted(Frame counts)
    {
        string number = counts.Columns[^1].Name;
        return counts.Recorded("value-counts", [this], [Made(number)], ("columns", LineageText.Names(counts.ColumnNames().SkipLast(1))));
    }

    private static Frame WithEmptyLevels(Frame counts, CategoryColumn cut)
    {
        var levels = (CategoryColumn)counts.Columns[0];
        int[] absent = [.. Enumerable.Range(0, cut.Levels.Count).Except(levels.Codes.ToArray())];
        Frame empty = Of(new CategoryColumn(cut.Name, absent, cut.Levels, isOrdered: true), new IntegerColumn("count", new long[absent.Length]));
        return ConcatRows(counts, empty).SortBy(cut.Name);
    }
}
