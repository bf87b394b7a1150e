using Modelyard.Frames;

namespace Modelyard.Data.Relations;

/// <summary>Represents rows that are to be added to a table.</summary>
/// <param name="Table">The name of the table.</param>
/// <param name="Rows">The rows; columns of the table that they lack are missing.</param>
public sealed record TableRows(string Table, Frame Rows);
