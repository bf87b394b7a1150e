using System.CommandLine;
using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Cli.Commands.Tables;
using Modelyard.Frames;
using Modelyard.Inference;
using Modelyard.Numerics;
using Modelyard.Reports;

namespace Modelyard.Cli.Commands.Statistics;

/// <summary>Prints how columns go together.</summary>
internal static class CorrelationVerb
{
    private const int ShownPairs = 10;
    private const int ShownPairsOfPage = 50;
    private const int FewestRows = 2;

    internal static Command Create(Terminal terminal)
    {
        Argument<string> file = TableInput.File();
        var features = new Option<string[]>("--features") { Description = "The columns; all that the method can measure, but free text, by default." };
        Option<CorrelationKind> method = Choice.Of("--method", "How two columns are compared", CorrelationKind.Auto);
        Option<bool> json = SharedOptions.Json();
        var output = new Option<string?>("--output", "-o") { Description = "A page (.html) or a picture (.svg) to write: a heat map, in which columns that go together stand together." };
        var verb = new TableVerb(terminal, "correlation", "Show how columns go together: correlations of numbers, Cramer's V of categories, the correlation ratio between the two.", "modelyard stats correlation diamonds.csv --method spearman");
        return verb.Say([file], [features, method, output, json], parsed =>
        {
            string? path = parsed.GetValue(output);
            ChartPage.Check(path);
            Frame frame = verb.Input.Read(parsed, parsed.GetRequiredValue(file));
            if (frame.RowCount < FewestRows)
            {
                throw new ModelyardException($"The table has {(frame.RowCount == 1 ? "one row" : "no rows")}, and how columns go together is seen in {FewestRows} or more.");
            }

            string[]? names = SharedOptions.Names(parsed, features) is { Length: > 0 } given ? given : null;
            var matrix = CorrelationMatrix.Of(frame, names, parsed.GetValue(method), Environment.ProcessorCount);
            if (path is not null)
            {
                ChartPage.Write(path, "Analysis", "How columns go together", $"{NumberText.Counted(frame.RowCount, "row")}, {matrix.Names.Count} columns", [matrix.ToChart()], more: writer =>
                {
                    if (Pairs(matrix, ShownPairsOfPage) is { } pairs)
                    {
                        SummaryMarkup.Write(writer, pairs);
                    }
                });
                terminal.ErrorLine($" -> {path}");
            }

            if (parsed.GetValue(json))
            {
                WriteJson(terminal, matrix);
                return CommandLine.Success;
            }

            TextTable table = new TextTable(["", .. matrix.Clustered.Select(place => matrix.Names[place])]).Right([.. Enumerable.Range(1, matrix.Names.Count)]);
            foreach (int row in matrix.Clustered)
            {
                table.Add([matrix.Names[row], .. matrix.Clustered.Select(column => Text(matrix.Values[row, column]))]);
            }

            table.Write(terminal);
            if (Pairs(matrix, ShownPairs) is { } tested)
            {
                terminal.Line();
                terminal.Write(tested.ToString());
            }

            return CommandLine.Success;
        });
    }

    /// <summary>Makes the table of the pairs that go together most surely; null if no pair has a p-value.</summary>
    private static SummaryTable? Pairs(CorrelationMatrix matrix, int shown)
    {
        (int Row, int Column)[] tested =
            [.. from row in Enumerable.Range(0, matrix.Names.Count) from column in Enumerable.Range(row + 1, matrix.Names.Count - row - 1) where !double.IsNaN(matrix.PValues[row, column]) select (row, column)];
        if (tested.Length == 0)
        {
            return null;
        }

        string more = tested.Length > shown ? $"'--json' has {tested.Length - shown:N0} more. " : "";
        string adjusted = tested.Length > 1 ? $"P-values are adjusted for all {tested.Length:N0} pairs (Benjamini and Hochberg)." : "Of one pair alone there is nothing to adjust for.";
        return new SummaryTable
        {
            Title = "The pairs that go together most surely",
            Headers = ["columns", "association", "p", "adjusted p"],
            Rows = [.. tested.OrderBy(pair => matrix.PValues[pair.Row, pair.Column]).ThenByDescending(pair => Math.Abs(matrix.Values[pair.Row, pair.Column])).Take(shown).Select(pair => (IReadOnlyList<string>)[
                $"{matrix.Names[pair.Row]}, {matrix.Names[pair.Column]}", Figures.Score(matrix.Values[pair.Row, pair.Column]),
                Figures.Chance(matrix.PValues[pair.Row, pair.Column]), Figures.Chance(matrix.AdjustedPValues[pair.Row, pair.Column])])],
            Notes = [more + adjusted],
        };
    }

    private static string Text(double value) => double.IsNaN(value) ? "-" : value.ToString("0.00");

    private static void WriteJson(Terminal terminal, CorrelationMatrix matrix) => JsonText.Write(terminal, writer =>
    {
        writer.WriteString("method", matrix.Kind.ToString().ToLowerInvariant());
        writer.Texts("names", matrix.Names);
        Write(writer, "matrix", matrix.Values);
        Write(writer, "pValues", matrix.PValues);
        Write(writer, "adjustedPValues", matrix.AdjustedPValues);
        writer.Texts("clustered", matrix.Clustered.Select(place => matrix.Names[place]));
    });

    private static void Write(Utf8JsonWriter json, string name, Matrix values)
    {
        json.WriteStartArray(name);
        for (int i = 0; i < values.Rows; i++)
        {
            json.WriteStartArray();
            for (int j = 0; j < values.Columns; j++)
            {
                if (double.IsNaN(values[i, j]))
                {
                    json.WriteNullValue();
                }
                else
                {
                    json.WriteNumberValue(values[i, j]);
                }
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
