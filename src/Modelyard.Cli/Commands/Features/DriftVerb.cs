using System.CommandLine;
using Modelyard.Charts;
using Modelyard.Cli.Commands.Tables;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Selection.Features;

namespace Modelyard.Cli.Commands.Features;

/// <summary>Says whether the rows of two tables can be told apart, and by what.</summary>
internal static class DriftVerb
{
    internal static Command Create(Terminal terminal)
    {
        Argument<string> train = TableInput.File("TRAIN"), test = TableInput.File("TEST");
        var exclude = new Option<string[]>("--exclude") { Description = "Columns not to look at, such as the target or a time by which the tables were parted.", AllowMultipleArgumentsPerToken = true };
        var output = new Option<string?>("--output", "-o") { Description = "A page (.html) or a picture (.svg) to write." };
        Option<ulong> seed = SharedOptions.Seed();
        Option<bool> json = SharedOptions.Json();
        var verb = new TableVerb(terminal, "drift", "Say whether a classifier can tell training rows from test rows, and by which columns.", "modelyard features drift train.csv test.csv --exclude churn");
        return verb.Say([train, test], [exclude, output, seed, json], parsed =>
        {
            ChartPage.Check(parsed.GetValue(output));
            string[] names = SharedOptions.Names(parsed, exclude);
            string path = parsed.GetRequiredValue(train);
            Frame rows = verb.Input.Read(parsed, path), others = verb.Input.Read(parsed, parsed.GetRequiredValue(test));
            foreach (string name in names)
            {
                rows.PositionOf(name);
            }

            var context = new FitContext { Seed = parsed.GetValue(seed), Warning = terminal.Warning };
            var comparison = AdversarialValidation.Compute(rows, others, context, names);
            if (parsed.GetValue(output) is { } page)
            {
                ChartPage.Write(page, "Features", "What tells training and test rows apart", comparison.Summary, [comparison.ToChart()]);
            }

            if (parsed.GetValue(json))
            {
                WriteJson(terminal, comparison);
            }
            else
            {
                WriteText(terminal, comparison);
            }

            return CommandLine.Success;
        });
    }

    private static void WriteText(Terminal terminal, AdversarialValidation comparison)
    {
        terminal.Line($" {comparison.Summary}");
        terminal.Line($" {comparison.TrainRows:N0} training and {comparison.TestRows:N0} test rows, {NumberText.Counted(comparison.Columns.Count, "column")}");
        terminal.Line();
        TextTable lines = new TextTable("column", "importance", "distance", "adjusted p", "what differs").Right(1, 2, 3);
        foreach (DriftedColumn column in comparison.Columns)
        {
            lines.Add(column.Name, Figures.Score(column.Importance), Figures.Score(column.Effect), Figures.Chance(column.AdjustedPValue), column.Evidence);
        }

        lines.Write(terminal);
        terminal.Line();
        terminal.Line(comparison.AreEqual ? " Name the table of the test: this one is that of the training."
            : comparison.CanBeToldApart || comparison.DiffersMuch
            ? " Scores of cross-validation will not be those of the test. Leave out what differs and is not needed, with '--exclude', or validate on rows that are like the test, such as the latest."
            : " Scores of cross-validation should hold on the test as far as the columns go.");
    }

    private static void WriteJson(Terminal terminal, AdversarialValidation comparison) => JsonText.Write(terminal, json =>
    {
        json.WriteString("summary", comparison.Summary);
        json.WriteNumber("trainRows", comparison.TrainRows);
        json.WriteNumber("testRows", comparison.TestRows);
        json.Number("auc", comparison.Area.Value);
        json.Number("low", comparison.Area.Low);
        json.Number("high", comparison.Area.High);
        json.Number("pValue", comparison.PValue);
        json.WriteNumber("sharedRows", comparison.SharedRows);
        json.WriteBoolean("areEqual", comparison.AreEqual);
        json.WriteBoolean("differsMuch", comparison.DiffersMuch);
        json.Texts("drifted", comparison.Drifted);
        json.Objects("together", comparison.Together is { } pair ? [pair] : Array.Empty<CorrelationChange>(), one =>
        {
            json.Texts("columns", [one.First, one.Second]);
            json.Number("train", one.Train);
            json.Number("test", one.Test);
            json.Number("adjustedPValue", one.AdjustedPValue);
        });
        json.Objects("columns", comparison.Columns, column =>
        {
            json.WriteString("name", column.Name);
            json.WriteString("test", column.Test);
            json.Number("distance", column.Effect);
            json.Number("pValue", column.PValue);
            json.Number("adjustedPValue", column.AdjustedPValue);
            json.Number("importance", column.Importance);
            json.WriteString("evidence", column.Evidence);
        });
    });
}
