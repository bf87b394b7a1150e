using Modelyard.Ensembles;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Selection.Search;

namespace Modelyard.Training.Search;

/// <summary>Represents what a search of hyperparameters found for a table: the best settings, how good they are, and what they gained.</summary>
public sealed record TunerResult
{
    /// <summary>Gets what was asked for.</summary>
    public required TunerOptions Options { get; init; }

    /// <summary>Gets the search.</summary>
    public required StudyResult Study { get; init; }

    /// <summary>Gets the metrics, the one that chose first.</summary>
    public required IReadOnlyList<IMetric> Metrics { get; init; }

    /// <summary>Gets the number of folds of the search.</summary>
    public required int Folds { get; init; }

    /// <summary>Gets the estimator with the best settings.</summary>
    public required IEstimator Best { get; init; }

    /// <summary>Gets how much of the differences between trials goes back to each hyperparameter, the most important first; empty if too few were tried.</summary>
    public required IReadOnlyList<HyperparameterImportance> Importances { get; init; }

    /// <summary>Gets the nested cross-validation; null if none was asked for.</summary>
    public NestedResult? Nested { get; init; }

    /// <summary>Gets the model to serve.</summary>
    public required Predictor Predictor { get; init; }

    /// <summary>Gets the scores on the rows that were kept apart, the one that chose first, with 95 % intervals.</summary>
    public required IReadOnlyList<MetricScore> TestScores { get; init; }

    /// <summary>Gets how often intervals or sets held the truth on the rows that were kept apart; null if the model gives neither.</summary>
    public CoverageCheck? Coverage { get; init; }

    /// <summary>Gets the score of the settings before the search on the rows that were kept apart; NaN if they could not be fitted.</summary>
    public required double DefaultTestScore { get; init; }

    /// <summary>Gets the difference of the scores on the rows that were kept apart, after the search less before, with its 95 % interval; null if the settings before could not be fitted.</summary>
    public ScoreInterval? Gain { get; init; }

    /// <summary>Gets the number of rows with a target.</summary>
    public required int Rows { get; init; }

    /// <summary>Gets the number of rows that were kept apart.</summary>
    public required int TestRows { get; init; }

    /// <summary>Gets the labels of the classes; empty for regression.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Gets the columns that were not used.</summary>
    public required IReadOnlyList<DroppedColumn> Dropped { get; init; }

    /// <summary>Gets the profile of the rows the served model was fitted on.</summary>
    public required TableProfile Profile { get; init; }

    /// <summary>Gets what the user should know, in full sentences.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Gets the hyperparameters of the best settings by name, as the command prints them.</summary>
    public IReadOnlyDictionary<string, string> Hyperparameters => Leaderboard.Format(Best);

    /// <summary>Gets the hyperparameters that differ from the defaults of the estimator, as <c>--set</c> takes them: <c>Alpha=10</c>.</summary>
    public IReadOnlyList<string> Settings => [.. Learning.Hyperparameters.Of(Best)
        .Select(one => (one.Name, Value: Hyperparameter.Format(one.Read(Best)), Default: Hyperparameter.Format(one.Default)))
        .Where(one => one.Value != one.Default)
        .Select(one => $"{one.Name}={one.Value}")];
}
