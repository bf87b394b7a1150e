namespace Modelyard.Explanation;

/// <summary>Represents how much a score suffers when one feature is shuffled.</summary>
/// <param name="Feature">The name of the feature.</param>
/// <param name="Mean">The mean loss of the score over the shuffles; 0 or less for a feature that does not matter.</param>
/// <param name="Low">The lower end of the 95 % interval.</param>
/// <param name="High">The upper end of the 95 % interval.</param>
public sealed record FeatureImportance(string Feature, double Mean, double Low, double High);
