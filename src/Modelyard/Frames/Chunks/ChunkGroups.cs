using System.Globalization;
using Modelyard.Frames.Chunks;
using Modelyard.Frames.Lineage;

namespace Modelyard.Frames;

/// <summary>Represents the groups of a table that is read chunk by chunk.</summary>
/// <remarks>
/// Each chunk is aggregated by itself, and what it gives is merged: in memory stand the groups, not the rows, and of
/// <see cref="AggregateChunks"/> not even all of these. Sums of integers, counts, extremes, first and last cells
/// are those of the whole table to the bit; means and what is made of squares agree to rounding, and are the same for any number of threads.
/// </remarks>
public sealed class ChunkGroups
{
    private readonly IFrameChunks _chunks;
    private readonly string[] _keys;
    private readonly GroupOptions _options;

    internal ChunkGroups(IFrameChunks chunks, string[] keys, GroupOptions options)
    {
        _chunks = chunks;
        _keys = keys;
        _options = options;
        _ = keys.Length == 0
            ? throw new ArgumentException("There is no key and must be at least one.", nameof(keys))
            : EmptyTable.Of(chunks.Kinds).Select(keys);
    }

    /// <summary>Computes aggregates of each group, in one pass.</summary>
    /// <param name="aggregates">
    /// The aggregates: counts, sums, means, extremes, first, last, products, any, all, and variances, standard deviations, standard errors, skewness and kurtosis.
    /// </param>
    /// <returns>A table of one row a group: its keys, then the aggregates.</returns>
    /// <exception cref="UnknownColumnException">A column is not in the table.</exception>
    /// <exception cref="ModelyardException">An aggregate needs all cells of a group at once, there are more groups than are allowed, or as of <see cref="GroupedFrame.Aggregate"/>.</exception>
    public Frame Aggregate(params IEnumerable<Aggregate> aggregates) => Aggregate(aggregates, 20_000_000);

    /// <summary>Computes aggregates of each group, in one pass, of no more groups than are allowed.</summary>
    /// <param name="aggregates">The aggregates, as of <see cref="Aggregate(IEnumerable{Modelyard.Frames.Aggregate})"/>.</param>
    /// <param name="maxGroups">The greatest number of groups, which bounds the memory.</param>
    /// <returns>A table of one row a group.</returns>
    /// <exception cref="ModelyardException">As of <see cref="Aggregate(IEnumerable{Modelyard.Frames.Aggregate})"/>.</exception>
    public Frame Aggregate(IEnumerable<Aggregate> aggregates, int maxGroups)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxGroups, 1);
        Aggregate[] all = Checked(aggregates);
        return Gather(all, long.MaxValue, null, maxGroups).Groups;
    }

    /// <summary>Computes aggregates of each group, in the order of the keys: in one pass if memory holds the groups, else in as many as it takes, each for the next keys in order.</summary>
    /// <param name="aggregates">The aggregates, as of <see cref="Aggregate(IEnumerable{Modelyard.Frames.Aggregate})"/>.</param>
    /// <param name="memory">About how many bytes the groups of a pass may take, at least 1; some thousand groups are held always.</param>
    /// <returns>The chunks of a table of one row a group, the same rows as those of <see cref="Aggregate(IEnumerable{Modelyard.Frames.Aggregate})"/>.</returns>
    /// <exception cref="UnknownColumnException">A column is not in the table.</exception>
    /// <exception cref="ModelyardException">The groups are not to be sorted, or as of <see cref="Aggregate(IEnumerable{Modelyard.Frames.Aggregate})"/>.</exception>
    public IFrameChunks AggregateChunks(IEnumerable<Aggregate> aggregates, long memory = 1L << 30)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(memory, 1);
        Aggregate[] all = Checked(aggregates);
        return _options.Sort
            ? new OrderedGroups(EmptyTable.KindsOf(Nothing(all)), after => Gather(all, memory, after, int.MaxValue))
            : throw new ModelyardException("Groups in the order in which they occur must be held in memory all at once; sort them, or take their aggregates as one table.");
    }

    /// <summary>Requires of aggregates that they fit the columns, before a long file is read.</summary>
    private Aggregate[] Checked(IEnumerable<Aggregate> aggregates)
    {
        ArgumentNullException.ThrowIfNull(aggregates);
        Aggregate[] all = [.. aggregates];
        foreach (Aggregate aggregate in all)
        {
            aggregate.Expression?.Bind(_chunks.Kinds).RequireRowWise();
        }

        _ = Nothing(all);
        _ = Parts(all);
        return all;
    }

    /// <summary>Computes the aggregates of a table without rows, which tell the columns of the result.</summary>
    private Frame Nothing(Aggregate[] aggregates) => EmptyTable.Of(_chunks.Kinds).GroupBy(_keys).Aggregate(aggregates);

    private static PartialAggregate[] Parts(Aggregate[] aggregates) => [.. aggregates.Select(PartialAggregate.Of)];

    private (Frame Groups, Frame? Last) Gather(Aggregate[] aggregates, long memory, Frame? after, int maxGroups)
    {
        PartialAggregate[] parts = Parts(aggregates);
        var pass = new GroupPass(_keys, _options, parts, memory, after);
        foreach (Frame chunk in _chunks)
        {
            pass.Add(chunk);
            RequireGroups(pass.Groups, maxGroups);
        }

        if (pass.End() is not { } whole)
        {
            return (Nothing(aggregates), null);
        }

        RequireGroups(whole.RowCount, maxGroups);
        Frame result = Frame.Of([.. whole.Select(_keys).Columns, .. parts.Select(part => part.End(whole))]);
        result = _options.Sort ? result.SortBy(_keys) : result;
        LineageStep source = pass.Source!;
        result = result.Recorded(
            "group",
            [source],
            aggregates.Select(one => (one.Name, Array.ConvertAll(one.Columns(EmptyTable.Of(_chunks.Kinds)), column => new ColumnOrigin(source, column)))),
            ("by", LineageText.Names(_keys)),
            ("aggregate", LineageText.Aggregates(aggregates)));
        return (result, pass.Range.UpTo);
    }

    private static void RequireGroups(int groups, int most)
    {
        if (groups > most)
        {
            throw new ModelyardException(string.Create(
                CultureInfo.InvariantCulture, $"There are more than '{most:N0}' groups, each of which stands in memory; group by coarser keys, filter first, or allow more by maxGroups."));
        }
    }
}
