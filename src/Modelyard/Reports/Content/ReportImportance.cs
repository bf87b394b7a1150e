namespace Modelyard.Reports.Content;

/// <summary>Represents how much a model relies on one column.</summary>
/// <param name="Column">The name of the column.</param>
/// <param name="Value">The loss of score when the column is shuffled.</param>
/// <param name="Low">The lower end of the interval; NaN for none.</param>
/// <param name="High">The upper end of the interval; NaN for none.</param>
public sealed record ReportImportance(string Column, double Value, double Low = double.NaN, double High = double.NaN);
