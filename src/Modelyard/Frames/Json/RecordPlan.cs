namespace Modelyard.Frames.Json;

/// <summary>Represents a column of records as it was decided from all of them.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">The kind; Category stands for category or text as long as the number of texts is not known.</param>
/// <param name="IsUtc">True if times are UTC.</param>
/// <param name="IsOpen">True if the number of different texts decides between text and category.</param>
internal sealed record RecordPlan(string Name, ColumnKind Kind, bool IsUtc, bool IsOpen);
