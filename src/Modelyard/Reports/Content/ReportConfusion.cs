namespace Modelyard.Reports.Content;

/// <summary>Represents how often rows of one class were taken for another.</summary>
/// <param name="Classes">The names of the classes.</param>
/// <param name="Counts">The counts: rows are actual classes, columns are predicted ones.</param>
public sealed record ReportConfusion(IReadOnlyList<string> Classes, IReadOnlyList<IReadOnlyList<long>> Counts);
