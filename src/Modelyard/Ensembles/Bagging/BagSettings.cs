using Modelyard.Learning;

namespace Modelyard.Ensembles;

/// <summary>Says how the members of a bag are made.</summary>
/// <param name="Estimator">What each member is fitted by.</param>
/// <param name="Members">The number of members.</param>
/// <param name="RowShare">The number of rows of a member, as a share of all.</param>
/// <param name="FeatureShare">The share of the features that a member reads.</param>
/// <param name="Replacement">Whether a row may be drawn more than once.</param>
internal sealed record BagSettings(IEstimator Estimator, int Members, double RowShare, double FeatureShare, bool Replacement);
