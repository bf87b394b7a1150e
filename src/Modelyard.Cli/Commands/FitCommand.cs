using System.CommandLine;
using Modelyard.Catalogue;
using Modelyard.Frames;
using Modelyard.Learning;

namespace Modelyard.Cli.Commands;

/// <summary>Fits one estimator by name and shows the model.</summary>
internal static class FitCommand
{
    internal static Command Create(Terminal terminal)
    {
        var estimator = new Argument<string>("ESTIMATOR") { Description = "The name of an estimator; see 'modelyard estimators list'." };
        var train = new Argument<string>("TRAIN.csv") { Description = "The rows to learn from." };
        var target = new Option<string>("--target") { Description = "The column to predict.", Required = true };
        var test = new Option<string?>("--test") { Description = "Rows to score the model on." };
        var set = new Option<string[]>("--set") { Description = "A hyperparameter as Name=Value; may be given several times.", AllowMultipleArgumentsPerToken = true };
        var raw = new Option<bool>("--raw") { Description = "Take numeric columns as they are, without preparation; leave the others out." };
        Option<string[]> text = SharedOptions.Text();
        var output = new Option<string?>("--output", "-o") { Description = "Write predictions for the test rows (the training rows without '--test') to this CSV file." };
        var stream = new Option<bool>("--stream") { Description = "Read the training rows in chunks, in one pass or few, without holding them all." };
        var chunkRows = new Option<int>("--chunk-rows") { Description = "The greatest number of rows of a chunk, with '--stream'.", DefaultValueFactory = _ => 65_536 }.Plainly("a whole number, 1 or greater");
        Option<ulong> seed = SharedOptions.Seed();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("fit", "Fit one estimator with the given hyperparameters and show what it learned.") { estimator, train, target, test, set, raw, text, output, stream, chunkRows, seed, json }
            .WithExample("modelyard fit Ridge concrete.csv --target compressive_strength --set Alpha=10 --raw");
        command.SetAction((parsed, cancellation) =>
        {
            IEstimator learner = Configure(EstimatorCatalogue.Create(parsed.GetRequiredValue(estimator)), parsed.GetValue(set) ?? []);
            string path = parsed.GetRequiredValue(train), column = parsed.GetRequiredValue(target);
            string[] texts = SharedOptions.Names(parsed, text);
            if (texts.Length > 0 && (parsed.GetValue(raw) || parsed.GetValue(stream)))
            {
                throw new UsageException($"'--text' names columns whose words become features; with '{(parsed.GetValue(raw) ? "--raw" : "--stream")}' none do. Leave out one of the two.");
            }

            EstimatorFit fit;
            if (parsed.GetValue(stream))
            {
                int rows = parsed.GetValue(chunkRows);
                if (rows < 1)
                {
                    throw new UsageException($"'--chunk-rows' is '{rows}' and must be 1 or greater.");
                }

                if (parsed.GetValue(output) is not null && parsed.GetValue(test) is null)
                {
                    throw new UsageException("With '--stream' there are predictions for the rows of '--test' only. Name a table with '--test', or leave '--output' out.");
                }

                fit = new EstimatorFit(learner, path, column, parsed.GetValue(raw), rows);
            }
            else
            {
                fit = new EstimatorFit(learner, path, column, parsed.GetValue(raw), texts);
            }

            using var stop = new StopSignal(terminal, "Stopping. Once more ends at once.", cancellation);
            var context = new FitContext { Seed = parsed.GetValue(seed), Cancellation = stop.Token, Warning = terminal.Warning };
            fit.Run(parsed.GetValue(test), context);
            if (parsed.GetValue(output) is { } file)
            {
                CsvWriter.Write(fit.Predictions, file);
            }

            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, fit.WriteJson);
            }
            else
            {
                fit.WriteText(terminal);
            }

            return Task.FromResult(CommandLine.Success);
        });
        return command;
    }

    private static IEstimator Configure(IEstimator estimator, string[] settings)
    {
        var values = new List<KeyValuePair<string, object?>>();
        foreach (string setting in settings)
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new UsageException($"The setting '{setting}' must be Name=Value, as in '--set Alpha=10'.");
            }

            Hyperparameter hyperparameter = Hyperparameters.Find(estimator, setting[..equals]);
            values.Add(KeyValuePair.Create(hyperparameter.Name, EstimatorCatalogue.Parse(hyperparameter, setting[(equals + 1)..])));
        }

        return Hyperparameters.With(estimator, values);
    }
}
