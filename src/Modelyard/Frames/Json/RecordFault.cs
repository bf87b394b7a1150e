namespace Modelyard.Frames.Json;

/// <summary>Represents something wrong in a record.</summary>
/// <param name="Offset">The offset of the byte, or the number of the record from 1 where there are no lines.</param>
/// <param name="Column">The column, or null.</param>
/// <param name="Message">What is wrong and what must be.</param>
internal readonly record struct RecordFault(long Offset, string? Column, string Message);
