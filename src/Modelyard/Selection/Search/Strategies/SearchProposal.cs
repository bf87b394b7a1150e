namespace Modelyard.Selection.Search;

/// <summary>Represents a point that a strategy wants tried.</summary>
/// <param name="Point">The point.</param>
/// <param name="Share">The share of the whole resource (folds, rows, iterations) that it is worth, above 0 and at most 1.</param>
public sealed record SearchProposal(SearchPoint Point, double Share = 1)
{
    /// <summary>Gets the gain that is expected of it over the best so far, in standard deviations of the losses; NaN if the strategy cannot say.</summary>
    public double ExpectedGain { get; init; } = double.NaN;
}
