using System.CommandLine;
using System.Globalization;
using Modelyard.Charts;
using Modelyard.Frames;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Server.Models;

namespace Modelyard.Cli.Commands;

/// <summary>Takes true labels from a table.</summary>
internal static class FeedbackCommand
{
    private const int MostNamed = 5;

    internal static Command Create(Terminal terminal)
    {
        Argument<string> file = TableInput.File();
        var model = new Option<string>("--model") { Description = "The model whose predictions the labels are of: a name, name:version, name@alias or a model file.", Required = true };
        var label = new Option<string?>("--label") { Description = "The column of the labels; by default 'label', or else the model's target. An empty cell takes a label back." };
        var key = new Option<string?>("--key") { Description = "The column of the keys that rows were given when they were predicted; by default 'key', if it is there." };
        var request = new Option<string?>("--request") { Description = "The column of the identifiers of requests; by default 'request', if it is there." };
        var row = new Option<string?>("--row") { Description = "The column of the positions of rows within their requests, from 0; by default 'row', if it is there, or else the first row." };
        var at = new Option<string?>("--at") { Description = "The column of the moments that labels by key are true for: a label belongs to the last prediction of its key at or before it; by default 'at', if it is there, or else now." };
        Option<string?> folder = PredictionLogSettings.Folder();
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        var input = new TableInput(terminal);
        Command command = new Command("feedback", "Add the true labels of a table to the log of a model's predictions: all of them, or none if one cannot be taken.") { file, model, label, key, request, row, at, folder }
            .WithExample("modelyard feedback labels.csv --model churn --key customer --label churned");
        input.AddTo(command);
        command.Add(yard);
        command.Add(json);
        command.SetAction(parsed =>
        {
            ServedVersion version = ModelReference.LoadVersion(parsed.GetRequiredValue(model), parsed.GetRequiredValue(yard));
            PredictionLogStore logs = PredictionLogSettings.Store(parsed, folder, yard);
            if (!logs.Contains(version.Name))
            {
                throw new ModelyardException($"There is no log of the predictions of '{version.Name}' in '{Path.GetRelativePath(Environment.CurrentDirectory, logs.Folder)}', so there is nothing that labels could belong to. Serve or predict with '--log', or say '--log-folder'.");
            }

            string target = version.Package.Predictor.TargetName;
            string?[] given = [parsed.GetValue(label), parsed.GetValue(key), parsed.GetValue(request), parsed.GetValue(row), parsed.GetValue(at)];
            Frame table = input.Read(parsed, parsed.GetRequiredValue(file), [.. given.OfType<string>().Concat(["label", "key", "request", "row", "at", target]).Distinct(StringComparer.Ordinal)]);
            var columns = new LabelColumns(given[0] ?? (Has(table, "label") is null && Has(table, target) is not null ? target : "label"))
            {
                Key = given[1] ?? (given[2] is null ? Has(table, "key") : null),
                Request = given[2] ?? (given[1] is null ? Has(table, "request") : null),
                Row = given[3] ?? Has(table, "row"),
                At = given[4] ?? Has(table, "at"),
            };
            if (columns.Key is null && columns.Request is null)
            {
                throw new UsageException($"The table has neither a column 'key' nor one 'request', and no option names one. Say '--key COLUMN' or '--request COLUMN'; it has {string.Join(", ", table.Columns.Take(20).Select(column => $"'{column.Name}'"))}.");
            }

            IReadOnlyList<TrueLabel> labels = new LabelReader(version.Package.Predictor.Classes).Read(table, columns);
            IReadOnlyList<int> unmatched;
            using (PredictionLog log = logs.Open(version.Name))
            {
                log.AddLabels(labels);
                unmatched = log.Unmatched(labels);
            }

            string[] named = [.. unmatched.Take(MostNamed).Select(i => NameOf(labels[i]))];

            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer =>
                {
                    writer.WriteString("model", version.Name);
                    writer.WriteNumber("accepted", labels.Count);
                    writer.WriteNumber("unmatched", unmatched.Count);
                    writer.Texts("firstUnmatched", named);
                });
            }
            else
            {
                terminal.Line($" {NumberText.Counted(labels.Count, "label")} -> the log of {version.Name}");
                if (unmatched.Count > 0)
                {
                    terminal.Line($" {unmatched.Count:N0} of them {(unmatched.Count == 1 ? "belongs" : "belong")} to no prediction that the log holds: {string.Join(", ", named)}{(unmatched.Count > MostNamed ? " and others" : "")}. They wait for predictions that are added later; those of days that are no longer kept, or later than the label, are not found.");
                }

                terminal.Line($" next    modelyard predictions show {SharedOptions.Quoted(version.Name)}   how many predictions have labels now");
            }

            return CommandLine.Success;
        });
        return command;
    }

    private static string NameOf(TrueLabel label) => label.Key is { } key ? $"key '{key}'" : string.Create(CultureInfo.InvariantCulture, $"request '{label.Request}' row {label.Row}");

    private static string? Has(Frame table, string name) => table.TryGetColumn(name, out _) ? name : null;
}
