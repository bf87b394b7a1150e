namespace Modelyard.Explanation.Shapley;

/// <summary>Represents why a prediction is what it is: the base and all contributions sum up to it.</summary>
/// <param name="Output">The class or target that is explained; empty for a single number.</param>
/// <param name="Scale">The unit of all numbers here.</param>
/// <param name="Base">What would be predicted if nothing were known of the row.</param>
/// <param name="Prediction">What is predicted, on this scale.</param>
/// <param name="Contributions">What each column of the table contributes, in the order of the columns.</param>
public sealed record PredictionExplanation(string Output, ShapleyScale Scale, double Base, double Prediction, IReadOnlyList<ColumnContribution> Contributions)
{
    /// <summary>Gets the standard error of the base; 0 where nothing was estimated.</summary>
    public double BaseError { get; init; }

    /// <summary>Lists the contributions, those that weigh most first; equals stay in the order of the columns.</summary>
    /// <returns>The contributions.</returns>
    public IReadOnlyList<ColumnContribution> Ranked() => [.. Contributions.OrderByDescending(one => Math.Abs(one.Contribution))];
}
