using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Lifecycle.Challengers;
using Modelyard.Metrics;
using Modelyard.Selection;

namespace Modelyard.Cli.Commands.Watching;

/// <summary>Writes how a challenger did, for people and as JSON.</summary>
internal static class ChallengerText
{
    internal static void Write(Terminal terminal, ChallengerOutcome outcome)
    {
        terminal.Line($" {outcome.Challenger.Reference} challenges {outcome.Champion.Reference}: learned from {NumberText.Counted(outcome.Rows, "row")} of {outcome.Data}");
        foreach (string assumption in outcome.Recipe.Assumptions)
        {
            terminal.Line($" note     {assumption}");
        }

        Write(terminal, outcome.Comparison, outcome.Challenger.Reference);
        terminal.Line();
        terminal.Line($" {outcome.Champion.Name}@challenger -> {outcome.Challenger.Reference}");
        terminal.Line($" next     modelyard models alias {outcome.Challenger.Reference} champion");
    }

    internal static void Write(Terminal terminal, ChallengerComparison comparison, string challenger)
    {
        terminal.Line($" compared on {comparison.Data}: {NumberText.Counted(comparison.Rows, "row")}");
        if (comparison.Fault is { } fault)
        {
            terminal.Line($" {PlainText.Of(fault)}");
        }

        foreach (string change in comparison.InputChanges)
        {
            terminal.Line($" note     {PlainText.Of(change)}");
        }

        if (comparison.Deciding is null)
        {
            return;
        }

        terminal.Line();
        TextTable table = new TextTable("metric", comparison.Champion, challenger, "difference", "interval", "p", "reading").Right(1, 2, 3, 5);
        foreach (MetricComparison one in comparison.Metrics)
        {
            string interval = double.IsNaN(one.Outcome.Low) ? "-" : $"{Figures.Score(one.Outcome.Low)} to {Figures.Score(one.Outcome.High)}";
            table.Add(one.Metric.Name, Figures.Score(one.First.Value), Figures.Score(one.Second.Value), Figures.Score(one.Outcome.Difference), interval, Figures.Chance(one.Outcome.PValue, one.Outcome.IsUpperBound), one.Describe(comparison.Champion, challenger));
        }

        table.Write(terminal);
        if (!double.IsNaN(comparison.ChallengerCalibration))
        {
            terminal.Line($" probabilities are off by {NumberText.PlainPercent(comparison.ChallengerCalibration)} on average, those of {comparison.Champion} by {NumberText.PlainPercent(comparison.ChampionCalibration)}");
        }

        foreach (SliceComparison slice in comparison.Slices.Take(10))
        {
            terminal.Line($" {PlainText.Of(slice.Slice)}: {NumberText.Counted(slice.Rows, "row")}, {comparison.Deciding.Metric.Name} {Figures.Score(slice.Champion)} and {Figures.Score(slice.Challenger)}");
        }
    }

    internal static void Write(Utf8JsonWriter json, ChallengerOutcome outcome)
    {
        json.WriteString("champion", outcome.Champion.Reference);
        json.WriteString("challenger", outcome.Challenger.Reference);
        json.WriteString("run", outcome.Challenger.RunId);
        json.WriteString("data", outcome.Data);
        json.WriteNumber("rows", outcome.Rows);
        json.Texts("assumptions", outcome.Recipe.Assumptions);
        Write(json, outcome.Comparison);
        Write(json, outcome.Decision);
    }

    internal static void Write(Utf8JsonWriter json, PromotionDecision decision)
    {
        json.WriteString("decision", Choice.Word(decision.Outcome));
        json.Texts("reasons", decision.Reasons);
    }

    internal static void Write(Utf8JsonWriter json, ChallengerComparison comparison)
    {
        json.WriteStartObject("comparison");
        json.WriteString("data", comparison.Data);
        json.WriteNumber("rows", comparison.Rows);
        json.WriteString("fault", comparison.Fault);
        json.Number("gain", comparison.Gain);
        json.Number("championCalibration", comparison.ChampionCalibration);
        json.Number("challengerCalibration", comparison.ChallengerCalibration);
        json.Number("latencyRatio", comparison.LatencyRatio);
        json.Texts("inputChanges", comparison.InputChanges);
        json.Objects("metrics", comparison.Metrics, one =>
        {
            json.WriteString("metric", one.Metric.Name);
            Write(json, "champion", one.First);
            Write(json, "challenger", one.Second);
            json.Number("difference", one.Outcome.Difference);
            json.Number("low", one.Outcome.Low);
            json.Number("high", one.Outcome.High);
            json.WriteString("test", one.Outcome.Test);
            json.Number("pValue", one.Outcome.PValue);
            json.Number("adjustedPValue", one.AdjustedPValue);
            json.Number("noWorsePValue", one.NoWorsePValue);
        });
        json.Objects("slices", comparison.Slices, slice =>
        {
            json.WriteString("slice", slice.Slice);
            json.WriteNumber("rows", slice.Rows);
            json.Number("champion", slice.Champion);
            json.Number("challenger", slice.Challenger);
            json.Number("gain", slice.Gain);
        });
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, ScoreInterval score)
    {
        json.WriteStartObject(name);
        json.Number("value", score.Value);
        json.Number("low", score.Low);
        json.Number("high", score.High);
        json.WriteEndObject();
    }
}
