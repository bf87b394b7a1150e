namespace Modelyard.Reports.Content;

/// <summary>Represents one level of a categorical column.</summary>
/// <param name="Name">The level.</param>
/// <param name="Count">The number of rows that have it.</param>
public sealed record ReportLevel(string Name, long Count);
