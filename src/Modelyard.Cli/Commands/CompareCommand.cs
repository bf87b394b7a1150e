using System.CommandLine;
using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Evaluation;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Persistence;
using Modelyard.Reports;
using Modelyard.Reports.Content;
using Modelyard.Selection;

namespace Modelyard.Cli.Commands;

/// <summary>Compares two models on rows whose target is known.</summary>
internal static class CompareCommand
{
    private const double Level = 0.05;

    internal static Command Create(Terminal terminal)
    {
        var first = new Argument<string>("A") { Description = "The model in use: a name, name:version, name@alias or a model file." };
        var second = new Argument<string>("B") { Description = "The model that may take its place." };
        var data = new Argument<string>("DATA.csv") { Description = "Rows with their target that neither model has learned from." };
        var metric = new Option<string[]>("--metric") { Description = "What scores: a name, 'cost(Yes:No=500, No:Yes=50)', or 'min: name=expression'; may be given several times. By default the usual three of the task.", AllowMultipleArgumentsPerToken = true };
        var margin = new Option<double?>("--margin") { Description = "By how much B may be worse, in the unit of the metric, and still count as no worse." }.Plainly("a number, 0 or greater");
        var replicates = new Option<int>("--replicates") { Description = "The number of bootstrap replicates behind the intervals.", DefaultValueFactory = _ => 2000 }.Plainly("a whole number, 1 or greater");
        var output = new Option<string?>("--output", "-o") { Description = "A page (.html) to write: which is better in plain words, the scores of both as charts, the differences, and how they were tested." };
        Option<string[]> missing = SharedOptions.Missing();
        missing.Description += " By default as in training.";
        Option<string> yard = SharedOptions.Yard();
        Option<ulong> seed = SharedOptions.Seed();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("compare", "Compare two models on the same rows: scores with intervals, and whether the difference is more than chance.") { first, second, data, metric, margin, replicates, output, missing, yard, seed, json }
            .WithExample("modelyard compare churn:1 churn:2 later.csv --metric roc-auc --margin 0.01 -o compared.html");
        command.SetAction((parsed, cancellation) =>
        {
            string[]? tokens = SharedOptions.MissingTokens(parsed, missing);
            string path = parsed.GetRequiredValue(data), folder = parsed.GetRequiredValue(yard);
            double? least = parsed.GetValue(margin);
            if (parsed.GetValue(replicates) < 1)
            {
                throw new UsageException($"'--replicates' is '{parsed.GetValue(replicates)}' and must be 1 or greater.");
            }

            ChartPage.CheckPage(parsed.GetValue(output));
            ModelPackage own = ModelReference.Load(parsed.GetRequiredValue(first), folder), other = ModelReference.Load(parsed.GetRequiredValue(second), folder);
            if (own.Predictor.TargetName != other.Predictor.TargetName || own.Predictor.Task != other.Predictor.Task)
            {
                throw new ModelyardException($"'{own.Name}' predicts '{own.Predictor.TargetName}' and '{other.Name}' predicts '{other.Predictor.TargetName}', each in its way ({own.Predictor.Task}, {other.Predictor.Task}); models are compared by what both predict.");
            }

            LabelledTable.WarnIfLearned(path, terminal, own, other);
            using var stop = new StopSignal(terminal, "Stopping. Once more ends at once.", cancellation);
            Predictions before = LabelledTable.Predict(own, path, tokens), after = LabelledTable.Predict(other, path, tokens);
            IReadOnlyList<IMetric> metrics = Metrics(parsed.GetValue(metric) ?? [], own.Predictor.Task, own.Predictor.Classes);
            var context = new FitContext { Seed = parsed.GetValue(seed), Cancellation = stop.Token };
            IReadOnlyList<MetricComparison> comparisons = ModelComparison.Run(before, after, metrics, context, least, parsed.GetValue(replicates));
            string[] names = Names(parsed.GetRequiredValue(first), parsed.GetRequiredValue(second));
            if (parsed.GetValue(output) is { } page)
            {
                ChartPage.Write(page, ComparisonReport.Page(new ReportComparison
                {
                    First = names[0],
                    Second = names[1],
                    Data = Path.GetFileName(path),
                    Target = own.Predictor.TargetName,
                    Task = own.Predictor.Task,
                    Rows = before.Count,
                    Metrics = comparisons,
                    Replicates = parsed.GetValue(replicates),
                    Margin = least,
                    Level = Level,
                }));
            }

            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer => WriteJson(writer, names, before.Count, least, comparisons));
            }
            else
            {
                WriteText(terminal, names, path, before.Count, least, comparisons);
                if (parsed.GetValue(output) is { } written)
                {
                    terminal.Line();
                    terminal.Line($" -> {written}");
                }
            }

            return Task.FromResult(CommandLine.Success);
        });
        return command;
    }

    private static IReadOnlyList<IMetric> Metrics(string[] names, TaskKind task, IReadOnlyList<string> classes)
    {
        string[] usual = task == TaskKind.Regression ? ["rmse", "mae", "r2"] : classes.Count == 2 ? ["roc-auc", "log-loss", "accuracy"] : ["accuracy", "log-loss", "f1-macro"];
        return MetricText.ParseAll(names.Length > 0 ? names : usual, task, classes);
    }

    /// <summary>Names both models by the end of their references, as far as that tells them apart.</summary>
    private static string[] Names(string first, string second) => Path.GetFileName(first) != Path.GetFileName(second) ? [Path.GetFileName(first), Path.GetFileName(second)]
        : first != second ? [first, second]
        : [first + " (A)", second + " (B)"];

    private static void WriteText(Terminal terminal, string[] names, string path, int rows, double? margin, IReadOnlyList<MetricComparison> comparisons)
    {
        terminal.Line($" {names[0]} and {names[1]} on {NumberText.Counted(rows, "row")} of {Path.GetFileName(path)}; differences are {names[1]} less {names[0]}, with 95 % intervals");
        terminal.Line();
        TextTable table = new TextTable("metric", names[0], names[1], "difference", "interval", "p", "adjusted p", "test").Right(1, 2, 3, 5, 6);
        foreach (MetricComparison one in comparisons)
        {
            table.Add(
                one.Metric.Name, Figures.Score(one.First.Value), Figures.Score(one.Second.Value), Signed(one.Outcome.Difference),
                double.IsNaN(one.Outcome.Low) ? "-" : $"{Signed(one.Outcome.Low)} to {Signed(one.Outcome.High)}", Figures.Chance(one.Outcome.PValue, one.Outcome.IsUpperBound), Figures.Chance(one.AdjustedPValue, one.Outcome.IsUpperBound), one.Outcome.Test);
        }

        table.Write(terminal);
        terminal.Line();
        foreach (MetricComparison one in comparisons)
        {
            terminal.Line($" {one.Metric.Name}: {one.Describe(names[0], names[1], Level)}{(margin is { } least && one.IsDefined ? " " + NoWorse(one, names, least) : "")}");
        }
    }

    private static string NoWorse(MetricComparison one, string[] names, double margin) => one.NoWorsePValue < Level
        ? $"{names[1]} is no worse by more than {margin} (p {Figures.Chance(one.NoWorsePValue)})."
        : $"That {names[1]} is no worse by more than {margin} is not shown (p {Figures.Chance(one.NoWorsePValue)}).";

    private static string Signed(double value) => (value > 0 ? "+" : "") + Figures.Score(value);

    private static void WriteJson(Utf8JsonWriter json, string[] names, int rows, double? margin, IReadOnlyList<MetricComparison> comparisons)
    {
        json.WriteString("first", names[0]);
        json.WriteString("second", names[1]);
        json.WriteNumber("rows", rows);
        json.Number("margin", margin ?? double.NaN);
        json.Objects("comparisons", comparisons, one =>
        {
            json.WriteString("metric", one.Metric.Name);
            WriteScore(json, "first", one.First);
            WriteScore(json, "second", one.Second);
            json.Number("difference", one.Outcome.Difference);
            json.Number("low", one.Outcome.Low);
            json.Number("high", one.Outcome.High);
            json.WriteString("test", one.Outcome.Test);
            json.Number("statistic", one.Outcome.Statistic);
            json.Number("pValue", one.Outcome.PValue);
            json.Number("adjustedPValue", one.AdjustedPValue);
            json.Number("noWorsePValue", one.NoWorsePValue);
            json.WriteString("better", one.Winner(Level) switch { 1 => names[1], -1 => names[0], _ => null });
        });
    }

    private static void WriteScore(Utf8JsonWriter json, string name, ScoreInterval score)
    {
        json.WriteStartObject(name);
        json.Number("value", score.Value);
        json.Number("low", score.Low);
        json.Number("high", score.High);
        json.WriteEndObject();
    }
}
