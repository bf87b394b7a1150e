using Modelyard.Frames.Lineage;

namespace Modelyard.Reports.Content;

/// <summary>Represents where a training table comes from.</summary>
/// <param name="Table">The step that the table came out of.</param>
/// <param name="Features">The names of its columns that the model reads.</param>
public sealed record ReportLineage(LineageStep Table, IReadOnlyList<string> Features);
