namespace Modelyard.Frames;

/// <summary>Represents a table that was read from JSON or from what is built like it, and what was assumed.</summary>
/// <param name="Frame">The table.</param>
/// <param name="Notes">What was found and passed over: columns that hold several kinds of values, numbers with too many digits.</param>
public sealed record JsonReadResult(Frame Frame, IReadOnlyList<FrameProblem> Notes);
