namespace Modelyard.Data.Relations;

/// <summary>Represents rows that violate a key or a reference.</summary>
/// <param name="Table">The name of the table.</param>
/// <param name="Key">The key, as <c>primary key (a, b)</c>, <c>unique key (a)</c> or <c>reference (a) to table (b)</c>.</param>
/// <param name="Rows">The zero-based rows, the first 100 of them; where rows are added, in what is added.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Message">What is wrong, with the first of the rows.</param>
public sealed record RelationProblem(string Table, string Key, IReadOnlyList<int> Rows, int Count, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Message;
}
