namespace Modelyard.Reports.Content;

/// <summary>Represents one thing that preparation did, in words.</summary>
/// <param name="Action">What was done, such as "Filled 11 missing cells with the median".</param>
/// <param name="Columns">The columns it was done to.</param>
/// <param name="Reason">Why; empty where it is plain.</param>
public sealed record ReportStep(string Action, IReadOnlyList<string> Columns, string Reason = "");
