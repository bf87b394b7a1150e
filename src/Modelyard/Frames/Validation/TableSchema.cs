using Modelyard.Frames.Validation.Checks;

namespace Modelyard.Frames.Validation;

/// <summary>Represents a data contract: what must hold for a table, and for records that could be rows of it.</summary>
/// <remarks>A schema is immutable and safe to use from any number of threads. What it says is made ready once, at its first use.</remarks>
public sealed partial record TableSchema
{
    /// <summary>Initializes a schema.</summary>
    /// <param name="columns">The columns.</param>
    public TableSchema(params IEnumerable<ColumnSchema> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Columns = [.. columns];
    }

    /// <summary>Gets what the table is called.</summary>
    public string? Title { get; init; }

    /// <summary>Gets what the table is, for people.</summary>
    public string? Description { get; init; }

    /// <summary>Gets the columns.</summary>
    public IReadOnlyList<ColumnSchema> Columns { get; init; }

    /// <summary>Gets what becomes of columns that the schema does not name.</summary>
    public ExtraColumns ExtraColumns { get; init; }

    /// <summary>Gets a value indicating whether the columns must stand in the order of the schema; others may stand between them.</summary>
    public bool Ordered { get; init; }

    /// <summary>Gets the least number of rows; null for any.</summary>
    public long? MinimumRows { get; init; }

    /// <summary>Gets the greatest number of rows; null for any.</summary>
    public long? MaximumRows { get; init; }

    /// <summary>Gets the combinations of columns whose values may not occur twice.</summary>
    public IReadOnlyList<UniqueKey> Keys { get; init; } = [];

    /// <summary>Gets the conditions over the columns of a row.</summary>
    public IReadOnlyList<RowRule> Rules { get; init; } = [];

    /// <summary>Gets how old the newest times of columns may be.</summary>
    public IReadOnlyList<FreshnessRule> Freshness { get; init; } = [];

    /// <summary>Gets the columns whose values must occur in other tables.</summary>
    public IReadOnlyList<ReferenceRule> References { get; init; } = [];

    /// <summary>Gets the codes of <see cref="ValidationCodes"/> whose failures are but warnings, of the checks of the table as a whole: columns that are too many or out of order, and the number of rows.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Checks that the schema does not contradict itself; every other verb does so too.</summary>
    /// <returns>This schema.</returns>
    /// <exception cref="ModelyardException">It does: a bound that its kind cannot have, a pattern that is none, a key without columns. The message lists all problems.</exception>
    public TableSchema Check()
    {
        _ = SchemaPlan.Of(this);
        return this;
    }
}
