namespace Modelyard.Monitoring;

/// <summary>Represents how the share of missing cells of a column has changed.</summary>
/// <param name="Reference">The share in the reference.</param>
/// <param name="Current">The share now.</param>
/// <param name="PValue">The chance of such a difference if nothing had changed, by Fisher's exact test; NaN if no cell is missing in either.</param>
/// <param name="AdjustedPValue">The p-value adjusted for all looks at the table.</param>
/// <param name="Drifted">Whether the difference is beyond chance and matters.</param>
public sealed record MissingDrift(double Reference, double Current, double PValue, double AdjustedPValue, bool Drifted);
