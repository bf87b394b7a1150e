namespace Modelyard.Generators.Models;

/// <summary>Represents an enumeration whose values are levels of a category.</summary>
/// <param name="Type">The type in code.</param>
/// <param name="Levels">The values, in their order.</param>
/// <param name="Aliases">Further names of the same values, which are read and not written.</param>
internal sealed record EnumerationModel(string Type, EquatableArray<LevelModel> Levels, EquatableArray<LevelModel> Aliases);
