using System.CommandLine;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Server.Models;

namespace Modelyard.Cli.Commands;

/// <summary>Predicts the rows of a table.</summary>
internal static class PredictCommand
{
    private static readonly string[] SpreadColumns = ["spread", "uncertainty_total", "uncertainty_aleatoric", "uncertainty_epistemic"];

    internal static Command Create(Terminal terminal)
    {
        var model = new Argument<string>("MODEL") { Description = "A name, name:version, name@alias or a model file." };
        var data = new Argument<string>("DATA.csv") { Description = "The rows to predict." };
        var output = new Option<string?>("--output", "-o") { Description = "The CSV file to write; standard output without it, or for '-'." };
        var spread = new Option<bool>("--spread") { Description = "Say how far the members of an ensemble are apart: 'spread', the standard deviation of their predictions, or for classes the entropy in nats, 'uncertainty_total', and its parts 'uncertainty_aleatoric' and 'uncertainty_epistemic'." };
        var key = new Option<string?>("--key") { Description = "The column whose cells are the keys of the rows in the log, by which true labels find them." };
        var log = new PredictionLogSettings("Log the predictions, beside those that a server logs.");
        Option<string[]> missing = SharedOptions.Missing();
        missing.Description += " By default as in training.";
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("predict", "Predict the rows of a table: its columns, then 'prediction', the probabilities, and 'low' and 'high' or 'set' if the model has intervals or sets.") { model, data, output, spread, key, missing }
            .WithExample("modelyard predict churn new.csv -o scored.csv");
        log.AddTo(command);
        command.Add(yard);
        command.Add(json);
        command.SetAction(parsed =>
        {
            string? path = parsed.GetValue(output) is { } given && given is not ("-" or "/dev/stdout") ? given : null;
            OutputFile.Check(path);
            string[]? tokens = SharedOptions.MissingTokens(parsed, missing);
            PredictionLogStore? logs = log.StoreOf(parsed, parsed.GetRequiredValue(yard));
            PredictionLogOptions logged = log.OptionsOf(parsed);
            if (logs is null && parsed.GetValue(key) is not null)
            {
                throw new UsageException("'--key' names the keys of the rows in the log, and nothing is logged. Say '--log' too, or leave it out.");
            }

            ServedVersion version = ModelReference.LoadVersion(parsed.GetRequiredValue(model), parsed.GetRequiredValue(yard));
            ModelPackage package = version.Package;
            var encoder = new RowEncoder(package.Predictor.Inputs);
            Frame rows = TableFile.Read(parsed.GetRequiredValue(data), encoder.Inputs, tokens ?? package.MissingTokens, allowNoRows: true, parsed.GetValue(key) is { } column ? [column] : null);
            bool withSpread = parsed.GetValue(spread);
            Frame predictions = new PredictionTable(package.Predictor).Predict(encoder.EncodeRows(rows, Environment.ProcessorCount), Environment.ProcessorCount, withSpread: withSpread);
            string? request = logs is null ? null : Log(logs, logged, version, rows, predictions, parsed.GetValue(key));
            Frame scored = Beside(rows, predictions, encoder.Inputs, terminal);
            if (path is not null)
            {
                CsvWriter.Write(scored, path);
            }
            else if (!parsed.GetValue(json))
            {
                using var bytes = new MemoryStream();
                CsvWriter.Write(scored, bytes);
                terminal.Write(System.Text.Encoding.UTF8.GetString(bytes.ToArray()));
            }

            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer =>
                {
                    writer.WriteString("model", package.Name);
                    writer.WriteNumber("rows", rows.RowCount);
                    writer.WriteString("output", path);
                    if (request is not null)
                    {
                        writer.WriteString("request", request);
                    }

                    if (path is null)
                    {
                        writer.Texts("predictions", Enumerable.Range(0, rows.RowCount).Select(predictions["prediction"].FormatCell));
                        foreach (DoubleColumn own in predictions.Columns.OfType<DoubleColumn>().Where(own => SpreadColumns.Contains(own.Name, StringComparer.Ordinal)))
                        {
                            writer.Numbers(own.Name, own.Values.ToArray());
                        }
                    }
                });
            }
            else if (path is not null)
            {
                terminal.Line($" {rows.RowCount:N0} rows predicted by {package.Name} -> {path}");
            }

            if (request is not null && path is not null && !parsed.GetValue(json))
            {
                terminal.Line($" logged as {request}");
            }

            return CommandLine.Success;
        });
        return command;
    }

    /// <summary>Writes predictions to the log of their model; what is printed or written afterwards is in it.</summary>
    private static string? Log(PredictionLogStore logs, PredictionLogOptions options, ServedVersion version, Frame rows, Frame predictions, string? key)
    {
        Predictor predictor = version.Package.Predictor;
        var columns = predictor.Inputs.Select(input => rows[input.Name].Rename(PredictionColumns.Input(input.Name))).ToList();
        columns.Add(predictions["prediction"].Rename(PredictionColumns.Prediction));
        columns.AddRange(predictor.Classes.Select(name => predictions[$"probability_{name}"].Rename(PredictionColumns.Probability(name))));
        if (key is not null)
        {
            columns.Add((rows.TryGetColumn(key, out Column? keys) ? keys : throw new UsageException($"'--key' is '{key}', which is no column of the table. It has {string.Join(", ", rows.Columns.Take(20).Select(column => $"'{column.Name}'"))}.")).Rename(PredictionColumns.Key));
        }

        using PredictionLog log = logs.Open(version.Name, options);
        using PredictionTableWriter writer = log.TableWriterOf(PredictionSource.Of(version.Name, version.Version, version.Package));
        return writer.Write(Frame.Of(columns), DateTime.UtcNow);
    }

    /// <summary>Puts predictions beside the rows. What the model read stays, under its name; what was there of an earlier prediction gives way.</summary>
    private static Frame Beside(Frame rows, Frame predictions, FeatureSchema inputs, Terminal terminal)
    {
        Frame scored = rows;
        List<string> replaced = [];
        foreach (Column column in predictions.Columns)
        {
            string name = column.Name;
            while (inputs.IndexOf(name) >= 0)
            {
                name = $"model_{name}";
            }

            if (name != column.Name)
            {
                terminal.Warning($"The model reads the column '{column.Name}', so that what it predicts is '{name}'.");
            }

            if (rows.TryGetColumn(name, out _))
            {
                replaced.Add($"'{name}'");
            }

            scored = scored.With(column.Rename(name));
        }

        if (replaced.Count > 0)
        {
            terminal.Warning($"The table had {string.Join(", ", replaced)} already; what is predicted takes the place.");
        }

        return scored;
    }
}
