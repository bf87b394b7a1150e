namespace Modelyard.Reports.Content;

/// <summary>Represents a name and what it stands for.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value, written out.</param>
public sealed record ReportFact(string Name, string Value);
