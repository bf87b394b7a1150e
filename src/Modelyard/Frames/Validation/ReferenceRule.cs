namespace Modelyard.Frames.Validation;

/// <summary>Represents columns whose values must occur in columns of another table: a foreign key.</summary>
/// <remarks>Rows with a missing cell in the key are left alone, as in SQL. Whole doubles equal integers, and categories equal texts.</remarks>
/// <param name="Columns">The names of the columns, at least one.</param>
/// <param name="Table">The name of the other table, by which it is given to the validation.</param>
/// <param name="ReferencedColumns">The names of the other table's columns, one for each of these.</param>
public sealed record ReferenceRule(IReadOnlyList<string> Columns, string Table, IReadOnlyList<string> ReferencedColumns)
{
    /// <summary>Initializes a key of one column.</summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="table">The name of the other table.</param>
    /// <param name="referencedColumn">The name of the other table's column.</param>
    public ReferenceRule(string column, string table, string referencedColumn)
        : this([column], table, [referencedColumn])
    {
    }

    /// <summary>Gets what a value that does not occur means.</summary>
    public Severity Severity { get; init; }
}
