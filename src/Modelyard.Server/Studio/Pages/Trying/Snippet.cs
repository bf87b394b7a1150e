namespace Modelyard.Server.Studio.Pages.Trying;

/// <summary>Represents a piece of a program that asks the model for the values of the form.</summary>
/// <param name="Language">The language.</param>
/// <param name="Code">The program.</param>
public sealed record Snippet(string Language, string Code);
