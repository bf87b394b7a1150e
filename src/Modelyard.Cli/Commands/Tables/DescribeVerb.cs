using System.CommandLine;
using System.Globalization;
using Modelyard.Frames;

namespace Modelyard.Cli.Commands.Tables;

/// <summary>Shows what is in each column of a table and how it was read.</summary>
internal static class DescribeVerb
{
    internal static Command Create(Terminal terminal)
    {
        Argument<string> file = TableInput.File();
        Option<bool> json = SharedOptions.Json();
        var verb = new TableVerb(terminal, "describe", "Show what is in each column and how it was read.", "modelyard data describe churn.csv");
        return verb.Say([file], [json], parsed =>
        {
            string path = parsed.GetRequiredValue(file);
            (Frame frame, CsvReport? report) = verb.Input.ReadReported(parsed, path);
            IReadOnlyList<ColumnSummary> summaries = frame.Describe();
            if (parsed.GetValue(json))
            {
                WriteJson(terminal, report?.Source ?? path, frame, report, summaries);
                return CommandLine.Success;
            }

            string origin = report is null ? "" : $", {report.Bytes:N0} bytes, delimiter {(report.Delimiter == '\t' ? "tab" : $"'{report.Delimiter}'")}";
            terminal.Line($" {(path == "-" ? "standard input" : Path.GetFileName(path))}   {frame.RowCount:N0} rows, {frame.Columns.Count:N0} columns{origin}");
            terminal.Line();
            TextTable table = new TextTable("column", "kind", "missing", "distinct", "mean", "min", "median", "max", "most frequent").Right(2, 3, 4, 5, 6, 7);
            foreach (ColumnSummary one in summaries)
            {
                table.Add(
                    one.Name, one.Kind.ToString().ToLowerInvariant(), one.Missing.ToString("N0"), one.Distinct.ToString("N0"),
                    Figure(one, one.Mean), Figure(one, one.Minimum), Figure(one, one.Median), Figure(one, one.Maximum),
                    one.Top is { } top ? $"{(top.Length > 30 ? top[..30] + "..." : top)} ({one.TopCount:N0})" : "");
            }

            table.Write(terminal);
            return CommandLine.Success;
        });
    }

    /// <summary>Formats a figure of a column; of times, which are summed up in seconds since 1970, the time.</summary>
    private static string Figure(ColumnSummary column, double value) => column.Kind == ColumnKind.Timestamp && Math.Abs(value) < DateTime.MaxValue.Subtract(DateTime.UnixEpoch).TotalSeconds
        ? DateTime.UnixEpoch.AddSeconds(value).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture).Replace(" 00:00:00", "", StringComparison.Ordinal)
        : Figures.Score(value);

    private static void WriteJson(Terminal terminal, string source, Frame frame, CsvReport? report, IReadOnlyList<ColumnSummary> summaries) => JsonText.Write(terminal, writer =>
    {
        writer.WriteString("file", source);
        writer.WriteNumber("rows", frame.RowCount);
        if (report is not null)
        {
            writer.WriteString("delimiter", report.Delimiter.ToString());
        }

        writer.WriteStartArray("columns");
        for (int i = 0; i < summaries.Count; i++)
        {
            ColumnSummary one = summaries[i];
            writer.WriteStartObject();
            writer.WriteString("name", one.Name);
            writer.WriteString("kind", one.Kind.ToString().ToLowerInvariant());
            if (report is not null)
            {
                writer.WriteString("reason", report.Columns[i].Reason);
            }

            writer.WriteNumber("present", one.Count);
            writer.WriteNumber("missing", one.Missing);
            writer.WriteStartObject("missingTexts");
            foreach ((string token, int count) in report?.Columns[i].MissingTokens ?? [])
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
