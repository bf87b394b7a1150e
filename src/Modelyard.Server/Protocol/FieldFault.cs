namespace Modelyard.Server.Protocol;

/// <summary>Represents one fault in a request.</summary>
/// <param name="Path">Where it is: a JSON path, a line or row and column of a table, or a part of the request, as <c>header Content-Type</c>.</param>
/// <param name="Code">What kind of fault it is, in snake case.</param>
/// <param name="Input">What stands there, shortened; null if nothing does.</param>
/// <param name="Message">A sentence for the caller.</param>
internal sealed record FieldFault(string Path, string Code, string? Input, string Message);
