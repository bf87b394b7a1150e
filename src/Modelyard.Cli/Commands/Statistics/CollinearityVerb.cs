using System.CommandLine;
using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Cli.Commands.Tables;
using Modelyard.Frames;
using Modelyard.Inference;
using Modelyard.Reports;

namespace Modelyard.Cli.Commands.Statistics;

/// <summary>Prints condition indices with variance proportions, and what can be done about collinearity.</summary>
internal static class CollinearityVerb
{
    private const double HighIndex = 30;
    private const string NothingToDo = "No variance inflation factor is beyond 10: nothing need be done.";

    internal static Command Create(Terminal terminal)
    {
        Argument<string> file = TableInput.File();
        var features = new Option<string[]>("--features") { Description = "Columns, products 'a:b', crossings 'a*b', powers 'a^2'; all columns but the target by default." };
        var target = new Option<string?>("--target") { Description = "A column of numbers that is to be explained: the advice then says what it costs." };
        var output = new Option<string?>("--output", "-o") { Description = "A page (.html) or a picture (.svg) to write: a heat map of condition indices and the columns that take part." };
        Option<bool> json = SharedOptions.Json();
        var verb = new TableVerb(terminal, "collinearity", "Show which columns nearly depend on each other, and what to do about it.", "modelyard stats collinearity concrete.csv --target compressive_strength");
        return verb.Say([file], [features, target, output, json], parsed =>
        {
            string? path = parsed.GetValue(output);
            ChartPage.Check(path);
            Frame frame = verb.Input.Read(parsed, parsed.GetRequiredValue(file));
            string? name = parsed.GetValue(target) is { } given ? SharedOptions.Unquoted(given) : null;
            RegressionTerms terms = SharedOptions.Terms(parsed, features, frame) ?? new RegressionTerms([.. frame.Columns.Select(column => column.Name).Where(column => column != name)], []);
            RegressionData? data = name is null ? null : RegressionData.Of(frame, new RegressionColumns { Target = name, Features = terms.Features, Interactions = terms.Interactions });
            if (data?.TargetLevels.Count > 2)
            {
                throw new ModelyardException($"The target '{name}' is a category of '{data.TargetLevels.Count}' levels and must be a number, or have two levels.");
            }

            DesignMatrix design = data?.Design ?? DesignMatrix.Of(frame, terms);
            var diagnostics = CollinearityDiagnostics.Of(design);
            IReadOnlyList<CollinearityRemedy> remedies = CollinearityAdvice.Of(design, data?.Target.ToArray());
            if (path is not null)
            {
                ChartPage.Write(path, "Analysis", "Collinearity", NumberText.Counted(design.RowCount, "row"), [diagnostics.ToChart()], more: writer => WritePage(writer, diagnostics, remedies));
                terminal.ErrorLine($" -> {path}");
            }

            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer => WriteJson(writer, diagnostics, remedies));
            }
            else
            {
                WriteText(terminal, diagnostics, remedies);
            }

            return CommandLine.Success;
        });
    }

    private static void WriteText(Terminal terminal, CollinearityDiagnostics diagnostics, IReadOnlyList<CollinearityRemedy> remedies)
    {
        terminal.Write(Indices(diagnostics).ToString());
        terminal.Line();
        terminal.Write(remedies.Count > 0 ? Advice(remedies).ToString() : $" {NothingToDo}\n");
    }

    private static void WritePage(HtmlWriter writer, CollinearityDiagnostics diagnostics, IReadOnlyList<CollinearityRemedy> remedies)
    {
        if (remedies.Count > 0)
        {
            SummaryMarkup.Write(writer, Advice(remedies));
        }
        else
        {
            writer.Paragraph(NothingToDo);
        }

        SummaryMarkup.Write(writer, Indices(diagnostics));
    }

    private static SummaryTable Indices(CollinearityDiagnostics diagnostics) => new()
    {
        Title = "Condition indices",
        Headers = ["condition index", "columns with more than half of their variance there"],
        WordColumns = [1],
        Rows = [.. Enumerable.Range(0, diagnostics.ConditionIndices.Count).Select(i => (IReadOnlyList<string>)[
            SummaryNumber.Text(diagnostics.ConditionIndices[i]),
            string.Join(", ", Enumerable.Range(0, diagnostics.Columns.Count).Where(j => diagnostics.Proportions[i, j] > 0.5).Select(j => $"{diagnostics.Columns[j]} ({diagnostics.Proportions[i, j]:0.00})"))])],
        Notes = [$"An index above {HighIndex} with two columns or more is a near dependence."],
    };

    private static SummaryTable Advice(IReadOnlyList<CollinearityRemedy> remedies) => new()
    {
        Title = "What could be done",
        Headers = ["remedy", "greatest VIF", "condition", "R-squared"],
        Rows = [.. remedies.Select(one => (IReadOnlyList<string>)[
            one.Action, Change(one.FactorBefore, one.FactorAfter), Change(one.ConditionBefore, one.ConditionAfter), Change(one.FitBefore, one.FitAfter)])],
        Notes = [.. remedies.Select(one => $"{one.Action}: {one.Evidence}.")],
    };

    private static string Change(double before, double after) => double.IsNaN(before) ? "" : $"{Figures.Score(before)} -> {Figures.Score(after)}";

    private static void WriteJson(Utf8JsonWriter json, CollinearityDiagnostics diagnostics, IReadOnlyList<CollinearityRemedy> remedies)
    {
        json.Texts("columns", diagnostics.Columns);
        json.WriteStartArray("conditionIndices");
        foreach (double index in diagnostics.ConditionIndices)
        {
            json.WriteNumberValue(index);
        }

        json.WriteEndArray();
        json.WriteStartArray("proportions");
        for (int i = 0; i < diagnostics.Proportions.Rows; i++)
        {
            json.WriteStartArray();
            foreach (double share in diagnostics.Proportions.Row(i))
            {
                json.WriteNumberValue(share);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.Objects("advice", remedies, one =>
        {
            json.WriteString("action", one.Action);
            json.WriteString("evidence", one.Evidence);
            json.Number("factorBefore", one.FactorBefore);
            json.Number("factorAfter", one.FactorAfter);
            json.Number("conditionBefore", one.ConditionBefore);
            json.Number("conditionAfter", one.ConditionAfter);
            json.Number("rSquaredBefore", one.FitBefore);
            json.Number("rSquaredAfter", one.FitAfter);
        });
    }
}
