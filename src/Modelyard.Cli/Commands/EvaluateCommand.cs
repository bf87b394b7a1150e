using System.CommandLine;
using Modelyard.Evaluation;
using Modelyard.Frames;
using Modelyard.Frames.Expressions;
using Modelyard.Learning;
using Modelyard.Persistence;
using Modelyard.Reports;
using Modelyard.Reports.Content;

namespace Modelyard.Cli.Commands;

/// <summary>Scores a model on rows whose target is known: as a whole, by segment, by group, and where it errs most.</summary>
internal static class EvaluateCommand
{
    internal static Command Create(Terminal terminal)
    {
        var model = new Argument<string>("MODEL") { Description = "A name, name:version, name@alias or a model file." };
        var data = new Argument<string>("DATA.csv") { Description = "Rows with their target that the model has not learned from." };
        var by = new Option<string[]>("--by") { Description = "A dimension to tell scores and figures by: a column, or name=expression, as in \"month=datetrunc(date, 'month')\"; may be given several times." };
        var figure = new Option<string[]>("--figure") { Description = "A figure of the business as name=expression over the columns and actual, predicted, probability: \"profit=sum(if(predicted = 'Yes', if(actual = 'Yes', 90, -10), 0))\"; may be given several times." };
        var cost = new Option<string?>("--cost") { Description = "What wrong answers cost, as TRUE:PREDICTED=NUMBER with commas between; below zero it is a benefit. A class whose name holds a comma stands in backticks: '`a, b`:No=5'." };
        var fair = new Option<string?>("--fair") { Description = "A column whose groups should be treated alike: rates of each and the gaps between them." };
        var positive = new Option<string?>("--positive") { Description = "The class that is the positive answer where groups are compared; by default the second of two." };
        var slices = new Option<bool>("--slices") { Description = "Look for the rows, by what they have in common, on which the model errs most." };
        var output = new Option<string?>("--output", "-o") { Description = "A page (.html) to write, with all of it and the curves: ROC, precision and recall, gain, lift, profit, calibration; residuals of numbers." };
        Option<string[]> missing = SharedOptions.Missing();
        missing.Description += " By default as in training.";
        Option<string> yard = SharedOptions.Yard();
        Option<ulong> seed = SharedOptions.Seed();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("evaluate", "Score a model on rows whose target is known: in all, by segment, by group, and where it errs most.") { model, data, by, figure, cost, fair, positive, slices, output, missing, yard, seed, json }
            .WithExample("modelyard evaluate churn later.csv --by contract --cost \"Yes:No=100, No:Yes=20\" --slices -o churn.html");
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(data);
            ChartPage.CheckPage(parsed.GetValue(output));
            Evaluation.KeyFigure[] figures = [.. (parsed.GetValue(figure) ?? []).Select(Evaluation.KeyFigure.Parse)];
            ModelPackage package = ModelReference.Load(parsed.GetRequiredValue(model), parsed.GetRequiredValue(yard));
            LabelledTable.WarnIfLearned(path, terminal, package);
            using var stop = new StopSignal(terminal, "Stopping. Once more ends at once.", cancellation);
            var context = new FitContext { Seed = parsed.GetValue(seed), Cancellation = stop.Token };
            Frame rows = LabelledTable.Read(package, path, SharedOptions.MissingTokens(parsed, missing));
            var options = new EvaluationOptions
            {
                Figures = figures,
                Dimensions = [.. (parsed.GetValue(by) ?? []).Select(text => Dimension(text, rows))],
                Costs = parsed.GetValue(cost),
                FairColumn = parsed.GetValue(fair),
                Positive = parsed.GetValue(positive),
                FindsSlices = parsed.GetValue(slices),
            };
            var evaluation = ModelEvaluation.Compute(package.Predictor, rows, options, context);
            var test = new Lazy<ReportTest>(() => EvaluationReport.Gather(evaluation, package.Predictor.TargetName));
            if (parsed.GetValue(output) is { } page)
            {
                ChartPage.Write(page, EvaluationReport.Page(evaluation, test.Value, $"{package.Name} on {Path.GetFileName(path)}"));
            }

            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer => new EvaluationJson(writer, evaluation).Write(package, test.Value));
            }
            else
            {
                new EvaluationText(terminal, evaluation).Write(package, path);
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

    /// <summary>Reads a dimension: a column, whose name may hold what it likes, or a name and an expression.</summary>
    private static (string Name, Expression Expression) Dimension(string text, Frame rows)
    {
        string own = text.Trim(), column = SharedOptions.Unquoted(own);
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 || column != own || rows.Columns.Any(one => one.Name == column) ? (column, Expression.Col(column))
            : equals == 0 ? throw new UsageException($"The dimension '{text}' must be a column, or name=expression.")
            : (text[..equals].Trim(), Expression.Parse(text[(equals + 1)..].Trim()));
    }
}
