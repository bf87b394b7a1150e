namespace Modelyard.Reports;

/// <summary>Represents one column of a table.</summary>
/// <param name="Title">The head of the column.</param>
/// <param name="Kind">How its cells are set.</param>
public sealed record HtmlColumn(string Title, HtmlColumnKind Kind = HtmlColumnKind.Text);
