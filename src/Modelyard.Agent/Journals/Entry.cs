namespace Modelyard.Agent.Journals;

/// <summary>Represents a prediction or label as it is kept and sent.</summary>
/// <param name="Kind">Which of the two it is.</param>
/// <param name="Json">A JSON object in UTF-8, on one line.</param>
internal sealed record Entry(EntryKind Kind, ReadOnlyMemory<byte> Json);
