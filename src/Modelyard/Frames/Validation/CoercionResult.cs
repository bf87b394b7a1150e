namespace Modelyard.Frames.Validation;

/// <summary>Represents a table whose cells were converted to the kinds of a schema, and what was found on the way.</summary>
/// <param name="Frame">The table: the columns of the schema first if it fixes their order; a cell that could not be converted is missing.</param>
/// <param name="Report">What could not be converted, and what the converted table breaks of the schema.</param>
public sealed record CoercionResult(Frame Frame, ValidationReport Report);
