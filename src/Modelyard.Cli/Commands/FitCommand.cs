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
        var output = new Option<string?>("--output", "-o") { Description = "Write predictions for the test rows (the training rows without '--test') to this CSV file." };
        Option<ulong> seed = SharedOptions.Seed();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("fit", "Fit one estimator with the given hyperparameters and show what it learned.") { estimator, train, target, test, set, raw, output, seed, json }
            .WithExample("modelyard fit Ridge concrete.csv --target compressive_strength --set Alpha=10 --raw");
        command.SetAction((parsed, cancellation) =>
        {
            IEstimator learner = Configure(EstimatorCatalogue.Create(parsed.GetRequiredValue(estimator)), parsed.GetValue(set) ?? []);
            var fit = new EstimatorFit(learner, parsed.GetRequiredValue(train), parsed.GetRequiredValue(target), parsed.GetValue(raw));
            using var stop = new StopSignal(terminal, "Stopping. Once more ends at once.", cancellation);
            var context = new FitContext { Seed = parsed.GetValue(seed), Cancellation = stop.Token, Warning = terminal.Warning };
            fit.Run(parsed.GetValue(test), context);
            if (parsed.GetValue(output) is { } path)
            {
                CsvWriter.Write(fit.Predictions, path);
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
