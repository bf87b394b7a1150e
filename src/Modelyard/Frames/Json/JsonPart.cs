namespace Modelyard.Frames.Json;

/// <summary>Represents a part of a file that holds whole records.</summary>
/// <param name="Start">The offset of its first byte.</param>
/// <param name="End">The offset after its last byte.</param>
/// <param name="First">The number of its first record, from 1, where records are counted; else 0.</param>
internal readonly record struct JsonPart(long Start, long End, long First = 0);
