namespace Modelyard.Frames.Chunks;

/// <summary>Represents an aggregate that is computed of parts of a table: what each part gives, how parts are merged, and what becomes of them in the end.</summary>
internal abstract class PartialAggregate
{
    /// <summary>Computes the columns that a part gives, one row a group.</summary>
    public abstract IEnumerable<Column> Begin(Frame chunk, GroupedFrame groups);

    /// <summary>Merges the rows of parts that belong to one group.</summary>
    public abstract IEnumerable<Column> Merge(Frame stacked, GroupedFrame groups);

    /// <summary>Makes the result of the merged columns.</summary>
    public abstract Column End(Frame merged);

    /// <summary>Finds how an aggregate is computed of parts.</summary>
    /// <param name="aggregate">The aggregate.</param>
    /// <param name="number">Its number, which tells its columns from those of others.</param>
    /// <exception cref="ModelyardException">It cannot be computed of parts.</exception>
    public static PartialAggregate Of(Aggregate aggregate, int number) => aggregate.Kind switch
    {
        AggregateKind.Count => new PartialCells(aggregate, AggregateKind.Sum, number),
        AggregateKind.Sum or AggregateKind.Minimum or AggregateKind.Maximum or AggregateKind.First or AggregateKind.Last or AggregateKind.Product or AggregateKind.Any or AggregateKind.All =>
            new PartialCells(aggregate, aggregate.Kind, number),
        AggregateKind.Mean or AggregateKind.Variance or AggregateKind.StandardDeviation or AggregateKind.StandardError or AggregateKind.Skewness or AggregateKind.Kurtosis =>
            new PartialShape(aggregate, number),
        _ => throw new ModelyardException($"'{aggregate.Name}' needs all cells of a group at once ({aggregate.Kind}) and cannot be computed chunk by chunk; {Advice(aggregate.Kind)}."),
    };

    private static string Advice(AggregateKind kind) => kind switch
    {
        AggregateKind.UniqueCount or AggregateKind.Mode => "group by the column too and count its rows, then group what that gives",
        AggregateKind.Quantile => "sort the file into a database and ask there, or take a sample of the rows",
        _ => "compute it of the whole table",
    };
}
