using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Persistence;
using Modelyard.Training;
using Modelyard.Lifecycle.Training;

namespace Modelyard.Cli;

/// <summary>Shows what a training found: as lines for a person, as an object for a program.</summary>
internal static class TrainingOutput
{
    private const int LongestLabel = 40;
    private const int MostKinds = 2;
    private const int MostWords = 5;

    internal static void WriteText(Terminal terminal, TrainingOutcome outcome, string yard)
    {
        TrainingResult result = outcome.Result;
        terminal.Line($" {Path.GetFileName(outcome.DataPath)}   {NumberText.Counted(result.Rows, "row")}, {result.Predictor.Inputs.Count:N0} of {result.Predictor.Inputs.Count + result.Dropped.Count:N0} columns used");
        terminal.Line($" target   {result.Options.Target}: {DescribeTarget(result)}     metric   {Figures.Directed(result.Metric)}");
        foreach (Feature text in result.Predictor.Inputs.Where(input => input.Kind == FeatureKind.Text))
        {
            IEnumerable<string> telling = result.Terms.Where(one => one.Column == text.Name).Take(MostKinds).Select(one => $"; {one.Of}: {string.Join(", ", one.Terms.Take(MostWords))}");
            terminal.Line($" text     {text.Name}: {Figures.Terms(text)} are features{string.Concat(telling)}");
        }

        foreach (string dropped in result.Dropped.Where(one => one.Reason != "excluded").Select(one => $"{one.Name}: {one.Reason}"))
        {
            terminal.Line($" left out {dropped}");
        }

        foreach (string warning in result.Warnings)
        {
            terminal.Line($" note     {warning}");
        }

        terminal.Line();
        TextTable table = new TextTable("candidate", result.Metric.Title, "fit", "").Right(1, 2);
        foreach (LeaderboardRow row in result.Leaderboard)
        {
            string score = double.IsNaN(row.Score) ? "-" : double.IsNaN(row.Deviation) ? Figures.Score(row.Score) : $"{Figures.Score(row.Score)} ± {Figures.Score(row.Deviation)}";
            table.Add(row.IsTuned ? $"{row.Estimator}, tuned" : row.Estimator, score, Figures.Seconds(row.FitSeconds), row.IsChosen ? $"<- chosen {row.Note}".TrimEnd() : row.Note);
        }

        table.Write(terminal);
        terminal.Line();
        foreach (MetricScore score in result.TestScores.Take(4))
        {
            string name = result.MetricOf(score).Title;
            terminal.Line($" {(ReferenceEquals(score, result.TestScores[0]) ? $"test ({NumberText.Counted(result.TestRows, "row")}, seen once)" : ""),-28}  {name,-20} {Figures.Score(score.Value)} {Figures.Bracket(score.Low, score.High)}");
        }

        if (result.Coverage is { } coverage)
        {
            terminal.Line($" {(result.Task == TaskKind.Regression ? "intervals" : "sets"),-28}  {coverage.Describe(result.Task)}");
            if (coverage.Groups.Count > 0)
            {
                terminal.Line($" {$"  by {result.Options.CoverageGroups}",-28}  {coverage.DescribeGroups()}");
            }
        }

        if (result.Predictor.Threshold is { } threshold)
        {
            terminal.Line($" threshold                     {Shorten(result.Classes[1])} from a probability of {threshold:0.####} on");
        }

        if (result.WasStopped)
        {
            terminal.Line(" stopped                       the search ended early; this is the best that was found so far");
        }

        string yardOption = yard == ".modelyard" ? "" : $" --yard {yard}";
        terminal.Line();
        terminal.Line($" model    {outcome.Name}:{outcome.Version}     report   {Near(outcome.ReportPath)}");
        terminal.Line($" next     modelyard serve {outcome.Name}{yardOption}");
        terminal.Line($"          modelyard predict {outcome.Name} new.csv -o scored.csv{yardOption}");
    }

    internal static void WriteJson(Utf8JsonWriter json, TrainingOutcome outcome)
    {
        TrainingResult result = outcome.Result;
        json.WriteString("run", outcome.RunId);
        json.WriteStartObject("model");
        json.WriteString("name", outcome.Name);
        json.WriteNumber("version", outcome.Version);
        json.WriteEndObject();
        json.WriteString("task", result.Task.ToString().ToLowerInvariant());
        json.WriteString("target", result.Options.Target);
        json.WriteString("metric", result.Metric.Name);
        json.Objects("leaderboard", result.Leaderboard, row =>
        {
            json.WriteString("estimator", row.Estimator);
            json.Number("score", row.Score);
            json.Number("std", row.Deviation);
            json.WriteNumber("folds", row.Folds);
            json.Number("fitSeconds", row.FitSeconds);
            json.WriteBoolean("tuned", row.IsTuned);
            json.WriteBoolean("chosen", row.IsChosen);
            json.WriteString("note", row.Note);
            json.Values("hyperparameters", row.Hyperparameters);
        });
        json.WriteStartObject("best");
        json.WriteString("estimator", result.Best);
        json.Values("hyperparameters", result.Hyperparameters);
        json.Number("threshold", result.Predictor.Threshold ?? double.NaN);
        json.WriteEndObject();
        json.WriteStartObject("test");
        json.WriteNumber("rows", result.TestRows);
        foreach (MetricScore score in result.TestScores)
        {
            json.Score(score);
        }

        json.WriteEndObject();
        CoverageJson.Write(json, result.Coverage);
        json.WriteStartArray("terms");
        foreach (Explanation.TellingTerms terms in result.Terms)
        {
            json.WriteStartObject();
            json.WriteString("column", terms.Column);
            json.WriteString("of", terms.Of);
            json.Texts("terms", terms.Terms);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("report", outcome.ReportPath);
        json.Texts("warnings", result.Warnings);
        json.WriteStartArray("dropped");
        foreach (Preparation.DroppedColumn dropped in result.Dropped)
        {
            json.WriteStartObject();
            json.WriteString("column", dropped.Name);
            json.WriteString("reason", dropped.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteBoolean("stopped", result.WasStopped);
        json.Number("seconds", result.Duration.TotalSeconds);
    }

    /// <summary>Shortens the path of a file that lies below the current folder.</summary>
    private static string Near(string path) =>
        Path.GetRelativePath(Environment.CurrentDirectory, path) is var relative && relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;

    private static string Shorten(string label) => label.Length <= LongestLabel ? label : label[..LongestLabel] + "...";

    private static string DescribeTarget(TrainingResult result)
    {
        Preparation.ColumnProfile target = result.Profile.Columns[^1];
        if (result.Task == TaskKind.Regression)
        {
            return $"from {Figures.Score(target.Minimum)} to {Figures.Score(target.Maximum)}, mean {Figures.Score(target.Mean)}";
        }

        const int MostShown = 4;
        IEnumerable<string> shares = target.Levels.Zip(target.Counts).OrderByDescending(pair => pair.Second).Take(MostShown)
            .Select(pair => $"{Shorten(pair.First)} {pair.Second / (double)Math.Max(1, target.Rows):0.0 %}");
        return string.Join(", ", shares) + (target.Levels.Count > MostShown ? $", ... ({target.Levels.Count} classes)" : "");
    }
}
