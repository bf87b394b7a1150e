namespace Modelyard.Explanation.Counterfactuals;

/// <summary>Represents a row that another may change to.</summary>
/// <param name="Row">The cells of the columns.</param>
/// <param name="Gap">How far its answer is from the goal; 0 if it meets it.</param>
/// <param name="Score">How far its answer is on the way to the goal and beyond, on a scale on which the terms of a weighted sum add up.</param>
/// <param name="Distance">How far it is from the other.</param>
/// <param name="Changed">How many columns differ.</param>
/// <param name="Cost">The distance, and what each changed column costs.</param>
internal sealed record ChangeCandidate(double[] Row, double Gap, double Score, double Distance, int Changed, double Cost)
{
    /// <summary>Gets a value indicating whether its answer is as wanted.</summary>
    internal bool IsValid => Gap == 0;
}
