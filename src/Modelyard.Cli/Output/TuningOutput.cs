using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Lifecycle.Training;
using Modelyard.Metrics;
using Modelyard.Persistence;
using Modelyard.Selection.Search;
using Modelyard.Training.Search;

namespace Modelyard.Cli;

/// <summary>Shows what a search found: as lines for a person, as an object for a program.</summary>
internal static class TuningOutput
{
    private const int MostTrials = 8;
    private const int MostFront = 12;
    private const int MostImportances = 8;
    private const int BarWidth = 24;
    private const int LongestReason = 100;

    internal static void WriteText(Terminal terminal, TuningOutcome outcome, string yard)
    {
        TunerResult result = outcome.Result;
        StudyResult study = result.Study;
        terminal.Line($" {Path.GetFileName(outcome.DataPath)}   {NumberText.Counted(result.Rows, "row")}, {result.Predictor.Inputs.Count:N0} of {result.Predictor.Inputs.Count + result.Dropped.Count:N0} columns used     target   {result.Options.Target}     metric   {string.Join(", ", result.Metrics.Select(Figures.Directed))}");
        terminal.Line($" search   {result.Options.Method.ToString().ToLowerInvariant()}, {Counts(study, result.Folds)}; {Ending(study.End)}");
        foreach (string warning in result.Warnings)
        {
            terminal.Line($" note     {warning}");
        }

        terminal.Line();
        WriteTrials(terminal, result);
        WriteFront(terminal, result);
        WriteFailures(terminal, study);
        WriteImportances(terminal, result);
        terminal.Line($" best     {Chosen(outcome)}");
        WriteScores(terminal, result);
        string yardOption = yard == ".modelyard" ? "" : $" --yard {yard}";
        terminal.Line();
        terminal.Line($" model    {outcome.Name}:{outcome.Version}     study    {outcome.Study}");
        terminal.Line($" next     modelyard predict {outcome.Name} new.csv -o scored.csv{yardOption}");
    }

    internal static void WriteJson(Utf8JsonWriter json, TuningOutcome outcome)
    {
        TunerResult result = outcome.Result;
        json.WriteString("run", outcome.RunId);
        json.WriteString("study", outcome.Study);
        json.WriteStartObject("model");
        json.WriteString("name", outcome.Name);
        json.WriteNumber("version", outcome.Version);
        json.WriteEndObject();
        json.WriteString("target", result.Options.Target);
        json.WriteString("method", result.Options.Method.ToString().ToLowerInvariant());
        json.Texts("metrics", result.Metrics.Select(metric => metric.Name));
        json.WriteString("end", result.Study.End.ToString());
        json.WriteStartObject("best");
        json.WriteNumber("trial", result.Study.Best.Number);
        json.WriteString("estimator", result.Best.GetType().Name);
        json.Values("hyperparameters", result.Hyperparameters);
        json.Texts("set", result.Settings);
        json.WriteEndObject();
        json.WriteStartObject("test");
        json.WriteNumber("rows", result.TestRows);
        foreach (MetricScore score in result.TestScores)
        {
            WriteInterval(json, score.Name, score.Value, score.Low, score.High);
        }

        json.WriteEndObject();
        CoverageJson.Write(json, result.Coverage);
        json.Number("defaultTest", result.DefaultTestScore);
        WriteInterval(json, "gain", result.Gain?.Value ?? double.NaN, result.Gain?.Low ?? double.NaN, result.Gain?.High ?? double.NaN);
        if (result.Nested is { } nested)
        {
            WriteInterval(json, "nested", nested.Mean, nested.Low, nested.High);
        }

        json.Objects("importance", result.Importances, one =>
        {
            json.WriteString("hyperparameter", one.Name);
            json.Number("share", one.Share);
            json.Number("std", one.Deviation);
        });
        json.WriteStartArray("front");
        foreach (Trial trial in result.Study.Front)
        {
            json.WriteNumberValue(trial.Number);
        }

        json.WriteEndArray();
        json.WriteStartArray("trials");
        foreach (Trial trial in result.Study.Trials)
        {
            WriteTrial(json, trial, result.Metrics);
        }

        json.WriteEndArray();
        json.Texts("warnings", result.Warnings);
        json.Number("seconds", result.Study.Duration.TotalSeconds);
    }

    private static void WriteTrial(Utf8JsonWriter json, Trial trial, IReadOnlyList<IMetric> metrics)
    {
        json.WriteStartObject();
        json.WriteNumber("trial", trial.Number);
        json.WriteString("state", trial.State.ToString().ToLowerInvariant());
        json.WriteBoolean("default", trial.IsDefault);
        json.WriteNumber("share", trial.Share);
        json.WriteNumber("folds", trial.Steps.Count);
        json.WriteStartObject("scores");
        foreach ((IMetric metric, double score) in metrics.Zip(trial.Scores))
        {
            json.Number(metric.Name, score);
        }

        json.WriteEndObject();
        json.Values("hyperparameters", trial.Point.Values);
        if (trial.Reason.Length > 0)
        {
            json.WriteString("reason", trial.Reason);
        }

        json.Number("seconds", trial.Time.TotalSeconds);
        json.WriteEndObject();
    }

    private static void WriteInterval(Utf8JsonWriter json, string name, double value, double low, double high)
    {
        json.WriteStartObject(name);
        json.Number("value", value);
        json.Number("low", low);
        json.Number("high", high);
        json.WriteEndObject();
    }

    private static void WriteTrials(Terminal terminal, TunerResult result)
    {
        TextTable table = new TextTable("trial", result.Metrics[0].Title, "fits", "").Right(0, 1, 2);
        IEnumerable<Trial> shown = result.Study.Ranked.Concat(result.Study.RankedBelow).Take(MostTrials);
        if (result.Study.Default is { } defaults && !shown.Contains(defaults))
        {
            shown = shown.Append(defaults);
        }

        foreach (Trial trial in shown)
        {
            string deviation = double.IsNaN(trial.Deviation()) ? "" : $" ± {Figures.Score(trial.Deviation())}";
            table.Add($"{trial.Number}", Figures.Score(trial.Scores[0]) + deviation, Figures.Seconds(trial.Time.TotalSeconds), trial.Point.Text + (trial.IsDefault ? "   (as before)" : "") + (trial.Share < 1 ? $"   (scored with {trial.Share:P0})" : ""));
        }

        table.Write(terminal);
        terminal.Line();
    }

    private static void WriteFront(Terminal terminal, TunerResult result)
    {
        if (result.Metrics.Count == 1)
        {
            return;
        }

        TextTable table = new TextTable(["not beaten in all", .. result.Metrics.Select(metric => metric.Title), ""]).Right([0, .. Enumerable.Range(1, result.Metrics.Count)]);
        foreach (Trial trial in result.Study.Front.Take(MostFront))
        {
            table.Add([$"{trial.Number}", .. trial.Scores.Select(Figures.Score), trial.Point.Text]);
        }

        table.Write(terminal);
        terminal.Line();
    }

    private static void WriteFailures(Terminal terminal, StudyResult study)
    {
        foreach (IGrouping<string, Trial> reason in study.Trials.Where(trial => trial.State == TrialState.Failed).GroupBy(trial => trial.Reason, StringComparer.Ordinal).OrderByDescending(group => group.Count()).Take(3))
        {
            string text = reason.Key.Length <= LongestReason ? reason.Key : reason.Key[..LongestReason] + "...";
            terminal.Line($" failed   {NumberText.Counted(reason.Count(), "trial")}, as {reason.First().Point.Text}: {text}");
        }
    }

    private static void WriteImportances(Terminal terminal, TunerResult result)
    {
        if (result.Importances.Count == 0)
        {
            return;
        }

        TextTable table = new TextTable("importance", "", "share of the differences").Right(2);
        foreach (HyperparameterImportance one in result.Importances.Take(MostImportances))
        {
            table.Add(one.Name, TextChart.Bar(one.Share, BarWidth), $"{one.Share:P0} ± {one.Deviation:P0}");
        }

        double joint = 1 - result.Importances.Sum(one => one.Share);
        table.Add("several at once", TextChart.Bar(joint, BarWidth), $"{Math.Max(0, joint):P0}      ");
        table.Write(terminal);
        string[] same = [.. result.Study.Space.Dimensions.Select(axis => axis.Name).Except(result.Importances.Select(one => one.Name))];
        if (same.Length > 0)
        {
            terminal.Line($"          the trials say nothing of {string.Join(", ", same)}: they had one value only");
        }

        terminal.Line();
    }

    private static void WriteScores(Terminal terminal, TunerResult result)
    {
        MetricScore first = result.TestScores[0];
        string title = result.Metrics[0].Title;
        terminal.Line($" test     {title} {Figures.Score(first.Value)} {Figures.Bracket(first.Low, first.High)} on {NumberText.Counted(result.TestRows, "row")}, seen once");
        if (result.Coverage is { } coverage)
        {
            terminal.Line($" {(result.Best.Task == TaskKind.Regression ? "interval" : "sets"),-8} {coverage.Describe(result.Best.Task)}");
            if (coverage.Groups.Count > 0)
            {
                terminal.Line($" {"",-8} by {result.Options.CoverageGroups}: {coverage.DescribeGroups()}");
            }
        }

        if (result.Gain is { } gain)
        {
            terminal.Line($" before   {title} {Figures.Score(result.DefaultTestScore)} there with the settings before; difference {Figures.Score(gain.Value)} [{Figures.Score(gain.Low)}, {Figures.Score(gain.High)}], {Verdict(gain, result.Metrics[0])}");
        }

        if (result.Nested is { } nested)
        {
            terminal.Line($" nested   {title} {Figures.Score(nested.Mean)} [{Figures.Score(nested.Low)}, {Figures.Score(nested.High)}] over {nested.Folds.Count} outer folds, where the searches themselves saw {Figures.Score(nested.SearchMean)}");
        }
    }

    /// <summary>Says whether what was found is better than the settings before by more than chance.</summary>
    internal static string Verdict(ScoreInterval gain, IMetric metric) =>
        gain.Low > 0 && gain.High > 0 ? metric.HigherIsBetter ? "better" : "worse"
        : gain.Low < 0 && gain.High < 0 ? metric.HigherIsBetter ? "worse" : "better"
        : "no sure difference";

    /// <summary>Writes the command that fits the best settings.</summary>
    internal static string Chosen(TuningOutcome outcome) =>
        $"modelyard fit {outcome.Result.Best.GetType().Name} {outcome.DataPath} --target {SharedOptions.Quoted(outcome.Result.Options.Target)}{string.Concat(outcome.Result.Settings.Select(setting => $" --set {SharedOptions.Quoted(setting)}"))}";

    /// <summary>Counts the trials, and those that were given up or failed.</summary>
    internal static string Counts(StudyResult study, int folds)
    {
        var counts = new List<string> { $"{NumberText.Counted(study.Trials.Count, "trial")} on {folds} folds" };
        foreach ((TrialState state, string word) in new[] { (TrialState.Pruned, "given up"), (TrialState.Failed, "failed") })
        {
            if (study.Trials.Count(trial => trial.State == state) is > 0 and var count)
            {
                counts.Add($"{count:N0} {word}");
            }
        }

        return string.Join(", ", counts);
    }

    /// <summary>Says why the search ended.</summary>
    internal static string Ending(StudyEnd end) => end switch
    {
        StudyEnd.TrialsUsedUp => "all trials were tried",
        StudyEnd.TimeUsedUp => "the time was used up",
        StudyEnd.Exhausted => "there was nothing left to try",
        StudyEnd.LittleToGain => "ended early, as little was to be gained",
        _ => "stopped",
    };
}
