namespace Modelyard.Charts;

/// <summary>Represents one row of a beeswarm.</summary>
/// <param name="Label">The name at the left.</param>
/// <param name="Values">The positions of the dots; one that is not finite is left out.</param>
/// <param name="Shades">The shade of each dot, from 0 to 1; NaN for grey.</param>
public sealed record BeeswarmItem(string Label, IReadOnlyList<double> Values, IReadOnlyList<double> Shades);
