namespace Modelyard.Frames;

/// <summary>Represents a table that was read, and what was understood of its file.</summary>
/// <param name="Frame">The table.</param>
/// <param name="Report">What was understood.</param>
public sealed record CsvReadResult(Frame Frame, CsvReport Report);
