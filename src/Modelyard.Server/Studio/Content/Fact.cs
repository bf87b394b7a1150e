namespace Modelyard.Server.Studio.Content;

/// <summary>Represents a figure or a word that a page begins with.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its value.</param>
/// <param name="Kind">How the value is written.</param>
/// <param name="Note">What is said under it; null for nothing.</param>
public sealed record Fact(string Name, Cell Value, ColumnKind Kind = ColumnKind.Text, string? Note = null);
