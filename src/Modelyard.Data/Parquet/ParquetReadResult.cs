using Modelyard.Frames;

namespace Modelyard.Data;

/// <summary>Represents a table that was read from a Parquet file, and what was changed on the way.</summary>
/// <param name="Frame">The table.</param>
/// <param name="Notes">The columns that are read otherwise than they are stored: numbers with too many digits, times with nanoseconds.</param>
public sealed record ParquetReadResult(Frame Frame, IReadOnlyList<FrameProblem> Notes);
