using Modelyard.Frames;

namespace Modelyard.Preparation.Outliers;

/// <summary>Represents a table whose outliers were treated.</summary>
/// <param name="Frame">The treated table.</param>
/// <param name="Report">What was changed.</param>
public sealed record OutlierResult(Frame Frame, OutlierReport Report);
