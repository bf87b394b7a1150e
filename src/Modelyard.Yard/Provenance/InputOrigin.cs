namespace Modelyard.Lifecycle.Provenance;

/// <summary>Represents where an input of a model comes from.</summary>
/// <param name="Input">The input.</param>
/// <param name="Source">The file, database or log.</param>
/// <param name="Column">The column of it.</param>
public sealed record InputOrigin(string Input, string Source, string Column);
