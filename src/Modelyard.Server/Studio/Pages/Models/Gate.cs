using Modelyard.Server.Studio.Content;

namespace Modelyard.Server.Studio.Pages.Models;

/// <summary>Represents a check that should hold before a version is promoted.</summary>
/// <param name="Name">What is checked.</param>
/// <param name="Tone">Whether it holds: good, or how far it does not.</param>
/// <param name="Word">The same in a word.</param>
/// <param name="Text">What was found.</param>
public sealed record Gate(string Name, Tone Tone, string Word, string Text);
