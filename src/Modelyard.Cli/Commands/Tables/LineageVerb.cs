using System.CommandLine;
using Modelyard.Charts;
using Modelyard.Frames;
using Modelyard.Frames.Lineage;
using Modelyard.Reports;

namespace Modelyard.Cli.Commands.Tables;

/// <summary>Says where a table comes from.</summary>
internal static class LineageVerb
{
    internal static Command Create(Terminal terminal)
    {
        var output = new Option<string?>("--output", "-o") { Description = "The picture to write, an SVG file." };
        var column = new Option<string?>("--column") { Description = "Say where this column comes from." };
        Argument<string> file = TableInput.File();
        var verb = new TableVerb(terminal, "lineage", $"Say where a table comes from, if it was written with '--lineage'.", "modelyard data lineage merged.csv -o merged.svg");
        return verb.Say([file], [output, column], parsed =>
        {
            string path = parsed.GetRequiredValue(file);
            OutputFile.Check(parsed.GetValue(output));
            LineageStep lineage = LineageFile.Find(path)
                ?? throw new ModelyardException($"{path}: There is no '{path}{LineageFile.Ending}' of this very content beside it. Make the table with '--lineage'.");
            if (parsed.GetValue(column) is { } name)
            {
                foreach (ColumnOrigin origin in lineage.SourcesOf(name))
                {
                    terminal.Line($" {origin.Column}  of  {origin.Step}");
                }

                return CommandLine.Success;
            }

            if (parsed.GetValue(output) is { } picture)
            {
                File.WriteAllText(picture, LineageChart.Of(lineage, $"Where {Path.GetFileName(path)} comes from").ToSvg(ChartTheme.Light));
                terminal.Line($" {lineage.History().Count:N0} steps -> {picture}");
                return CommandLine.Success;
            }

            TextTable steps = new TextTable("step", "verb", "of", "parameters", "rows", "columns").Right(0, 4, 5);
            IReadOnlyList<LineageStep> history = lineage.History();
            Dictionary<LineageStep, int> numbers = history.Select((step, i) => (step, i + 1)).ToDictionary();
            foreach (LineageStep step in history)
            {
                string of = step.Source is { } source ? source.Name : string.Join(", ", step.Inputs.Select(input => numbers[input]));
                steps.Add($"{numbers[step]}", step.Verb, of, string.Join(", ", step.Parameters.Select(one => $"{one.Key}={one.Value}")), $"{step.Rows:N0}", $"{step.Columns.Count:N0}");
            }

            steps.Write(terminal);
            return CommandLine.Success;
        });
    }
}
