namespace Modelyard.Reports;

/// <summary>Represents a table: columns, and rows of cells that are already markup.</summary>
public sealed record HtmlTable
{
    /// <summary>Gets what the table shows; read out, and shown on paper.</summary>
    public required string Title { get; init; }

    /// <summary>Gets the columns; the first names the rows.</summary>
    public required IReadOnlyList<HtmlColumn> Columns { get; init; }

    /// <summary>Gets the rows, each with a cell for each column.</summary>
    public IReadOnlyList<IReadOnlyList<Markup>> Rows { get; init; } = [];

    /// <summary>Gets the index of the row that stands out; null for none.</summary>
    public int? HighlightedRow { get; init; }
}
