using System.CommandLine;
using Modelyard.Frames;

namespace Modelyard.Cli.Commands;

/// <summary>Looks at tables.</summary>
internal static class DataCommand
{
    internal static Command Create(Terminal terminal) => new("data", "Look at a table.") { Describe(terminal) };

    private static Command Describe(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "A CSV file." };
        Option<string[]> missing = SharedOptions.Missing();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("describe", "Show what is in each column and how it was read.") { file, missing, json }.WithExample("modelyard data describe churn.csv");
        command.SetAction(parsed =>
        {
            CsvReadResult read = CsvReader.Read(parsed.GetRequiredValue(file), TableFile.Reading(SharedOptions.MissingTokens(parsed, missing)));
            IReadOnlyList<ColumnSummary> summaries = read.Frame.Describe();
            if (parsed.GetValue(json))
            {
                WriteJson(terminal, read, summaries);
                return CommandLine.Success;
            }

            string delimiter = read.Report.Delimiter == '\t' ? "tab" : $"'{read.Report.Delimiter}'";
            terminal.Line($" {System.IO.Path.GetFileName(read.Report.Source)}   {read.Frame.RowCount:N0} rows, {read.Frame.Columns.Count:N0} columns, {read.Report.Bytes:N0} bytes, delimiter {delimiter}");
            terminal.Line();
            TextTable table = new TextTable("column", "kind", "missing", "distinct", "mean", "min", "median", "max", "most frequent").Right(2, 3, 4, 5, 6, 7);
            foreach (ColumnSummary one in summaries)
            {
                table.Add(
                    one.Name, one.Kind.ToString().ToLowerInvariant(), one.Missing.ToString("N0"), one.Distinct.ToString("N0"),
                    Figures.Score(one.Mean), Figures.Score(one.Minimum), Figures.Score(one.Median), Figures.Score(one.Maximum),
                    one.Top is { } top ? $"{(top.Length > 30 ? top[..30] + "..." : top)} ({one.TopCount:N0})" : "");
            }

            table.Write(terminal);
            return CommandLine.Success;
        });
        return command;
    }

    private static void WriteJson(Terminal terminal, CsvReadResult read, IReadOnlyList<ColumnSummary> summaries) => JsonText.Write(terminal, writer =>
    {
        writer.WriteString("file", read.Report.Source);
        writer.WriteNumber("rows", read.Frame.RowCount);
        writer.WriteString("delimiter", read.Report.Delimiter.ToString());
        writer.WriteStartArray("columns");
        for (int i = 0; i < summaries.Count; i++)
        {
            ColumnSummary one = summaries[i];
            writer.WriteStartObject();
            writer.WriteString("name", one.Name);
            writer.WriteString("kind", one.Kind.ToString().ToLowerInvariant());
            writer.WriteString("reason", read.Report.Columns[i].Reason);
            writer.WriteNumber("present", one.Count);
            writer.WriteNumber("missing", one.Missing);
            writer.WriteStartObject("missingTexts");
            foreach ((string token, int count) in read.Report.Columns[i].MissingTokens)
            {
                writer.WriteNumber(token, count);
            }

            writer.WriteEndObject();
            writer.WriteNumber("distinct", one.Distinct);
            if (one.Top is not null)
            {
                writer.WriteString("top", one.Top);
                writer.WriteNumber("topCount", one.TopCount);
            }

            if (one.Kind is not (ColumnKind.Text or ColumnKind.Category))
            {
                writer.Number("mean", one.Mean);
                writer.Number("std", one.StandardDeviation);
                writer.Number("min", one.Minimum);
                writer.Number("lowerQuartile", one.LowerQuartile);
                writer.Number("median", one.Median);
                writer.Number("upperQuartile", one.UpperQuartile);
                writer.Number("max", one.Maximum);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });
}
