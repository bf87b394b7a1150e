namespace Modelyard.Frames.Validation.Checks;

/// <summary>Represents what finds the failing rows of a chunk, and what counts them.</summary>
/// <param name="Tally">Counts the failures.</param>
/// <param name="Marker">Finds them.</param>
/// <param name="Value">Gives the value at fault of a row.</param>
internal sealed record BoundMarker(Tally Tally, IMarker Marker, Func<int, string?> Value);
