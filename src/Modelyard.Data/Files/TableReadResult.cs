using Modelyard.Frames;

namespace Modelyard.Data;

/// <summary>Represents a table that was read from a file, and what was assumed.</summary>
/// <param name="Frame">The table.</param>
/// <param name="Format">The format of the file.</param>
/// <param name="Notes">What was found and passed over.</param>
public sealed record TableReadResult(Frame Frame, TableFormat Format, IReadOnlyList<FrameProblem> Notes);
