using System.CommandLine;
using System.Text.Json;
using Modelyard.Catalogue;
using Modelyard.Learning;

namespace Modelyard.Cli.Commands;

/// <summary>Shows the catalogue of estimators.</summary>
internal static class EstimatorsCommand
{
    internal static Command Create(Terminal terminal) => new("estimators", "The catalogue of estimators and their hyperparameters.") { List(terminal), Show(terminal) };

    private static Command List(Terminal terminal)
    {
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("list", "List all estimators.") { json }.WithExample("modelyard estimators list");
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer =>
                {
                    writer.Objects("estimators", All(), facts =>
                    {
                        WriteName(writer, facts);
                    });
                });
                return CommandLine.Success;
            }

            foreach (IGrouping<string, EstimatorFacts> task in All().GroupBy(facts => facts.Task))
            {
                terminal.Line($"{char.ToUpperInvariant(task.Key[0])}{task.Key[1..]}");
                var table = new TextTable([]);
                foreach (EstimatorFacts facts in task)
                {
                    table.Add(facts.Name, facts.Summary);
                }

                table.Write(terminal);
                terminal.Line();
            }

            terminal.Line("See 'modelyard estimators show NAME' for the hyperparameters.");
            return CommandLine.Success;
        });
        return command;
    }

    private static Command Show(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "The name of an estimator." };
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("show", "Show the hyperparameters of an estimator.") { name, json }.WithExample("modelyard estimators show RandomForestClassifier");
        command.SetAction(parsed =>
        {
            string asked = parsed.GetRequiredValue(name);
            EstimatorFacts facts = All().FirstOrDefault(one => string.Equals(one.Name, asked, StringComparison.OrdinalIgnoreCase)) ?? EstimatorFacts.Of(EstimatorCatalogue.Find(asked));
            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer => WriteJson(writer, facts));
                return CommandLine.Success;
            }

            terminal.Line($"{facts.Name} ({facts.Task}): {facts.Summary}");
            LearnerTraits traits = facts.Learner.Traits;
            terminal.Line($" takes   weights {YesNo(traits.Weights)}, missing values {YesNo(traits.MissingValues)}, categories {YesNo(traits.Categories)}, sparse features {YesNo(traits.Sparse)}, several targets {YesNo(facts.SeveralTargets)}, streams {YesNo(facts.Streams)}");
            terminal.Line($" source  {facts.Source}");
            terminal.Line();
            var table = new TextTable("hyperparameter", "default", "allowed", "meaning");
            foreach (Hyperparameter one in Hyperparameters.Of(facts.Learner))
            {
                table.Add(one.Name, Hyperparameter.Format(one.Default), one.Allowed, one.Meaning);
            }

            table.Write(terminal);
            return CommandLine.Success;
        });
        return command;
    }

    private static void WriteJson(Utf8JsonWriter writer, EstimatorFacts facts)
    {
        LearnerTraits traits = facts.Learner.Traits;
        WriteName(writer, facts);
        writer.WriteBoolean("weights", traits.Weights);
        writer.WriteBoolean("missingValues", traits.MissingValues);
        writer.WriteBoolean("categories", traits.Categories);
        writer.WriteBoolean("sparse", traits.Sparse);
        writer.WriteBoolean("severalTargets", facts.SeveralTargets);
        writer.WriteBoolean("streams", facts.Streams);
        writer.WriteString("source", facts.Source);
        writer.Objects("hyperparameters", Hyperparameters.Of(facts.Learner), one =>
        {
            writer.WriteString("name", one.Name);
            writer.WriteString("default", Hyperparameter.Format(one.Default));
            writer.WriteString("allowed", one.Allowed);
            writer.WriteString("meaning", one.Meaning);
        });
    }

    private static void WriteName(Utf8JsonWriter writer, EstimatorFacts facts)
    {
        writer.WriteString("name", facts.Name);
        writer.WriteString("task", facts.Task.Replace(" ", "", StringComparison.Ordinal));
        writer.WriteString("summary", facts.Summary);
    }

    private static IEnumerable<EstimatorFacts> All() => EstimatorCatalogue.All.Select(EstimatorFacts.Of).Concat(EstimatorCatalogue.OfSeveralTargets.Select(EstimatorFacts.Of));

    private static string YesNo(bool value) => value ? "yes" : "no";

    /// <summary>Represents what is shown of an estimator.</summary>
    private sealed record EstimatorFacts(string Name, string Task, string Summary, string Source, ILearner Learner, bool SeveralTargets, bool Streams)
    {
        internal static EstimatorFacts Of(EstimatorEntry entry) => new(
            entry.Name, entry.Task == TaskKind.AnomalyDetection ? "anomaly detection" : entry.Task.ToString().ToLowerInvariant(), entry.Summary, entry.Source, entry.Default, entry.SeveralTargets, entry.Streams);

        internal static EstimatorFacts Of(MultiTargetEntry entry) => new(entry.Name, "several targets", entry.Summary, entry.Source, entry.Default, SeveralTargets: true, Streams: false);
    }
}
