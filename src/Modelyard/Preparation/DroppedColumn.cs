namespace Modelyard.Preparation;

/// <summary>Represents a column that is not used.</summary>
/// <param name="Name">The name of the column.</param>
/// <param name="Reason">Why, in a few words.</param>
public sealed record DroppedColumn(string Name, string Reason);
