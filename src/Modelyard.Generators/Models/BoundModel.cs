namespace Modelyard.Generators.Models;

/// <summary>Represents the end of a range.</summary>
/// <param name="Cell">The value as the cell holds it: a literal of an integer, a number, or ticks.</param>
/// <param name="Label">The value as the schema says it, in C#.</param>
/// <param name="IsExclusive">True if the value itself lies without.</param>
internal sealed record BoundModel(string Cell, string Label, bool IsExclusive);
