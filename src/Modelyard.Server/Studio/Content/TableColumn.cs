namespace Modelyard.Server.Studio.Content;

/// <summary>Represents a column of a table.</summary>
/// <param name="Name">The name, in JSON and CSV and as what to sort by.</param>
/// <param name="Label">The head, as people read it.</param>
/// <param name="Kind">What its cells are.</param>
public sealed record TableColumn(string Name, string Label, ColumnKind Kind = ColumnKind.Text)
{
    /// <summary>Gets a value indicating whether the table can be sorted by it.</summary>
    public bool IsSortable { get; init; }

    /// <summary>Gets what it tells, for those who ask; null for nothing.</summary>
    public string? Help { get; init; }

    /// <summary>Gets a value indicating whether its cells stand at the right, digits below digits.</summary>
    internal bool IsNumeric => Kind is ColumnKind.Number or ColumnKind.Count or ColumnKind.Share or ColumnKind.Chance or ColumnKind.Bytes or ColumnKind.Duration;
}
