namespace Modelyard.Server.Studio.Content;

/// <summary>Represents a line of a page's help.</summary>
/// <param name="Term">What is seen.</param>
/// <param name="Text">How to read it.</param>
public sealed record HelpEntry(string Term, string Text);
