using System.CommandLine;
using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Cli.Commands.Tables;
using Modelyard.Frames;
using Modelyard.Inference;
using Modelyard.Reports;

namespace Modelyard.Cli.Commands.Statistics;

/// <summary>Prints the rows that move the coefficients most.</summary>
internal static class InfluenceVerb
{
    internal static Command Create(Terminal terminal)
    {
        Argument<string> file = TableInput.File();
        var options = new RegressionOptions();
        var model = new ModelOptions();
        Option<int> top = new Option<int>("--top") { Description = "The number of rows that are shown, those of greatest Cook's distance first.", DefaultValueFactory = _ => 10 }.Plainly("a whole number, 1 or greater");
        var output = new Option<string?>("--output", "-o") { Description = "A page (.html) with charts of residuals and leverages, or a picture (.svg) of the leverages, to write." };
        Option<bool> json = SharedOptions.Json();
        var verb = new TableVerb(terminal, "influence", "Show the rows whose absence would move the coefficients most.", "modelyard stats influence concrete.csv --target compressive_strength --features cement,water,age");
        return verb.Say([file], [.. options.All, .. model.All, top, output, json], parsed =>
        {
            int count = parsed.GetValue(top);
            if (count < 1)
            {
                throw new UsageException($"'--top' is '{count}' and must be a whole number, 1 or greater.");
            }

            string? path = parsed.GetValue(output);
            ChartPage.Check(path);
            RegressionMethod method = options.Settings(parsed, model.Method(parsed));
            Frame frame = verb.Input.Read(parsed, parsed.GetRequiredValue(file));
            RegressionFit fit = method.Fit(options.Data(parsed, frame));
            InfluenceMeasures measures = fit switch
            {
                LinearFit linear => linear.Influence(),
                GeneralizedFit generalized => generalized.Influence(),
                _ => throw new ModelyardException($"The regression '{fit.Method}' has no leverages of rows. Take another '--model'."),
            };
            if (path is not null)
            {
                IReadOnlyList<Chart> charts = RegressionCharts.Of(fit, measures);
                ChartPage.Write(path, "Influence", $"Residuals and influence, {fit.Data.TargetName}", $"{fit.Method}, {NumberText.Counted(fit.RowCount, "row")}", [charts[^1], .. charts.Take(charts.Count - 1)], more: writer => SummaryMarkup.Write(writer, measures.Summary(count)));
                terminal.ErrorLine($" -> {path}");
            }

            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer => WriteJson(writer, fit, measures, count));
                return CommandLine.Success;
            }

            terminal.Line($" {fit.Method} of {fit.Data.TargetName}: {NumberText.Counted(fit.RowCount, "row")}, {fit.Coefficients.Count} coefficients");
            terminal.Line();
            terminal.Write(measures.Summary(count).ToString());
            return CommandLine.Success;
        });
    }

    private static void WriteJson(Utf8JsonWriter json, RegressionFit fit, InfluenceMeasures measures, int count)
    {
        json.WriteString("method", fit.Method);
        json.WriteNumber("rows", fit.RowCount);
        json.WriteNumber("coefficients", fit.Coefficients.Count);
        json.Number("leverageThreshold", measures.LeverageThreshold);
        json.Number("cooksThreshold", measures.CooksThreshold);
        json.Number("dffitsThreshold", measures.DffitsThreshold);
        json.Objects("influence", measures.MostInfluential(count), row =>
        {
            json.WriteNumber("row", measures.DataRow(row));
            json.Number("leverage", measures.Leverages[row]);
            json.Number("internallyStudentized", measures.InternallyStudentized[row]);
            json.Number("studentized", measures.ExternallyStudentized[row]);
            json.Number("cooksDistance", measures.CooksDistances[row]);
            json.Number("cooksPValue", measures.CooksPValue(row));
            json.Number("dffits", measures.Dffits[row]);
            json.WriteStartObject("dfbetas");
            for (int j = 0; j < fit.Coefficients.Count; j++)
            {
                json.Number(fit.Coefficients[j].Name, measures.Dfbetas[row, j]);
            }

            json.WriteEndObject();
        });
    }
}
