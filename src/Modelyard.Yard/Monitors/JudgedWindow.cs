using Modelyard.Monitoring;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents a window with what is kept of its rows.</summary>
/// <param name="Window">What came of it.</param>
/// <param name="Source">What its grid was chosen by; null if it has no rows.</param>
/// <param name="Tally">The counts of its rows; null if it has none.</param>
/// <param name="Reference">The counts of a grid that is new with this window, and is to be kept; null if the grid is known.</param>
internal sealed record JudgedWindow(MonitorWindow Window, string? Source, TableTally? Tally, TableTally? Reference);
