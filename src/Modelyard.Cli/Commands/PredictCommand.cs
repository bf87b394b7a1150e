using System.CommandLine;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Preparation;

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
        Option<string[]> missing = SharedOptions.Missing();
        missing.Description += " By default as in training.";
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("predict", "Predict the rows of a table: its columns, then 'prediction', the probabilities, and 'low' and 'high' or 'set' if the model has intervals or sets.") { model, data, output, spread, missing, yard, json }
            .WithExample("modelyard predict churn new.csv -o scored.csv");
        command.SetAction(parsed =>
        {
            string? path = parsed.GetValue(output) is { } given && given is not ("-" or "/dev/stdout") ? given : null;
            OutputFile.Check(path);
            string[]? tokens = SharedOptions.MissingTokens(parsed, missing);
            ModelPackage package = ModelReference.Load(parsed.GetRequiredValue(model), parsed.GetRequiredValue(yard));
            var encoder = new RowEncoder(package.Predictor.Inputs);
            Frame rows = TableFile.Read(parsed.GetRequiredValue(data), encoder.Inputs, tokens ?? package.MissingTokens, allowNoRows: true);
            bool withSpread = parsed.GetValue(spread);
            Frame predictions = new PredictionTable(package.Predictor).Predict(encoder.EncodeRows(rows, Environment.ProcessorCount), Environment.ProcessorCount, withSpread: withSpread);
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

            return CommandLine.Success;
        });
        return command;
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
