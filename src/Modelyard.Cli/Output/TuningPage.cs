using Modelyard.Charts;
using Modelyard.Lifecycle.Training;
using Modelyard.Persistence;
using Modelyard.Reports;
using Modelyard.Reports.Content;
using Modelyard.Selection.Search;
using Modelyard.Training.Search;

namespace Modelyard.Cli;

/// <summary>Gathers the page on a search of hyperparameters that was recorded.</summary>
internal static class TuningPage
{
    private const int MostNamed = 3;
    private const double LeastShare = 0.1;

    internal static HtmlPage Of(TuningOutcome outcome)
    {
        TunerResult result = outcome.Result;
        return StudyReport.Page(new ReportStudy
        {
            Title = $"The search for {result.Options.Target} in {Path.GetFileName(outcome.DataPath)}",
            Study = result.Study,
            Settings = $"{result.Best.GetType().Name}{(result.Settings.Count > 0 ? $" with {string.Join(", ", result.Settings)}" : " as it is")}",
            Importances = result.Importances,
            Summary = [Test(result), .. Gain(result), .. Nested(result), .. Importance(result.Importances)],
            Warnings = result.Warnings,
            Command = new ReportCommand("These settings, fitted anew:", TuningOutput.Chosen(outcome)),
            Facts =
            [
                ("Table", $"{Path.GetFileName(outcome.DataPath)}, {NumberText.Counted(result.Rows, "row")}"),
                ("Metric", string.Join(", ", result.Metrics.Select(Figures.Directed))),
                ("Method", result.Options.Method.ToString().ToLowerInvariant()),
                ("Trials", TuningOutput.Counts(result.Study, result.Folds)),
                ("End", TuningOutput.Ending(result.Study.End)),
                ("Seed", $"{result.Options.Seed}"),
                ("Study", outcome.Study),
                ("Model", $"{outcome.Name}:{outcome.Version}"),
            ],
        });
    }

    private static string Test(TunerResult result)
    {
        MetricScore score = result.TestScores[0];
        return $"On {NumberText.Counted(result.TestRows, "row")} that the search had not seen, the model reached {result.Metrics[0].Name} {NumberText.Score(score.Value)}{Interval(score.Low, score.High)}.";
    }

    private static IEnumerable<string> Gain(TunerResult result)
    {
        if (result.Gain is { } gain)
        {
            yield return $"With the settings before the search it is {NumberText.Score(result.DefaultTestScore)} there: {TuningOutput.Verdict(gain, result.Metrics[0])} (difference {NumberText.Score(gain.Value)}{Interval(gain.Low, gain.High)}).";
        }
    }

    private static IEnumerable<string> Nested(TunerResult result)
    {
        if (result.Nested is { } nested)
        {
            yield return $"Searched anew within {nested.Folds.Count} outer folds, such a search reaches {NumberText.Score(nested.Mean)}{Interval(nested.Low, nested.High)}, where it saw {NumberText.Score(nested.SearchMean)} itself.";
        }
    }

    /// <summary>Names the hyperparameters to which much of the differences goes back.</summary>
    private static IEnumerable<string> Importance(IReadOnlyList<HyperparameterImportance> importances)
    {
        string[] named = [.. importances.Where(one => one.Share >= LeastShare && one.Share > one.Deviation).Take(MostNamed).Select(one => $"'{one.Name}' ({NumberText.Percent(one.Share, 0)})")];
        if (named.Length > 0)
        {
            yield return $"The differences between trials go back mostly to {string.Join(", ", named)}.";
        }
        else if (importances.Count > 0)
        {
            yield return "Which hyperparameters matter is not known after so few trials.";
        }
    }

    private static string Interval(double low, double high) => double.IsFinite(low) && double.IsFinite(high) ? $" [{NumberText.Score(low)}, {NumberText.Score(high)}]" : "";
}
