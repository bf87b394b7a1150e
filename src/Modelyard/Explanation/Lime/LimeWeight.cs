namespace Modelyard.Explanation.Lime;

/// <summary>Represents the weight of one column, or of one word of a text, in a local explanation.</summary>
/// <param name="Column">The name of the column, or the word.</param>
/// <param name="Condition">What holds for the row, such as <c>9 &lt; tenure ≤ 29</c> or <c>contract = One year</c>.</param>
/// <param name="Weight">What it changes of the prediction; see <see cref="LimeNumbers"/> for numbers. For all others it is what the row's own cell or word changes against another or none.</param>
public sealed record LimeWeight(string Column, string Condition, double Weight);
