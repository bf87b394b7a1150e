namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents a span of time in which new alarms of a monitor are kept, but told nobody.</summary>
/// <param name="Monitor">The monitor.</param>
/// <param name="Until">The end, in UTC.</param>
/// <param name="Reason">Why; null for no reason.</param>
public sealed record Silence(string Monitor, DateTime Until, string? Reason);
