namespace Modelyard.Explanation.Counterfactuals;

/// <summary>Represents a row near another that is predicted otherwise.</summary>
/// <param name="Changes">The cells that change, those that change most first.</param>
/// <param name="Row">The row as the model reads it, one number for each feature.</param>
/// <param name="Value">What the model answers for it: the probability of the wanted class, or the number.</param>
/// <param name="Distance">The sum of the distances of its changes.</param>
/// <param name="NeighborDistance">Its mean distance to the nearest rows of the background, in the unit of the distances of changes.</param>
/// <param name="IsPlausible">Whether it lies as near to them as 95 in 100 of the rows of the background lie to the others, and its numbers go together as theirs do.</param>
public sealed record Counterfactual(IReadOnlyList<ColumnChange> Changes, double[] Row, double Value, double Distance, double NeighborDistance, bool IsPlausible)
{
    /// <summary>Gets how many times as far it lies from the nearest rows of the background as 95 in 100 of these lie from theirs at most: in the distances of changes, or where what numbers have in common is taken out, whichever is more.</summary>
    public double Unlikeness { get; init; }
}
