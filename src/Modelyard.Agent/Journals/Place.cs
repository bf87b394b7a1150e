namespace Modelyard.Agent.Journals;

/// <summary>Represents a place in a journal: what stands before it is sent.</summary>
/// <param name="Segment">The number of the file.</param>
/// <param name="Offset">The number of bytes in it that stand before.</param>
internal readonly record struct Place(long Segment, long Offset);
