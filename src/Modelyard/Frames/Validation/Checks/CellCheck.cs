namespace Modelyard.Frames.Validation.Checks;

/// <summary>Represents a check of the cells of one column, each on its own.</summary>
/// <param name="Identity">What the check is called and how it speaks.</param>
/// <param name="Bind">Creates what finds the failing cells of a column, which holds the kind of the schema or, for texts, categories.</param>
internal sealed record CellCheck(CheckIdentity Identity, Func<Column, IMarker> Bind);
