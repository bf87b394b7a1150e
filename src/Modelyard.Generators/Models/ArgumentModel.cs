namespace Modelyard.Generators.Models;

/// <summary>Represents an argument of the constructor.</summary>
/// <param name="Parameter">The name of the parameter.</param>
/// <param name="Member">The number of the member.</param>
internal sealed record ArgumentModel(string Parameter, int Member);
