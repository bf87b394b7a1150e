using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Frames;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Numerics;
using Modelyard.Server.Models;

namespace Modelyard.Cli.Commands;

/// <summary>Looks after the logs of predictions: what is in them, reading them as tables, adding to them.</summary>
internal static class PredictionsCommand
{
    internal static Command Create(Terminal terminal) => new("predictions", "The logs of predictions: what is in them, as tables, and additions.")
    {
        List(terminal), Show(terminal), Export(terminal), Add(terminal), Seal(terminal),
    };

    private static Command List(Terminal terminal)
    {
        Option<string?> folder = PredictionLogSettings.Folder();
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("list", "List the models that have logs.") { folder, yard, json }.WithExample("modelyard predictions list");
        command.SetAction(parsed =>
        {
            IReadOnlyList<string> models = PredictionLogSettings.Store(parsed, folder, yard).List();
            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer => writer.Texts("models", models));
            }
            else if (models.Count == 0)
            {
                terminal.Line("There are no logs yet. Make one: modelyard serve MODEL --log");
            }

            foreach (string model in parsed.GetValue(json) ? [] : models)
            {
                terminal.Line($" {model}");
            }

            return CommandLine.Success;
        });
        return command;
    }

    private static Command Show(Terminal terminal)
    {
        var model = new Argument<string>("MODEL") { Description = "The name of the model." };
        (Option<string?> from, Option<string?> until) = Span();
        Option<string?> folder = PredictionLogSettings.Folder();
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("show", "Say how many predictions a log holds, of which versions and days, how long they took, and how many labels are known; of more than a million predictions how many labels came.") { model, from, until, folder, yard, json }.WithExample("modelyard predictions show churn");
        command.SetAction(parsed =>
        {
            string name = parsed.GetRequiredValue(model);
            using PredictionLog log = Open(PredictionLogSettings.Store(parsed, folder, yard), name);
            (DateTime? first, DateTime? end) = (Moment(parsed, from), Moment(parsed, until));
            IReadOnlyList<PredictionCount> counts = PredictionCount.Of(log, first, end);
            LogRollUps kept = log.RollUps(first, end);
            Dictionary<(DateOnly, string), LogHistogram> latencies = PredictionRollUp.Merge(kept.Predictions, hour => hour.Date).ToDictionary(day => (DateOnly.FromDateTime(day.Start), day.Version), day => day.Latency);
            long labels = kept.Labels.Sum(hour => hour.Value);
            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer => WriteCounts(writer, name, counts, latencies, labels));
                return CommandLine.Success;
            }

            bool isRead = counts.All(one => one.Labels is not null);
            terminal.Line($" {counts.Sum(one => one.Predictions):N0} predictions of {name}, {(isRead ? $"{counts.Sum(one => one.Labels):N0} of them with labels" : $"{labels:N0} labels came")}");
            if (counts.Count == 0)
            {
                return CommandLine.Success;
            }

            terminal.Line();
            TextTable days = new TextTable("day", "version", "predictions", "labels", "p50 ms", "p95 ms").Right(2, 3, 4, 5);
            foreach (PredictionCount one in counts)
            {
                LogHistogram? latency = latencies.GetValueOrDefault((one.Day, one.Version));
                days.Add(one.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), one.Version, $"{one.Predictions:N0}", one.Labels is { } known ? $"{known:N0}" : "", Latency(latency, 0.5), Latency(latency, 0.95));
            }

            days.Write(terminal);
            return CommandLine.Success;
        });
        return command;
    }

    private static string Latency(LogHistogram? latency, double share) => latency is { Count: > 0 } ? NumberText.Value(latency.Quantile(share)) : "";

    private static void WriteCounts(Utf8JsonWriter writer, string model, IReadOnlyList<PredictionCount> counts, Dictionary<(DateOnly, string), LogHistogram> latencies, long labels)
    {
        writer.WriteString("model", model);
        writer.WriteNumber("predictions", counts.Sum(one => one.Predictions));
        writer.Count("labels", counts.All(one => one.Labels is not null) ? counts.Sum(one => one.Labels ?? 0) : null);
        writer.WriteNumber("labelsCame", labels);
        writer.Objects("days", counts, one =>
        {
            writer.WriteString("day", one.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            writer.WriteString("version", one.Version);
            writer.WriteNumber("predictions", one.Predictions);
            writer.Count("labels", one.Labels);
            foreach ((string name, double share) in new[] { ("latencyP50", 0.5), ("latencyP95", 0.95), ("latencyP99", 0.99) })
            {
                writer.Number(name, latencies.GetValueOrDefault((one.Day, one.Version))?.Quantile(share) ?? double.NaN);
            }
        });
    }

    private static Command Export(Terminal terminal)
    {
        var model = new Argument<string>("MODEL") { Description = "The name of the model." };
        (Option<string?> from, Option<string?> until) = Span();
        Option<string?> folder = PredictionLogSettings.Folder();
        Option<string> yard = SharedOptions.Yard();
        var output = new TableOutput(terminal);
        Command command = new Command("export", "Write the predictions of a log as a table, with the labels that are known of them.") { model, from, until, folder }.WithExample("modelyard predictions export churn --from 2026-03-01 -o march.parquet");
        output.AddTo(command);
        command.Add(yard);
        command.SetAction(parsed =>
        {
            output.Check(parsed);
            string name = parsed.GetRequiredValue(model);
            Frame table = Read(parsed, PredictionLogSettings.Store(parsed, folder, yard), name, from, until);
            output.Write(parsed, table.Columns.Count > 0 ? table : throw new ModelyardException($"The log of '{name}' has no predictions of that time, and so no columns. See 'modelyard predictions show {name}'."));
            return CommandLine.Success;
        });
        return command;
    }

    private static Command Add(Terminal terminal)
    {
        var model = new Argument<string>("MODEL") { Description = "The model that predicted: a name, name:version, name@alias or a model file." };
        Argument<string> file = TableInput.File();
        var input = new TableInput(terminal);
        var log = new PredictionLogSettings("Implied.");
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("add", "Add the predictions of a batch job or of another service to a log: a table with the model's inputs, '_prediction', and what else an exported one has.") { model, file }
            .WithExample("modelyard predictions add churn scored.parquet");
        input.AddTo(command);
        log.AddTo(command);
        command.Add(yard);
        command.Add(json);
        command.SetAction(parsed =>
        {
            string folder = parsed.GetRequiredValue(yard);
            ServedVersion version = ModelReference.LoadVersion(parsed.GetRequiredValue(model), folder);
            PredictionLogStore logs = log.StoreOf(parsed, folder) ?? new PredictionLogStore(PredictionLogStore.FolderIn(folder));
            var source = PredictionSource.Of(version.Name, version.Version, version.Package);
            Frame table = input.ReadPredictions(parsed, parsed.GetRequiredValue(file), source, version.Package.MissingTokens);
            using PredictionLog opened = logs.Open(version.Name, log.OptionsOf(parsed));
            using PredictionTableWriter writer = opened.TableWriterOf(source);
            string? request = writer.Write(table, DateTime.UtcNow);
            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, text =>
                {
                    text.WriteString("model", version.Name);
                    text.WriteNumber("accepted", table.RowCount);
                    text.WriteString("request", request);
                });
            }
            else
            {
                terminal.Line($" {table.RowCount:N0} predictions -> the log of {version.Name}{(request is null ? "" : $", as {request}")}");
            }

            return CommandLine.Success;
        });
        return command;
    }

    private static Command Seal(Terminal terminal)
    {
        var model = new Argument<string>("MODEL") { Description = "The name of the model." };
        Option<int?> days = PredictionLogSettings.Days("How many days of rows are kept; by default all. What was added up of days that are over stays.");
        Option<string?> folder = PredictionLogSettings.Folder();
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("seal", "Do for the log of batch jobs what a server does each minute: compress journals, put days that are over together, add them up, remove old ones.") { model, days, folder, yard, json }
            .WithExample("modelyard predictions seal churn --log-days 90");
        command.SetAction(parsed =>
        {
            string name = parsed.GetRequiredValue(model);
            var options = new PredictionLogOptions { MergeAge = TimeSpan.Zero, Retention = PredictionLogSettings.Retention(parsed, days) };
            using PredictionLog log = Open(PredictionLogSettings.Store(parsed, folder, yard), name, options);
            log.Seal();
            LogRollUps rollUps = log.RollUps();
            long bytes = Directory.EnumerateFiles(log.Folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer =>
                {
                    writer.WriteString("model", name);
                    writer.WriteNumber("predictions", rollUps.Count);
                    writer.WriteNumber("bytes", bytes);
                });
            }
            else
            {
                terminal.Line($" {rollUps.Count:N0} predictions of {name} were added up; the log takes {bytes / 1e6:N1} MB");
            }

            return CommandLine.Success;
        });
        return command;
    }

    private static (Option<string?> From, Option<string?> Until) Span() =>
        (new("--from") { Description = "The moment of the first prediction, in UTC, as 2026-03-01 or 2026-03-01T08:30:00." }, new("--until") { Description = "The moment before which the last prediction is." });

    private static Frame Read(ParseResult parsed, PredictionLogStore logs, string model, Option<string?> from, Option<string?> until)
    {
        using PredictionLog log = Open(logs, model);
        return log.Read(Moment(parsed, from), Moment(parsed, until));
    }

    private static PredictionLog Open(PredictionLogStore logs, string model, PredictionLogOptions? options = null)
    {
        if (!logs.Contains(model))
        {
            IReadOnlyList<string> known = logs.List();
            throw new ModelyardException($"There is no log of the predictions of '{model}'. {(known.Count == 0 ? "There are none at all: serve or predict with '--log'." : $"There are logs of {string.Join(", ", known.Take(20).Select(name => $"'{name}'"))}.")}");
        }

        return logs.Open(model, options);
    }

    internal static DateTime? Moment(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is not { } text ? null
        : DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime moment) ? moment
        : throw new UsageException($"'{option.Name}' is '{text}' and must be a moment, as in 2026-03-01 or 2026-03-01T08:30:00.");
}
