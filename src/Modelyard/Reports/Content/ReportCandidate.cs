namespace Modelyard.Reports.Content;

/// <summary>Represents one row of the leaderboard.</summary>
/// <param name="Estimator">The name of the estimator.</param>
/// <param name="Score">The mean score of validation; NaN where it could not be fitted.</param>
public sealed record ReportCandidate(string Estimator, double Score)
{
    /// <summary>Gets the standard deviation of the score over the folds; NaN where it is not known.</summary>
    public double Deviation { get; init; } = double.NaN;

    /// <summary>Gets the lower end of the interval of the score; NaN takes one standard deviation.</summary>
    public double Low { get; init; } = double.NaN;

    /// <summary>Gets the upper end of the interval of the score; NaN takes one standard deviation.</summary>
    public double High { get; init; } = double.NaN;

    /// <summary>Gets the seconds that one fit took; NaN where they are not known.</summary>
    public double FitSeconds { get; init; } = double.NaN;

    /// <summary>Gets a value indicating whether this candidate became the model.</summary>
    public bool IsChosen { get; init; }

    /// <summary>Gets what else is to say, such as why it was left out; empty for nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>Gets the hyperparameters that differ from the defaults, or all of them.</summary>
    public IReadOnlyList<ReportFact> Hyperparameters { get; init; } = [];
}
