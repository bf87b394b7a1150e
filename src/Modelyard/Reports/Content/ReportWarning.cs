namespace Modelyard.Reports.Content;

/// <summary>Represents something that a reader must know before using the model.</summary>
/// <param name="Text">What is so.</param>
/// <param name="Advice">What to do about it; empty for nothing.</param>
/// <param name="Kind">How much it matters.</param>
public sealed record ReportWarning(string Text, string Advice = "", CalloutKind Kind = CalloutKind.Warning);
