namespace Modelyard.Frames;

/// <content>Grouping.</content>
public sealed partial class Frame
{
    /// <summary>Gathers the rows of equal keys; groups are sorted, and rows with a missing key belong to none.</summary>
    /// <param name="keys">The names of the key's columns, at least one.</param>
    /// <returns>The groups.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    public GroupedFrame GroupBy(params IEnumerable<string> keys) => GroupBy(keys, new GroupOptions());

    /// <summary>Gathers the rows of equal keys.</summary>
    /// <param name="keys">The names of the key's columns, at least one.</param>
    /// <param name="options">The order of the groups, and what becomes of missing keys.</param>
    /// <returns>The groups.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    public GroupedFrame GroupBy(IEnumerable<string> keys, GroupOptions options)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(options);
        string[] names = [.. keys];
        return names.Length == 0 ? throw new ArgumentException("There is no key and must be at least one.", nameof(keys)) : new GroupedFrame(this, names, options);
    }

    /// <summary>Computes aggregates of the whole table.</summary>
    /// <param name="aggregates">The aggregates.</param>
    /// <returns>A table of one row.</returns>
    /// <exception cref="UnknownColumnException">A column is not in the table.</exception>
    /// <exception cref="ModelyardException">A column holds what cannot be aggregated so, a sum is too great, or two results have the same name.</exception>
    public Frame Aggregate(params IEnumerable<Aggregate> aggregates) => new GroupedFrame(this, new int[RowCount], new Frame([], 1), 1).AggregateAs("aggregate", aggregates);

    /// <summary>Gathers rows by periods of time, from the first to the last without a gap.</summary>
    /// <param name="time">The name of the column of timestamps, in any order; rows without one belong to no period.</param>
    /// <param name="rule">The periods, as in <c>"15min"</c>, <c>"D"</c>, <c>"W-MON"</c> or <c>"MS"</c>; see <see cref="TimeRule.Parse"/>.</param>
    /// <param name="options">Which end belongs to a period and names it, and where counting begins; the defaults if null.</param>
    /// <returns>The periods.</returns>
    /// <exception cref="UnknownColumnException">The table has no such column.</exception>
    /// <exception cref="ModelyardException">The column does not hold timestamps, or there would be too many periods.</exception>
    public ResampledFrame Resample(string time, TimeRule rule, ResampleOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return new ResampledFrame(this, time, [], new Frame([], 1), rule, options ?? new ResampleOptions());
    }
}
