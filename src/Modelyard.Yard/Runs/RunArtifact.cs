namespace Modelyard.Lifecycle;

/// <summary>Represents a file that a run made.</summary>
/// <param name="Name">The name within the run, as in <c>report.html</c>.</param>
/// <param name="Digest">The SHA-256 digest of its content, under which the yard keeps it.</param>
/// <param name="Size">The size in bytes.</param>
public sealed record RunArtifact(string Name, string Digest, long Size);
