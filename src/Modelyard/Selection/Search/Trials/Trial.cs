namespace Modelyard.Selection.Search;

/// <summary>Represents one point that a search tries, and what came of it.</summary>
/// <param name="Number">The number of the trial, from 0.</param>
/// <param name="Batch">The number of the batch with which it was begun, from 0.</param>
/// <param name="Point">The point.</param>
/// <param name="Share">The share of the whole resource (folds, rows, iterations) that it is given, above 0 and at most 1.</param>
public sealed record Trial(int Number, int Batch, SearchPoint Point, double Share = 1)
{
    /// <summary>Gets how far it is.</summary>
    public TrialState State { get; init; }

    /// <summary>Gets the scores of each step, in order, each with a score a goal; fewer steps than others if it was pruned or failed.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Steps { get; init; } = [];

    /// <summary>Gets the reason why it failed; empty if it did not.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Gets how long it took.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>Gets the gain that the strategy expected of it, in standard deviations of the losses; NaN if it expected nothing in particular.</summary>
    public double ExpectedGain { get; init; } = double.NaN;

    /// <summary>Gets a value indicating whether it tries the settings as they were before the search.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Gets the mean score of each goal over the steps; empty if there is no step.</summary>
    public IReadOnlyList<double> Scores => Steps.Count == 0 ? [] : [.. Enumerable.Range(0, Steps[0].Count).Select(goal => Steps.Average(step => step[goal]))];

    /// <summary>Gets the standard deviation of the scores of a goal over the steps; NaN for fewer than two.</summary>
    /// <param name="goal">The place of the goal.</param>
    /// <returns>The sample standard deviation.</returns>
    public double Deviation(int goal = 0) => FoldStatistics.Deviation([.. Steps.Select(step => step[goal])]);
}
