namespace Modelyard.Generators.Models;

/// <summary>Represents a value of an enumeration.</summary>
/// <param name="Name">The name in tables.</param>
/// <param name="Value">The value in code.</param>
internal sealed record LevelModel(string Name, string Value);
