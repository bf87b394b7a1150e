using System.CommandLine;
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
                    writer.WriteStartArray("estimators");
                    foreach (EstimatorEntry entry in EstimatorCatalogue.All)
                    {
                        writer.WriteStartObject();
                        writer.WriteString("name", entry.Name);
                        writer.WriteString("task", entry.Task.ToString().ToLowerInvariant());
                        writer.WriteString("summary", entry.Summary);
                        writer.WriteEndObject();
                    }

                    writer.WriteEndArray();
                });
                return CommandLine.Success;
            }

            foreach (IGrouping<TaskKind, EstimatorEntry> task in EstimatorCatalogue.All.GroupBy(entry => entry.Task))
            {
                terminal.Line(task.Key.ToString());
                var table = new TextTable([]);
                foreach (EstimatorEntry entry in task)
                {
                    table.Add(entry.Name, entry.Summary);
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
            EstimatorEntry entry = EstimatorCatalogue.Find(parsed.GetRequiredValue(name));
            if (parsed.GetValue(json))
            {
                WriteJson(terminal, entry);
                return CommandLine.Success;
            }

            terminal.Line($"{entry.Name} ({entry.Task.ToString().ToLowerInvariant()}): {entry.Summary}");
            LearnerTraits traits = entry.Default.Traits;
            terminal.Line($" takes   weights {YesNo(traits.Weights)}, missing values {YesNo(traits.MissingValues)}, categories {YesNo(traits.Categories)}");
            terminal.Line();
            var table = new TextTable("hyperparameter", "default", "allowed", "meaning");
            foreach (Hyperparameter one in entry.Hyperparameters)
            {
                table.Add(one.Name, Hyperparameter.Format(one.Default), one.Allowed, one.Meaning);
            }

            table.Write(terminal);
            return CommandLine.Success;
        });
        return command;
    }

    private static void WriteJson(Terminal terminal, EstimatorEntry entry) => JsonText.Write(terminal, writer =>
    {
        writer.WriteString("name", entry.Name);
        writer.WriteString("task", entry.Task.ToString().ToLowerInvariant());
        writer.WriteString("summary", entry.Summary);
        writer.WriteBoolean("weights", entry.Default.Traits.Weights);
        writer.WriteBoolean("missingValues", entry.Default.Traits.MissingValues);
        writer.WriteBoolean("categories", entry.Default.Traits.Categories);
        writer.WriteStartArray("hyperparameters");
        foreach (Hyperparameter one in entry.Hyperparameters)
        {
            writer.WriteStartObject();
            writer.WriteString("name", one.Name);
            writer.WriteString("default", Hyperparameter.Format(one.Default));
            writer.WriteString("allowed", one.Allowed);
            writer.WriteString("meaning", one.Meaning);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static string YesNo(bool value) => value ? "yes" : "no";
}
