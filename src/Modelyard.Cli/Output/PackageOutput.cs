using System.Text.Json;
using Modelyard.Frames;
using Modelyard.Frames.Lineage;
using Modelyard.Learning;
using Modelyard.Lifecycle.Training;
using Modelyard.Persistence;

namespace Modelyard.Cli;

/// <summary>Shows what a model file holds.</summary>
internal static class PackageOutput
{
    internal static void WriteText(Terminal terminal, string reference, ModelPackage package)
    {
        terminal.Line($" {reference}   {package.Estimator}, made {package.Created:yyyy-MM-dd HH:mm} UTC");
        terminal.Line($" predicts  {package.Predictor.TargetName}{(package.Predictor.Task == TaskKind.Classification ? $": {string.Join(", ", package.Predictor.Classes.Take(10))}" : "")}");
        if (!HasUsualTokens(package))
        {
            terminal.Line($" missing   {string.Join(", ", package.MissingTokens.Select(token => $"'{token}'"))}");
        }

        terminal.Line();
        var inputs = new TextTable("input", "kind", "levels");
        foreach (Feature input in package.Predictor.Inputs)
        {
            string levels = string.Join(", ", input.Levels.Take(6)) + (input.Levels.Count > 6 ? ", ..." : "");
            inputs.Add(input.Name, input.Kind.ToString().ToLowerInvariant(), input.Kind == FeatureKind.Text ? Figures.Terms(input) : levels);
        }

        inputs.Write(terminal);
        terminal.Line();
        TextTable metrics = new TextTable("test metric", "value", "95 % interval").Right(1);
        foreach (MetricScore score in package.Metrics)
        {
            metrics.Add(score.Name, Figures.Score(score.Value), Figures.Bracket(score.Low, score.High));
        }

        metrics.Write(terminal);
        terminal.Line();
        WritePairs(terminal, "hyperparameter", package.Hyperparameters);
        terminal.Line();
        WritePairs(terminal, "lineage", package.Lineage.Where(pair => pair.Key is not (TrainingJob.TableLineageKey or TrainingRecipe.Key)));
        if (TableLineage(package) is { } lineage)
        {
            terminal.Line();
            var origins = new TextTable("column", "source", "of its column");
            foreach (string input in package.Predictor.Inputs.Select(input => input.Name).Where(input => lineage.Columns.Contains(input, StringComparer.Ordinal)))
            {
                IReadOnlyList<ColumnOrigin> from = lineage.SourcesOf(input);
                origins.Add(
                    input,
                    string.Join(", ", from.Select(origin => origin.Step.Source?.Name ?? origin.Step.Verb).Distinct()),
                    string.Join(", ", from.Select(origin => origin.Column).Distinct()));
            }

            origins.Write(terminal);
        }
    }

    internal static void WriteJson(Utf8JsonWriter json, string reference, ModelPackage package)
    {
        json.WriteString("model", reference);
        json.WriteString("name", package.Name);
        json.WriteString("estimator", package.Estimator);
        json.WriteString("created", package.Created);
        json.WriteString("task", package.Predictor.Task.ToString().ToLowerInvariant());
        json.WriteString("target", package.Predictor.TargetName);
        json.Texts("classes", package.Predictor.Classes);
        json.Number("threshold", package.Predictor.Threshold ?? double.NaN);
        if (!HasUsualTokens(package))
        {
            json.Texts("missing", package.MissingTokens);
        }

        json.Objects("inputs", package.Predictor.Inputs, input =>
        {
            json.WriteString("name", input.Name);
            json.WriteString("kind", input.Kind.ToString().ToLowerInvariant());
            if (input.IsCategorical)
            {
                json.Texts("levels", input.Levels);
            }
            else if (input.Kind == FeatureKind.Text)
            {
                json.WriteNumber("terms", input.Levels.Count);
            }

        });
        json.Values("hyperparameters", package.Hyperparameters);
        json.Scores("metrics", package.Metrics);
        json.WriteStartObject("lineage");
        foreach ((string key, string value) in package.Lineage)
        {
            if (key == TrainingJob.TableLineageKey && TableLineage(package) is not null)
            {
                json.WritePropertyName(key);
                json.WriteRawValue(value);
            }
            else
            {
                json.WriteString(key, value);
            }
        }

        json.WriteEndObject();
    }

    private static LineageStep? TableLineage(ModelPackage package) =>
        package.Lineage.TryGetValue(TrainingJob.TableLineageKey, out string? text) ? LineageFile.FromText(text) : null;

    private static bool HasUsualTokens(ModelPackage package) => package.MissingTokens.SequenceEqual(CsvReadOptions.DefaultMissingTokens, StringComparer.Ordinal);

    private static void WritePairs(Terminal terminal, string title, IEnumerable<KeyValuePair<string, string>> values)
    {
        var table = new TextTable(title, "");
        foreach ((string key, string value) in values)
        {
            table.Add(key, value);
        }

        table.Write(terminal);
    }
}
