using System.Globalization;
using Modelyard.Frames.Chunks;
using Modelyard.Frames.Lineage;

namespace Modelyard.Frames;

/// <summary>Represents the groups of a table that is read chunk by chunk.</summary>
/// <remarks>
/// Each chunk is aggregated by itself, and what it gives is merged: in memory stand the groups, not the rows. Sums of integers, counts, extremes, first and last cells
/// are those of the whole table to the bit; means and what is made of squares agree to rounding, and are the same for any number of threads.
/// </remarks>
public sealed class ChunkGroups
{
    // Parts of chunks are merged when there are twice as many rows as groups, so that each row is merged a few times, not once a chunk.
    private const int LeastPending = 1 << 16;

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
        ArgumentNullException.ThrowIfNull(aggregates);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxGroups, 1);
        Aggregate[] all = [.. aggregates];
        Frame empty = EmptyTable.Of(_chunks.Kinds);
        foreach (Aggregate aggregate in all)
        {
            aggregate.Expression?.Bind(_chunks.Kinds).RequireRowWise();
        }

        // The result of a table without rows tells whether the aggregates fit the columns, before a long file is read.
        Frame none = empty.GroupBy(_keys).Aggregate(all);
        PartialAggregate[] parts = [.. all.Select((aggregate, number) => PartialAggregate.Of(aggregate, number))];
        List<Frame> pending = [];
        int rows = 0, groups = 0;
        LineageStep? source = null;
        foreach (Frame chunk in _chunks)
        {
            Frame part = Begin(chunk, parts);
            source = source is null ? chunk.Lineage : LineageStep.Join([source, chunk.Lineage], null) ?? source;
            pending.Add(part);
            rows += part.RowCount;
            if (rows >= Math.Max(LeastPending, 3L * groups))
            {
                Frame merged = Merge(pending, parts);
                groups = rows = merged.RowCount;
                pending = [merged];
                RequireGroups(groups, maxGroups);
            }
        }

        if (pending.Count == 0)
        {
            return none;
        }

        Frame whole = Merge(pending, parts);
        RequireGroups(whole.RowCount, maxGroups);
        Frame result = Frame.Of([.. whole.Select(_keys).Columns, .. parts.Select(part => part.End(whole))]);
        result = _options.Sort ? result.SortBy(_keys) : result;
        return result.Recorded(
            "group",
            [source!],
            all.Select(one => (one.Name, Array.ConvertAll(one.Columns(empty), column => new ColumnOrigin(source!, column)))),
            ("by", LineageText.Names(_keys)),
            ("aggregate", LineageText.Aggregates(all)));
    }

    private Frame Begin(Frame chunk, PartialAggregate[] parts)
    {
        GroupedFrame groups = chunk.GroupBy(_keys, _options with { Sort = false });
        return Frame.Of([.. groups.Keys.Columns, .. parts.SelectMany(part => part.Begin(chunk, groups))]);
    }

    private Frame Merge(List<Frame> pending, PartialAggregate[] parts)
    {
        if (pending.Count == 1)
        {
            return pending[0];
        }

        var stacked = Frame.ConcatRows(pending);
        GroupedFrame groups = stacked.GroupBy(_keys, _options with { Sort = false });
        return Frame.Of([.. groups.Keys.Columns, .. parts.SelectMany(part => part.Merge(stacked, groups))]);
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
