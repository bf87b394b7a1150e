namespace Modelyard.Inference;

/// <summary>Represents the values of a feature in the rows that are taken: numbers, or positions in its levels.</summary>
/// <param name="Numbers">One number a row; null for a category.</param>
/// <param name="Levels">One position a row; null for a number.</param>
internal readonly record struct CodedValues(double[]? Numbers, int[]? Levels);
