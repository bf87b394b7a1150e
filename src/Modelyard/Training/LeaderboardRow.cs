namespace Modelyard.Training;

/// <summary>Represents one candidate and how it did.</summary>
/// <param name="Estimator">The name of the estimator, or 'Vote'.</param>
/// <param name="Score">The mean score over the folds.</param>
/// <param name="Deviation">The standard deviation over the folds; NaN for one fold.</param>
/// <param name="Folds">The number of folds.</param>
/// <param name="FitSeconds">The mean time of a fit, in seconds.</param>
public sealed record LeaderboardRow(string Estimator, double Score, double Deviation, int Folds, double FitSeconds)
{
    /// <summary>Gets a value indicating whether it was chosen.</summary>
    public bool IsChosen { get; init; }

    /// <summary>Gets a value indicating whether its hyperparameters were drawn, not the defaults.</summary>
    public bool IsTuned { get; init; }

    /// <summary>Gets what there is to say about it; empty if nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>Gets the hyperparameters by name, as the command prints them.</summary>
    public IReadOnlyDictionary<string, string> Hyperparameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
