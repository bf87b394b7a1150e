using Modelyard.Learning;

namespace Modelyard.Ensembles;

/// <summary>Represents one fitted member of a bag.</summary>
/// <param name="Model">The model.</param>
/// <param name="Features">The features that it reads.</param>
/// <param name="Rows">The rows that it learned from, in rising order.</param>
internal sealed record BaggedMember(IPredictiveModel Model, BaggedFeatures Features, int[] Rows);
