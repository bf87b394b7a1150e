namespace Modelyard.Frames.Chunks;

/// <summary>Represents an aggregate whose parts are aggregated once more: a sum of sums, a minimum of minima.</summary>
/// <param name="aggregate">The aggregate of a part.</param>
/// <param name="merge">The aggregate of parts.</param>
/// <param name="number">The number that tells its column from others.</param>
internal sealed class PartialCells(Aggregate aggregate, AggregateKind merge, int number) : PartialAggregate
{
    // No column of a user has this name: keys are the only ones beside it, and they stand first.
    private readonly string _name = FormattableString.Invariant($"\u0001{number}");

    public override IEnumerable<Column> Begin(Frame chunk, GroupedFrame groups) => [groups.Aggregate(aggregate.As(_name)).Columns[^1]];

    public override IEnumerable<Column> Merge(Frame stacked, GroupedFrame groups) => [groups.Aggregate((merge switch
    {
        AggregateKind.Sum => Aggregate.Sum(_name),
        AggregateKind.Minimum => Aggregate.Minimum(_name),
        AggregateKind.Maximum => Aggregate.Maximum(_name),
        AggregateKind.First => Aggregate.First(_name),
        AggregateKind.Last => Aggregate.Last(_name),
        AggregateKind.Product => Aggregate.Product(_name),
        AggregateKind.Any => Aggregate.Any(_name),
        _ => Aggregate.All(_name),
    }).As(_name)).Columns[^1]];

    public override Column End(Frame merged) => merged[_name].Rename(aggregate.Name);
}
