namespace Modelyard.Reports.Content;

/// <summary>Represents the words of a text that go with a class, or with great or small numbers.</summary>
/// <param name="Column">The column of the text.</param>
/// <param name="Of">What they go with.</param>
/// <param name="Terms">The words, those that tell most first.</param>
public sealed record ReportTerms(string Column, string Of, IReadOnlyList<string> Terms);
