using Modelyard.Frames.Grouping;

namespace Modelyard.Frames.Chunks;

/// <summary>Represents an aggregate that is made of counts, means and sums of powers of deviations.</summary>
/// <param name="aggregate">The aggregate.</param>
/// <param name="number">The number that tells its columns from others.</param>
internal sealed class PartialShape(Aggregate aggregate, int number) : PartialAggregate
{
    // What a statistic does not need is not kept from chunk to chunk: counts and means of a mean, then the sums of the squares, the cubes and the fourth powers.
    private readonly string[] _names = [.. Enumerable.Range(0, GroupShapes.Parts(aggregate.Kind)).Select(part => FormattableString.Invariant($"\u0001{number}.{part}"))];

    public override IEnumerable<Column> Begin(Frame chunk, GroupedFrame groups) =>
        Columns(GroupShapes.Of(GroupedFrame.Numbers(aggregate, aggregate.ColumnOf(chunk)), groups.GroupOfRow, groups.Count, _names.Length));

    public override IEnumerable<Column> Merge(Frame stacked, GroupedFrame groups) => Columns(GroupShapes.Merge(Read(stacked), groups.GroupOfRow, groups.Count));

    public override Column End(Frame merged) => new DoubleColumn(aggregate.Name, Read(merged).Compute(aggregate.Kind, aggregate.DegreesOfFreedom));

    private IEnumerable<Column> Columns(GroupShapes shapes) => _names.Zip(shapes.All, (name, values) => new DoubleColumn(name, values));

    private GroupShapes Read(Frame table) => new(Array.ConvertAll(_names, name => table[name].ToDoubles()));
}
