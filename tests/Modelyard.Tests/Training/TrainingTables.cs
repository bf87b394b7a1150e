using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Selection;
using Modelyard.Training;

namespace Modelyard.Tests.Training;

/// <summary>Gives what the tests of training share: quick options, and what of a result must be the same for the same work.</summary>
internal static class TrainingTables
{
    /// <summary>Gets options that take little time: two quick candidates and no tuning.</summary>
    public static TrainingOptions Quick(string target, params string[] candidates) =>
        new() { Target = target, Trials = 0, RefitOnAll = false, Seed = 4, Candidates = candidates.Length > 0 ? candidates : ["LogisticRegression", "GaussianNaiveBayes"] };

    /// <summary>Writes down what was chosen, and why: all of the leaderboard and the trials but the seconds.</summary>
    public static string Choice(TrainingResult result) => string.Join(
        Environment.NewLine,
        [
            .. result.Leaderboard.Select(row => $"{row.Estimator} {row.Score:R} {row.Deviation:R} {row.Folds} {row.IsChosen} {row.IsTuned} {row.Note} {Pairs(row.Hyperparameters)}"),
            .. result.Trials.Select(trial => $"{trial.Estimator} {trial.Score:R} {trial.Folds} {Pairs(trial.Hyperparameters)}"),
            $"{result.Best} {Pairs(result.Hyperparameters)} {result.Predictor.Threshold:R}",
            .. result.Dropped.Select(column => column.ToString()),
            .. result.Preparation,
            .. result.ThresholdCurve.Select(point => $"{point.Threshold:R} {point.Score:R}"),
        ]);

    /// <summary>Writes down how the choice did in the test, and what its model answers.</summary>
    public static string Outcome(TrainingResult result) => string.Join(
        Environment.NewLine,
        [
            .. result.TestScores.Select(score => score.ToString()),
            .. result.Importances.Select(one => one.ToString()),
            .. result.TestPredictions.Probabilities?.AsSpan().ToArray().Select(value => $"{value:R}") ?? [],
            .. result.TestPredictions.Predicted.ToArray().Select(value => $"{value:R}"),
        ]);

    /// <summary>Makes an evaluation whose folds have the given scores.</summary>
    public static CandidateScores Scored(Candidate candidate, IReadOnlyList<Predictions> folds, IMetric metric, bool isTuned = false)
    {
        var evaluation = new CandidateScores(candidate, isTuned);
        foreach (Predictions fold in folds)
        {
            evaluation.Add(new FoldResult([], fold, metric.Score(fold), TimeSpan.FromSeconds(1), []));
        }

        return evaluation;
    }

    private static string Pairs(IReadOnlyDictionary<string, string> pairs) => string.Join(", ", pairs.Select(pair => $"{pair.Key}={pair.Value}"));
}
