namespace Modelyard.Server.Studio.Pages.Trying;

/// <summary>Represents a choice of an input.</summary>
/// <param name="Value">The value; empty for a missing one.</param>
/// <param name="Label">The value and how often it was so in training.</param>
public sealed record FieldChoice(string Value, string Label);
