using System.CommandLine;
using System.Globalization;
using Modelyard.Charts;
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
    // As many as a request has for which an identifier is made.
    private const int RowsOfRequest = 10_000;

    private static readonly string[] SpreadColumns = ["spread", "uncertainty_total", "uncertainty_aleatoric", "uncertainty_epistemic"];

    internal static Command Create(Terminal terminal)
    {
        var model = new Argument<string>("MODEL") { Description = "A name, name:version, name@alias or a model file." };
        var data = new Argument<string>("DATA.csv") { Description = "The rows to predict." };
        var output = new Option<string?>("--output", "-o") { Description = "The CSV file to write; standard output without it, or for '-'." };
        var spread = new Option<bool>("--spread") { Description = "Say how far the members of an ensemble are apart: 'spread', the standard deviation of their predictions, or for classes the entropy in nats, 'uncertainty_total', and its parts 'uncertainty_aleatoric' and 'uncertainty_epistemic'." };
        var key = new Option<string?>("--key") { Description = "The column whose cells are the keys of the rows in the log, by which true labels find them." };
        var request = new Option<string?>("--request") { Description = "The identifier of the batch in the log: together with '--at' it makes a batch repeatable, whose rows count once however often it is run." };
        var at = new Option<string?>("--at") { Description = "The moment that the rows are logged with, in UTC, such as 2026-01-31 or 2026-01-31T06:00:00Z; by default now." };
        var time = new Option<string?>("--time") { Description = "The column of times, in UTC, that the rows are logged with, instead of '--at'." };
        var log = new PredictionLogSettings("Log the predictions, beside those that a server logs.");
        Option<string[]> missing = SharedOptions.Missing();
        missing.Description += " By default as in training.";
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("predict", "Predict the rows of a table: its columns, then 'prediction', the probabilities, and 'low' and 'high' or 'set' if the model has intervals or sets.") { model, data, output, spread, key, request, at, time, missing }
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
            if (logs is null && new Option[] { key, request, at, time }.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } idle)
            {
                throw new UsageException($"'{idle.Name}' names {(idle == key ? "the keys of the rows" : idle == request ? "the batch" : idle == at ? "the moment of the batch" : "the times of the rows")} in the log, and nothing is logged. Say '--log' too, or leave it out.");
            }

            LoggedBatch batch = BatchOf(parsed, request, at, time);

            ServedVersion version = ModelReference.LoadVersion(parsed.GetRequiredValue(model), parsed.GetRequiredValue(yard));
            ModelPackage package = version.Package;
            var encoder = new RowEncoder(package.Predictor.Inputs);
            Frame rows = TableFile.Read(parsed.GetRequiredValue(data), encoder.Inputs, tokens ?? package.MissingTokens, parsed.GetValue(key) is { } column ? [column] : null, out IReadOnlyList<Column> times);
            bool withSpread = parsed.GetValue(spread);
            Frame predictions = new PredictionTable(package.Predictor).Predict(encoder.EncodeRows(rows, Environment.ProcessorCount), Environment.ProcessorCount, withSpread: withSpread);
            WarnOfSureMembers(predictions, terminal);
            string? logName = logs is null ? null : Log(logs, logged, version, rows, predictions, parsed.GetValue(key), batch);

            // Times go out as they came in, not as they were read.
            Frame scored = Beside(times.Aggregate(rows, (table, time) => table.With(time)), predictions, encoder.Inputs, terminal);
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
                    if (logName is not null)
                    {
                        writer.WriteString("request", logName);
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

            if (logName is not null)
            {
                FutureRows.Tell(terminal, rows, batch.Time, batch.At);
            }

            if (logName is not null && path is not null && !parsed.GetValue(json))
            {
                terminal.Line($" logged as {RequestsOf(logName, rows, batch)}");
            }

            return CommandLine.Success;
        });
        return command;
    }

    /// <summary>Writes predictions to the log of their model; what is printed or written afterwards is in it.</summary>
    private static string? Log(PredictionLogStore logs, PredictionLogOptions options, ServedVersion version, Frame rows, Frame predictions, string? key, LoggedBatch batch)
    {
        Predictor predictor = version.Package.Predictor;
        var columns = predictor.Inputs.Select(input => rows[input.Name].Rename(PredictionColumns.Input(input.Name))).ToList();
        columns.Add(predictions["prediction"].Rename(PredictionColumns.Prediction));
        columns.AddRange(predictor.Classes.Select(name => predictions[$"probability_{name}"].Rename(PredictionColumns.Probability(name))));
        if (key is not null)
        {
            columns.Add((rows.TryGetColumn(key, out Column? keys) ? keys : throw new UsageException($"'--key' is '{key}', which is no column of the table. It has {string.Join(", ", rows.Columns.Take(20).Select(column => $"'{column.Name}'"))}.")).Rename(PredictionColumns.Key));
        }

        if (batch.Time is { } time)
        {
            Column times = rows.TryGetColumn(time, out Column? known) ? known : throw new UsageException($"'--time' is '{time}', which is no column of the table. It has {string.Join(", ", rows.Columns.Take(20).Select(column => $"'{column.Name}'"))}.");
            columns.Add(times.Kind == ColumnKind.Timestamp && times.MissingCount == 0 ? times.Rename(PredictionColumns.Time)
                : throw new ModelyardException($"The column '{time}' is {times.Kind}{(times.MissingCount > 0 ? $" with {NumberText.Counted(times.MissingCount, "missing cell")}" : "")} and must be a time in each row, as 2026-01-31T08:30:00Z, to log rows with it. Nothing was logged."));
        }

        if (batch.Request is { } request)
        {
            // Rows of one request have one time.
            int rowsOfRequest = batch.Time is null ? RowsOfRequest : 1;
            columns.Add(new TextColumn(PredictionColumns.Request, Enumerable.Range(0, rows.RowCount).Select(row => rows.RowCount <= rowsOfRequest ? request : string.Create(CultureInfo.InvariantCulture, $"{request}-{row / rowsOfRequest}"))));
        }

        using PredictionLog log = logs.Open(version.Name, options);
        CheckSame(log, batch, predictions, columns.Find(column => column.Name == PredictionColumns.Key));
        using PredictionTableWriter writer = log.TableWriterOf(PredictionSource.Of(version.Name, version.Version, version.Package));
        return writer.Write(Frame.Of(columns), batch.At ?? DateTime.UtcNow) ?? batch.Request;
    }

    /// <summary>Names the requests that a batch is logged as, by which its rows are found: a long one, or one of many times, is several.</summary>
    private static string RequestsOf(string name, Frame rows, LoggedBatch batch)
    {
        int each = batch is { Request: not null, Time: not null } ? 1 : RowsOfRequest;
        bool isOfManyTimes = batch is { Request: null, Time: { } time } && Enumerable.Range(0, rows.RowCount).Any(row => rows[time].FormatCell(row) != rows[time].FormatCell(0));
        return isOfManyTimes ? $"{name}-0, {name}-1 and so on"
            : rows.RowCount <= each ? name
            : string.Create(CultureInfo.InvariantCulture, $"{name}-0 to {name}-{(rows.RowCount - 1) / each}");
    }

    /// <summary>Refuses a batch whose name and moment the log has for other rows: of two of one position it would keep one.</summary>
    private static void CheckSame(PredictionLog log, LoggedBatch batch, Frame predictions, Column? keys)
    {
        if (batch is not { Request: { } request, At: { } at })
        {
            return;
        }

        // Logs keep microseconds.
        DateTime from = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond));
        Frame known = log.Read(from, from.AddMicroseconds(1));
        for (int row = 0; row < known.RowCount; row++)
        {
            string name = known[PredictionColumns.Request].FormatCell(row);
            int part = name == request ? 0 : name.StartsWith($"{request}-", StringComparison.Ordinal) && int.TryParse(name.AsSpan(request.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
            if (part < 0)
            {
                continue;
            }

            long place = ((long)part * RowsOfRequest) + ((IntegerColumn)known[PredictionColumns.Row]).Values[row];
            Column logged = known[PredictionColumns.Key];
            bool isSame = place < predictions.RowCount
                && predictions["prediction"].FormatCell((int)place) == known[PredictionColumns.Prediction].FormatCell(row)
                && (keys is null || logged.IsMissing(row) || keys.FormatCell((int)place) == logged.FormatCell(row));
            if (!isSame)
            {
                throw new ModelyardException($"The log has other rows of the batch '{request}' at {at:yyyy-MM-ddTHH:mm:ssZ}: its row {place + 1:N0} is not that of this table, or another model answered. Nothing was logged. Give this batch a name of its own by '--request', or its own '--at'.");
            }
        }
    }

    /// <summary>Reads what a batch is called in the log and when it is from.</summary>
    private static LoggedBatch BatchOf(ParseResult parsed, Option<string?> request, Option<string?> at, Option<string?> time)
    {
        if (parsed.GetValue(at) is not null && parsed.GetValue(time) is not null)
        {
            throw new UsageException("'--at' is one moment for all rows, and '--time' one for each. Say one of the two.");
        }

        string? name = parsed.GetValue(request);
        if (name is not null && string.IsNullOrWhiteSpace(name))
        {
            throw new UsageException("'--request' is empty and must be the identifier of the batch, such as 'churn-2026-01-31'.");
        }

        if (name is not null && parsed.GetValue(at) is null && parsed.GetValue(time) is null)
        {
            throw new UsageException("'--request' makes a batch count once, however often it is run, if its rows have the same time at each run. Say '--at' too, such as '--at 2026-01-31T06:00:00Z'.");
        }

        return new LoggedBatch(name, PredictionsCommand.Moment(parsed, at), parsed.GetValue(time));
    }

    /// <summary>Says why no doubt is that of chance where every member of an ensemble is sure of every row.</summary>
    private static void WarnOfSureMembers(Frame predictions, Terminal terminal)
    {
        if (predictions.TryGetColumn("uncertainty_aleatoric", out Column? chance) && chance.Length > 0 && chance.ToDoubles().All(entropy => entropy == 0) && predictions["uncertainty_total"].ToDoubles().Any(entropy => entropy > 0))
        {
            terminal.Warning("Every member of the ensemble is sure of its answer, as trees are that grow until their leaves are pure: 'uncertainty_aleatoric' is 0, and what is chance is counted as 'uncertainty_epistemic'. "
                + "More rows a leaf tell the two apart, as in 'modelyard fit RandomForestClassifier TRAIN.csv --target COLUMN --set MinSamplesLeaf=10 --save FILE'.");
        }
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

    /// <summary>Represents what makes the rows of a batch the same at each run.</summary>
    /// <param name="Request">The identifier; null if one is made.</param>
    /// <param name="At">The moment in UTC; null for now, or for the times of the rows.</param>
    /// <param name="Time">The column of the times of the rows; null if they have one moment.</param>
    private sealed record LoggedBatch(string? Request, DateTime? At, string? Time);
}
