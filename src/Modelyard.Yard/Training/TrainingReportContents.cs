using Modelyard.Charts;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Reports.Content;
using Modelyard.Training;

namespace Modelyard.Lifecycle.Training;

/// <summary>Gathers what a training report shows from what a training found.</summary>
internal static class TrainingReportContents
{
    private const int MostLevels = 12;

    /// <summary>Gathers the content of a report.</summary>
    /// <param name="result">What the training found.</param>
    /// <param name="frame">The table that was trained on.</param>
    /// <param name="title">The name of the model and its version.</param>
    /// <param name="data">The name of the data file.</param>
    /// <param name="lineage">Where the model comes from.</param>
    /// <param name="commands">How the model is used.</param>
    /// <returns>The content.</returns>
    internal static TrainingReportContent Of(
        TrainingResult result, Frame frame, string title, string data, IReadOnlyDictionary<string, string> lineage, IReadOnlyList<ReportCommand> commands)
    {
        ReportMetric[] metrics = [.. result.TestScores.Select(score => Metric(score, result))];
        return new TrainingReportContent
        {
            Title = title,
            Test = ReportTest.Of(result.TestPredictions, result.Options.Target) with { Threshold = Threshold(result) },
            Estimator = result.Best,
            Headline = metrics[0],
            Metrics = metrics[1..],
            Coverage = result.Coverage is { } coverage ? $"{(result.Task == TaskKind.Regression ? "Intervals" : "Sets of classes")}: {coverage.Describe(result.Task)}.{(coverage.Groups.Count > 0 ? $" By {result.Options.CoverageGroups}: {coverage.DescribeGroups()}." : "")}" : "",
            Data = data,
            Rows = result.Rows,
            TrainingRows = result.Rows - result.TestRows,
            TestRows = result.TestRows,
            Features = result.Predictor.Inputs.Count,
            Created = DateTimeOffset.UtcNow,
            Duration = result.Duration,
            Warnings = [.. result.Warnings.Select(warning => new ReportWarning(warning))],
            Leaderboard = [.. result.Leaderboard.Select(Candidate)],
            Validation = Validation(result),
            Hyperparameters = Facts(result.Hyperparameters),
            Trials = [.. result.Trials.Select((trial, i) => new ReportTrial(i + 1, trial.Estimator, trial.Score, double.NaN, string.Join(", ", trial.Hyperparameters.Select(pair => $"{pair.Key} {pair.Value}"))))],
            Importances = [.. result.Importances.Select(one => new ReportImportance(one.Feature, one.Mean, one.Low, one.High))],
            Terms = [.. result.Terms.Select(one => new ReportTerms(one.Column, result.Task == TaskKind.Regression ? $"{one.Of} {result.Options.Target}" : ReportTest.Shorten(one.Of), one.Terms))],
            ImportanceMethod = $"Loss of {result.Metric.Title} on the test rows when the column is shuffled, with 95 % intervals over the shuffles.",
            Columns = [.. frame.Columns.Select(column => Column(column, result))],
            Preparation = [.. result.Preparation.Select(sentence => new ReportStep(sentence, [])), .. result.Dropped.Select(dropped => new ReportStep("Left out", [dropped.Name], dropped.Reason))],
            Lineage = Facts(lineage),
            Commands = commands,
        };
    }

    private static ReportThreshold? Threshold(TrainingResult result) => result.ThresholdCurve.Count == 0
        ? null
        : new ReportThreshold(
            result.Metric.Title,
            result.Predictor.Threshold ?? 0.5,
            [.. result.ThresholdCurve.Select(point => point.Threshold)],
            [.. result.ThresholdCurve.Select(point => point.Score)])
        {
            ChosenOn = "rows of the training part that the models were not fitted on",
        };

    private static ReportMetric Metric(Persistence.MetricScore score, TrainingResult result)
    {
        IMetric metric = result.MetricOf(score);
        return new ReportMetric(metric.Title, score.Value) { Low = score.Low, High = score.High, HigherIsBetter = metric.HigherIsBetter };
    }

    private static ReportCandidate Candidate(LeaderboardRow row) => new(row.IsTuned ? $"{row.Estimator} (tuned)" : row.Estimator, row.Score)
    {
        Deviation = row.Deviation,
        FitSeconds = row.FitSeconds,
        IsChosen = row.IsChosen,
        Note = row.Note,
        Hyperparameters = Facts(row.Hyperparameters),
    };

    private static string Validation(TrainingResult result)
    {
        int folds = result.Leaderboard.Max(row => row.Folds);
        string how = folds == 1 ? "one part kept apart" : result.Repeats == 1 ? $"{folds} folds" : $"{folds / result.Repeats} folds, {result.Repeats} times,";
        return $"{how} of the {result.Rows - result.TestRows:N0} training rows, with preparation fitted inside each fold";
    }

    private static ReportColumn Column(Column column, TrainingResult result)
    {
        var summary = ColumnSummary.Of(column);
        string? dropped = result.Dropped.FirstOrDefault(one => one.Name == column.Name)?.Reason;
        var described = new ReportColumn(column.Name, column.Kind.ToString().ToLowerInvariant())
        {
            Use = column.Name == result.Options.Target ? "target" : dropped is null ? "input" : "left out",
            IsLeftOut = dropped is not null,
            Note = dropped ?? "",
            Rows = column.Length,
            Missing = column.MissingCount,
            Distinct = summary.Distinct,
        };
        if (column.Kind is ColumnKind.Boolean or ColumnKind.Text or ColumnKind.Category)
        {
            return described with { Levels = Levels(column) };
        }

        double[] present = Array.FindAll(column.ToDoubles(), double.IsFinite);
        return described with
        {
            Mean = summary.Mean,
            Deviation = summary.StandardDeviation,
            Minimum = summary.Minimum,
            LowerQuartile = summary.LowerQuartile,
            Median = summary.Median,
            UpperQuartile = summary.UpperQuartile,
            Maximum = summary.Maximum,
            Histogram = present.Length == 0 ? null : HistogramBins.Of(present, 20),
        };
    }

    private static ReportLevel[] Levels(Column column)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        for (int row = 0; row < column.Length; row++)
        {
            if (!column.IsMissing(row))
            {
                System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, column.FormatCell(row), out _)++;
            }
        }

        return [.. counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(MostLevels).Select(pair => new ReportLevel(pair.Key, pair.Value))];
    }

    private static ReportFact[] Facts(IReadOnlyDictionary<string, string> values) => [.. values.Select(pair => new ReportFact(pair.Key, pair.Value))];
}
