namespace Modelyard.Charts.Drawing;

/// <summary>Represents one entry of a legend: a key and its name.</summary>
internal readonly record struct LegendEntry(string Name, string Color, bool Square = false, string? Dash = null, double Opacity = 1);
