namespace Modelyard.Monitoring;

/// <summary>Represents how far a column is from its reference by the distances that teams are used to.</summary>
/// <param name="PopulationStability">The population stability index.</param>
/// <param name="JensenShannon">The distance of Jensen and Shannon, the root of their divergence in nats.</param>
/// <param name="Hellinger">Hellinger's distance, from 0 to 1.</param>
/// <param name="TotalVariation">The total variation, from 0 to 1.</param>
/// <param name="Wasserstein">The work of moving the one onto the other, in standard deviations of the reference; NaN of levels.</param>
/// <remarks>The first four are of levels, or of numbers in tenths of the reference.</remarks>
public sealed record DriftDistances(double PopulationStability, double JensenShannon, double Hellinger, double TotalVariation, double Wasserstein);
