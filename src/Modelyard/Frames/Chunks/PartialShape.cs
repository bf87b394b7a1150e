using Modelyard.Frames.Grouping;

namespace Modelyard.Frames.Chunks;

/// <summary>Represents an aggregate that is made of counts, means and sums of powers of deviations.</summary>
/// <param name="aggregate">The aggregate.</param>
/// <param name="number">The number that tells its columns from others.</param>
internal sealed class PartialShape(Aggregate aggregate, int number) : PartialAggregate
{
    private readonly string[] _names = [.. Enumerable.Range(0, 5).Select(part => FormattableString.Invariant($"\u0001{number}.{part}"))];

    public override IEnumerable<Column> Begin(Frame chunk, GroupedFrame groups) =>
        Columns(GroupShapes.Of(GroupedFrame.Numbers(aggregate, aggregate.ColumnOf(chunk)), groups.GroupOfRow, groups.Count));

    public override IEnumerable<Column> Merge(Frame stacked, GroupedFrame groups) => Columns(GroupShapes.Merge(Read(stacked), groups.GroupOfRow, groups.Count));

    public override Column End(Frame merged) => new DoubleColumn(aggregate.Name, Read(merged).Compute(aggregate.Kind, aggregate.DegreesOfFreedom));

    private Column[] Columns(GroupShapes shapes) =>
    [
        new DoubleColumn(_names[0], shapes.Counts),
        new DoubleColumn(_names[1], shapes.Means),
        new DoubleColumn(_names[2], shapes.Squares),
        new DoubleColumn(_names[3], shapes.Cubes),
        new DoubleColumn(_names[4], shapes.Fourths),
    ];

    private GroupShapes Read(Frame table)
    {
        double[][] columns = Array.ConvertAll(_names, name => table[name].ToDoubles());
        return new GroupShapes(columns[0], columns[1], columns[2], columns[3], columns[4]);
    }
}
