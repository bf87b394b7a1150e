namespace Modelyard.Explanation.Anchors;

/// <summary>Represents a rule that holds a prediction: where its conditions hold, almost all rows are predicted alike, whatever else they are.</summary>
/// <param name="Conditions">The conditions, all of which hold for the row, as <c>contract = Two year</c> or <c>tenure > 29</c>; none if nearly every row is predicted alike.</param>
/// <param name="Predicted">The class that is predicted; of a number it and the tolerance, as <c>12.5 ± 0.8</c>.</param>
/// <param name="Value">The probability of the class, or the number, that is predicted for the row.</param>
/// <param name="Tolerance">How far a predicted number may be from it to count as alike; 0 for a class.</param>
/// <param name="Precision">The share of sampled rows under the rule that are predicted alike.</param>
/// <param name="PrecisionLow">What this share is at least, as sure as the options ask for.</param>
/// <param name="Coverage">The share of the rows of the background for which the conditions hold.</param>
/// <param name="IsReached">Whether the precision that the options ask for was reached; else the rule is the most precise that was found.</param>
/// <param name="Samples">The number of rows about which the model was asked.</param>
public sealed record Anchor(IReadOnlyList<string> Conditions, string Predicted, double Value, double Tolerance, double Precision, double PrecisionLow, double Coverage, bool IsReached, int Samples);
