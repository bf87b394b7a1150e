using System.CommandLine;
using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Cli.Commands.Tables;
using Modelyard.Frames;
using Modelyard.Inference;
using Modelyard.Reports;

namespace Modelyard.Cli.Commands.Statistics;

/// <summary>Prints what each term of a regression explains.</summary>
internal static class AnovaVerb
{
    internal static Command Create(Terminal terminal)
    {
        Argument<string> file = TableInput.File();
        var options = new RegressionOptions();
        var model = new ModelOptions();
        Option<int> type = new Option<int>("--type") { Description = "Beside which other terms one is judged: 1 those before it, 2 all but its interactions, 3 all, with levels compared with their mean.", DefaultValueFactory = _ => 2 }.Plainly("1, 2 or 3");
        var output = new Option<string?>("--output", "-o") { Description = "A page (.html) with the table and a chart, or the chart as a picture (.svg), to write." };
        Option<bool> json = SharedOptions.Json();
        var verb = new TableVerb(terminal, "anova", "Show what each feature explains: an analysis of variance, or of deviance.", "modelyard stats anova penguins.csv --target body_mass_g --features flipper_length_mm,species*sex");
        return verb.Say([file], [.. options.All, .. model.All, type, output, json], parsed =>
        {
            int number = parsed.GetValue(type);
            if (number is < 1 or > 3)
            {
                throw new UsageException($"'--type' is '{number}' and must be 1, 2 or 3.");
            }

            string? path = parsed.GetValue(output);
            ChartPage.Check(path);
            RegressionMethod method = options.Settings(parsed, model.Method(parsed));
            Frame frame = verb.Input.Read(parsed, parsed.GetRequiredValue(file));
            RegressionFit fit = method.Fit(options.Data(parsed, frame));
            var table = AnovaTable.Of(fit, (AnovaType)number);
            if (path is not null)
            {
                SummaryTable summary = table.Summary();
                ChartPage.Write(path, "Analysis", summary.Title, $"{fit.Method}, {NumberText.Counted(fit.RowCount, "row")}", [table.ToChart()], more: writer => writer.Table(SummaryMarkup.Table(summary)));
                terminal.ErrorLine($" -> {path}");
            }

            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer => WriteJson(writer, table));
                return CommandLine.Success;
            }

            terminal.Write(table.ToString());
            return CommandLine.Success;
        });
    }

    private static void WriteJson(Utf8JsonWriter json, AnovaTable table)
    {
        json.WriteString("target", table.Target);
        json.WriteNumber("type", (int)table.Type);
        json.WriteString("covariance", table.Covariance.ToString().ToLowerInvariant());
        json.WriteString("distribution", table.UsesF ? "f" : "chi-square");
        json.Objects("terms", table.Rows, row =>
        {
            json.WriteString("name", row.Term);
            json.Number("degrees", row.Degrees);
            json.Number(table.IsOfVariance ? "sumOfSquares" : "deviance", row.SumOfSquares);
            json.Number("mean", row.MeanSquare);
            json.Number("statistic", row.Statistic);
            json.Number("pValue", row.PValue);
        });
    }
}
