namespace Modelyard.Lifecycle;

/// <summary>Represents the data file that a run read.</summary>
/// <param name="Path">The path of the file.</param>
/// <param name="Digest">The SHA-256 digest of its bytes, in lower-case hexadecimal; null if it was not computed.</param>
/// <param name="Rows">The number of rows; null if it is not known.</param>
public sealed record RunData(string Path, string? Digest, long? Rows);
