using Modelyard.Ensembles;
using Modelyard.Explanation;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Preparation;

namespace Modelyard.Training;

/// <summary>Represents what a training found: the chosen model, how good it is, how sure that is, and how it came about.</summary>
public sealed record TrainingResult
{
    /// <summary>Gets what was asked for.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>Gets what is predicted.</summary>
    public required TaskKind Task { get; init; }

    /// <summary>Gets the labels of the classes; empty for regression.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Gets the metric that was optimised.</summary>
    public required IMetric Metric { get; init; }

    /// <summary>Gets the number of rows with a target, and with a time where they are ordered by one.</summary>
    public required int Rows { get; init; }

    /// <summary>Gets the number of rows that were kept apart.</summary>
    public required int TestRows { get; init; }

    /// <summary>Gets the columns that were not used.</summary>
    public required IReadOnlyList<DroppedColumn> Dropped { get; init; }

    /// <summary>Gets what preparation does for the chosen model, in sentences.</summary>
    public required IReadOnlyList<string> Preparation { get; init; }

    /// <summary>Gets how often the training rows were parted into folds, so that a candidate has at most this many times the folds of one parting.</summary>
    public required int Repeats { get; init; }

    /// <summary>Gets the candidates, the best first.</summary>
    public required IReadOnlyList<LeaderboardRow> Leaderboard { get; init; }

    /// <summary>Gets the drawn hyperparameter sets.</summary>
    public IReadOnlyList<TuningTrial> Trials { get; init; } = [];

    /// <summary>Gets the name of the chosen estimator, or 'Voting'.</summary>
    public required string Best { get; init; }

    /// <summary>Gets the hyperparameters of the chosen estimator, or of each member of the vote with its name before them.</summary>
    public required IReadOnlyDictionary<string, string> Hyperparameters { get; init; }

    /// <summary>Gets the model to serve.</summary>
    public required Predictor Predictor { get; init; }

    /// <summary>Gets the scores on the rows that were kept apart, the optimised one first, with 95 % intervals.</summary>
    public required IReadOnlyList<MetricScore> TestScores { get; init; }

    /// <summary>Gets the metric of one of the test scores.</summary>
    /// <param name="score">The score.</param>
    /// <returns>The metric that was optimised, or the one of the catalogue.</returns>
    public IMetric MetricOf(MetricScore score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return score.Name == Metric.Name ? Metric : MetricCatalogue.Find(score.Name, Task);
    }

    /// <summary>Gets the predictions for the rows that were kept apart.</summary>
    public required Predictions TestPredictions { get; init; }

    /// <summary>Gets how often intervals or sets held the truth on the rows that were kept apart; null if the model gives neither.</summary>
    public CoverageCheck? Coverage { get; init; }

    /// <summary>Gets the score at each decision threshold that was tried; empty if the metric does not depend on it.</summary>
    public IReadOnlyList<(double Threshold, double Score)> ThresholdCurve { get; init; } = [];

    /// <summary>Gets the importance of each input for the predictions, the greatest first.</summary>
    public IReadOnlyList<FeatureImportance> Importances { get; init; } = [];

    /// <summary>Gets the words of texts that go with a class, or with great or small numbers, in the training rows.</summary>
    public IReadOnlyList<TellingTerms> Terms { get; init; } = [];

    /// <summary>Gets the profile of the rows the served model was fitted on.</summary>
    public required TableProfile Profile { get; init; }

    /// <summary>Gets what the user should know, in full sentences.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Gets a value indicating whether the search was stopped before its budget was used up.</summary>
    public bool WasStopped { get; init; }

    /// <summary>Gets how long it all took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Gets how long the final fit took.</summary>
    public TimeSpan FitTime { get; init; }
}
