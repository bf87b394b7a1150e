using System.CommandLine;
using Modelyard.Catalogue;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Persistence;

namespace Modelyard.Cli.Commands;

/// <summary>Fits one estimator by name and shows the model.</summary>
internal static class FitCommand
{
    internal static Command Create(Terminal terminal)
    {
        var estimator = new Argument<string>("ESTIMATOR") { Description = "The name of an estimator; see 'modelyard estimators list'." };
        var train = new Argument<string>("TRAIN.csv") { Description = "The rows to learn from." };
        var target = new Option<string[]>("--target") { Description = "The column to predict; given several times, several columns at once. A detector of anomalies needs none and compares its scores with it." };
        var test = new Option<string?>("--test") { Description = "Rows to score the model on." };
        var set = new Option<string[]>("--set") { Description = "A hyperparameter as Name=Value; may be given several times.", AllowMultipleArgumentsPerToken = true };
        var raw = new Option<bool>("--raw") { Description = "Take numeric columns as they are, without preparation; leave the others out." };
        Option<string[]> text = SharedOptions.Text();
        Option<string[]> missing = SharedOptions.Missing();
        var metric = new Option<string[]>("--metric") { Description = "What scores besides the usual metrics: a name, 'cost(Yes:No=500, No:Yes=50)', or 'min: name=expression'; may be given several times." };
        var output = new Option<string?>("--output", "-o") { Description = "Write predictions for the test rows (the training rows without '--test') to this CSV file." };
        var save = new Option<string?>("--save") { Description = "Keep the fitted model in this file, such as 'mine.model', for predict, explain, evaluate and serve." };
        var stream = new Option<bool>("--stream") { Description = "Read the training rows in chunks, in one pass or few, without holding them all." };
        var chunkRows = new Option<int?>("--chunk-rows") { Description = "The greatest number of rows of a chunk, with '--stream'; without it as many as leave memory for the prepared features, up to 65,536." }.Plainly("a whole number, 1 or greater");
        Option<ulong> seed = SharedOptions.Seed();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("fit", "Fit one estimator with the given hyperparameters and show what it learned.") { estimator, train, target, test, set, metric, raw, text, missing, output, save, stream, chunkRows, seed, json }
            .WithExample("modelyard fit Ridge concrete.csv --target compressive_strength --set Alpha=10 --raw");
        command.SetAction((parsed, cancellation) =>
        {
            string name = parsed.GetRequiredValue(estimator), path = parsed.GetRequiredValue(train);
            string[] targets = parsed.GetValue(target) ?? [], settings = parsed.GetValue(set) ?? [];
            if (targets.GroupBy(one => one, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any()) is { Key: var twice })
            {
                throw new UsageException($"'--target' names '{twice}' twice and must name each column once.");
            }

            bool isStream = parsed.GetValue(stream);
            int? rows = parsed.GetValue(chunkRows);
            if (!isStream && rows is not null)
            {
                throw new UsageException("'--chunk-rows' is the size of the chunks of '--stream'. Say '--stream' too, or leave it out.");
            }

            OutputFile.Check(parsed.GetValue(output));
            OutputFile.Check(parsed.GetValue(save));
            Check(rows, isStream && parsed.GetValue(output) is not null && parsed.GetValue(test) is null);
            string[] texts = SharedOptions.Names(parsed, text);
            if (texts.Length > 0 && (parsed.GetValue(raw) || isStream))
            {
                throw new UsageException($"'--text' names columns whose words become features; with '{(parsed.GetValue(raw) ? "--raw" : "--stream")}' none do. Leave out one of the two.");
            }

            string[]? tokens = SharedOptions.MissingTokens(parsed, missing);
            using var stop = new StopSignal(terminal, "Stopping. Once more ends at once.", cancellation);
            var context = new FitContext { Seed = parsed.GetValue(seed), Cancellation = stop.Token, Warning = terminal.Warning };
            IFit? fit = null;

            // The loops of all that is done in the body end with the command, from the reading of the table to the writing of the predictions.
            ParallelLoop.For(
                1,
                1,
                _ =>
                {
                    fit = Choose(name, settings, new FitTable(path, targets, parsed.GetValue(raw), texts, tokens), isStream, rows, SharedOptions.Metrics(parsed, metric));
                    if (parsed.GetValue(save) is not null && fit is not EstimatorFit)
                    {
                        throw new UsageException("'--save' keeps a model that predicts one target. Leave it out.");
                    }

                    fit.Run(parsed.GetValue(test), context);
                    if (parsed.GetValue(output) is { } file)
                    {
                        CsvWriter.Write(fit.Predictions, file);
                    }

                    if (parsed.GetValue(save) is { } kept && fit is EstimatorFit own)
                    {
                        ModelFile.Write(own.Pack(Path.GetFileNameWithoutExtension(kept), Lineage(parsed, path, targets[0], context.Seed)), kept);
                    }
                },
                stop.Token);
            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, fit!.WriteJson);
            }
            else
            {
                fit!.WriteText(terminal);
                if (parsed.GetValue(save) is { } kept)
                {
                    terminal.Line($" -> {kept}");
                }
            }

            return Task.FromResult(CommandLine.Success);
        });
        return command;
    }

    private static Dictionary<string, string> Lineage(ParseResult parsed, string path, string target, ulong seed) => new(StringComparer.Ordinal)
    {
        ["data"] = Path.GetFileName(path),
        ["data sha256"] = LabelledTable.Digest(path) ?? "",
        ["target"] = target,
        ["seed"] = seed.ToString(),
        ["modelyard"] = typeof(FitCommand).Assembly.GetName().Version?.ToString(3) ?? "",
        ["runtime"] = System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription,
        ["command"] = SharedOptions.Typed(parsed),
    };

    private static void Check(int? chunkRows, bool wantsStreamedPredictions)
    {
        if (chunkRows < 1)
        {
            throw new UsageException($"'--chunk-rows' is '{chunkRows}' and must be 1 or greater.");
        }

        if (wantsStreamedPredictions)
        {
            throw new UsageException("With '--stream' there are predictions for the rows of '--test' only. Name a table with '--test', or leave '--output' out.");
        }
    }

    /// <summary>Chooses the kind of fit: to several targets, to none, or to one.</summary>
    private static IFit Choose(string name, string[] settings, FitTable table, bool isStream, int? chunkRows, string[] metrics)
    {
        string[] targets = table.Targets;
        string bare = name.Split('(')[0].Trim();
        UsageException NoMetrics() => new("'--metric' scores the fit to one target. Leave it out.");
        bool learnsSeveralOnly = EstimatorCatalogue.OfSeveralTargets.Any(entry => string.Equals(entry.Name, bare, StringComparison.OrdinalIgnoreCase));
        if (targets.Length > 1 || (learnsSeveralOnly && targets.Length > 0))
        {
            IMultiTargetEstimator several = EstimatorSettings.Configure(EstimatorCatalogue.CreateOfSeveralTargets(name), settings);
            return metrics.Length > 0 ? throw NoMetrics()
                : !isStream ? new TargetsFit(several, table)
                : throw new UsageException("Several targets are learned from all rows at once. Leave '--stream' out, or name one target.");
        }

        if (learnsSeveralOnly)
        {
            throw new UsageException("The columns to predict are missing. Name each with '--target'.");
        }

        IEstimator learner = EstimatorSettings.Configure(EstimatorCatalogue.Create(name), settings);
        if (learner.Task == TaskKind.AnomalyDetection)
        {
            return metrics.Length > 0 ? throw NoMetrics()
                : !isStream ? new DetectorFit(learner, table)
                : throw new UsageException($"'{learner.GetType().Name}' needs all rows at once. Leave '--stream' out.");
        }

        if (targets.Length == 0)
        {
            throw new UsageException("The column to predict is missing. Name it with '--target'.");
        }

        return isStream ? new EstimatorFit(learner, table, metrics, chunkRows) : new EstimatorFit(learner, table, metrics);
    }
}
