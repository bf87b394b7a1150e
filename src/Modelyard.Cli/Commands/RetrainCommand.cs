using System.CommandLine;
using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Cli.Commands.Watching;
using Modelyard.Lifecycle.Challengers;
using Modelyard.Lifecycle.Training;
using Modelyard.Persistence;

namespace Modelyard.Cli.Commands;

/// <summary>Makes a version anew by its recipe, from other rows or the same.</summary>
internal static class RetrainCommand
{
    internal static Command Create(Terminal terminal)
    {
        var model = new Argument<string>("MODEL") { Description = "The version whose recipe is repeated: a name, name:version or name@alias." };
        var data = new Argument<string[]>("DATA") { Description = "The files to learn from, or a pattern in quotes, as 'daily/*.csv'; by default the labelled log of the model, or if it has no labels the file of its run.", Arity = ArgumentArity.ZeroOrMore };
        var challenge = new Option<bool>("--challenge") { Description = "Hold the latest rows out, compare the new version with the one in production on them, and register it as 'challenger'." };
        var settings = new RetrainingOptions();
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("retrain", "Train a version anew by its recipe: same target, candidates, columns and seed, newer rows.") { model, data, challenge }.WithExample("modelyard retrain churn 'daily/*.csv' --newest 30");
        settings.AddSourceTo(command);
        settings.AddComparisonTo(command);
        command.Add(yard);
        command.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            string folder = parsed.GetRequiredValue(yard), reference = parsed.GetRequiredValue(model), typed = SharedOptions.Typed(parsed);
            string[] files = parsed.GetValue(data) ?? [];
            using var stop = new StopSignal(terminal, "Stopping; what was found so far is fitted and tested. Once more ends at once.", cancellation);
            if (parsed.GetValue(challenge))
            {
                using var opened = SharedOptions.OpenYard(folder);
                ChallengerOutcome outcome;
                using (var meter = new TrainingMeter(terminal))
                {
                    outcome = new ChallengerJob(opened, reference, settings.PlanOf(parsed, files), typed).Run(meter, stop.Token);
                }

                Write(terminal, parsed.GetValue(json), writer => ChallengerText.Write(writer, outcome), () => ChallengerText.Write(terminal, outcome));
            }
            else
            {
                RetrainingOutcome outcome;
                using (var meter = new TrainingMeter(terminal))
                {
                    outcome = new RetrainingJob(folder, reference, settings.SourceOf(parsed, files), typed).Run(meter, stop.Token);
                }

                using var opened = SharedOptions.OpenYard(folder);
                ModelPackage before = opened.Models.Load(outcome.Before), after = opened.Models.Load(outcome.Version);
                Write(terminal, parsed.GetValue(json), writer => WriteJson(writer, outcome, after), () => WriteText(terminal, outcome, before, after));
            }

            return Task.FromResult(CommandLine.Success);
        });
        return command;
    }

    private static void Write(Terminal terminal, bool json, Action<Utf8JsonWriter> asJson, Action asText)
    {
        if (json)
        {
            JsonText.Write(terminal, asJson);
        }
        else
        {
            asText();
        }
    }

    private static void WriteText(Terminal terminal, RetrainingOutcome outcome, ModelPackage before, ModelPackage after)
    {
        terminal.Line($" {outcome.Version.Reference} by the recipe of {outcome.Before.Reference}, from {NumberText.Counted(outcome.Rows, "row")} of {outcome.Data}");
        foreach (string assumption in outcome.Recipe.Assumptions)
        {
            terminal.Line($" note     {assumption}");
        }

        terminal.Line();
        TextTable table = new TextTable("test metric", outcome.Before.Reference, outcome.Version.Reference, "95 % interval").Right(1, 2);
        foreach (MetricScore score in after.Metrics.Take(4))
        {
            MetricScore? known = before.Metrics.FirstOrDefault(one => one.Name == score.Name);
            table.Add(score.Name, known is null ? "-" : Figures.Score(known.Value), Figures.Score(score.Value), Figures.Bracket(score.Low, score.High));
        }

        table.Write(terminal);
        terminal.Line();
        terminal.Line(" Each was tested on rows of its own; on the same rows: modelyard compare " + $"{outcome.Before.Reference} {outcome.Version.Reference} later.csv");
        terminal.Line($" next     modelyard models alias {outcome.Version.Reference} champion");
    }

    private static void WriteJson(Utf8JsonWriter json, RetrainingOutcome outcome, ModelPackage after)
    {
        json.WriteString("model", outcome.Version.Reference);
        json.WriteString("recipeOf", outcome.Before.Reference);
        json.WriteString("run", outcome.Version.RunId);
        json.WriteString("data", outcome.Data);
        json.WriteNumber("rows", outcome.Rows);
        json.Texts("assumptions", outcome.Recipe.Assumptions);
        json.Scores("test", after.Metrics);
    }
}
