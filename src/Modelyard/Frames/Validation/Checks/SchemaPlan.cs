using System.Runtime.CompilerServices;

namespace Modelyard.Frames.Validation.Checks;

/// <summary>Represents a schema made ready for tables: what it says holds together, and its patterns are compiled.</summary>
internal sealed class SchemaPlan
{
    // Kept beside the schema and not in it, so that 'with' cannot carry the plan of one schema over to another.
    private static readonly ConditionalWeakTable<TableSchema, SchemaPlan> Plans = [];

    private SchemaPlan(TableSchema schema)
    {
        SchemaReview.Check(schema);
        Schema = schema;
        Columns = [.. schema.Columns.Select(column => new ColumnPlan(column))];
        Positions = Enumerable.Range(0, Columns.Length).ToDictionary(i => Columns[i].Schema.Name, StringComparer.Ordinal);
    }

    public TableSchema Schema { get; }

    public ColumnPlan[] Columns { get; }

    /// <summary>Gets the zero-based positions of the columns by name.</summary>
    public Dictionary<string, int> Positions { get; }

    /// <summary>Gets the plan of a schema, made once.</summary>
    /// <exception cref="ModelyardException">The schema contradicts itself.</exception>
    public static SchemaPlan Of(TableSchema schema) => Plans.GetValue(schema, static schema => new SchemaPlan(schema));

    /// <summary>Gets the severity of a check of the table.</summary>
    public Severity SeverityOf(string code) => Schema.Warnings.Any(name => ValidationCodes.IsWithin(code, name)) ? Severity.Warning : Severity.Error;
}
