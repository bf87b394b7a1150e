namespace Modelyard.Data;

/// <summary>Represents an object of a store as it is listed.</summary>
/// <param name="Address">The address, such as 's3://bucket/folder/table.csv'.</param>
/// <param name="Length">The number of bytes.</param>
/// <param name="Modified">When it was written, in UTC; null if the store does not say.</param>
public sealed record ObjectEntry(string Address, long Length, DateTime? Modified);
