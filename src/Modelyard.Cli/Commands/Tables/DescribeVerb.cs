using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Modelyard.Frames;
using Modelyard.Preparation;

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
            TableDescription description = verb.Input.IsLarge(parsed, path) ? Stream(verb, parsed, path) : Whole(verb, parsed, path);
            if (parsed.GetValue(json))
            {
                WriteJson(terminal, description);
                return CommandLine.Success;
            }

            string delimiter = description.Delimiter switch { null => "", '\t' => ", delimiter tab", char other => $", delimiter '{other}'" };
            string origin = description.Bytes is { } bytes ? $", {bytes:N0} bytes{delimiter}" : "";
            terminal.Line($" {(path == "-" ? "standard input" : Path.GetFileName(path))}   {description.Rows:N0} rows, {description.Columns.Count:N0} columns{origin}");
            terminal.Line();
            TextTable table = new TextTable("column", "kind", "missing", "distinct", "mean", "min", "median", "max", "most frequent").Right(2, 3, 4, 5, 6, 7);
            foreach (ColumnSummary one in description.Columns)
            {
                table.Add(
                    one.Name, one.Kind.ToString().ToLowerInvariant(), one.Missing.ToString("N0"), (one.IsDistinctEstimated ? "~" : "") + one.Distinct.ToString("N0"),
                    Figure(one, one.Mean), Figure(one, one.Minimum), Figure(one, one.Median), Figure(one, one.Maximum),
                    one.Top is { } top ? $"{(top.Length > 30 ? top[..30] + "..." : top)} ({one.TopCount:N0})" : "");
            }

            table.Write(terminal);
            WriteOdd(terminal, description);
            WriteNotes(terminal, description);
            if (description.Columns.Any(one => one.IsDistinctEstimated))
            {
                terminal.Line();
                terminal.Line(" ~ is an estimate, off by 2 % or so: there are more different values than memory holds");
            }

            return CommandLine.Success;
        });
    }

    /// <summary>Names the cell that made a column of numbers or dates one of texts.</summary>
    private static void WriteOdd(Terminal terminal, TableDescription description)
    {
        (string Name, string Reason)[] odd = [.. description.Columns.Zip(description.Reasons ?? [], (column, reason) => (column.Name, reason)).Where(one => one.reason.Contains("; '", StringComparison.Ordinal))];
        if (odd.Length > 0)
        {
            terminal.Line();
        }

        foreach ((string name, string reason) in odd)
        {
            terminal.Line($" {name} is read as text: {reason[(reason.IndexOf("; '", StringComparison.Ordinal) + 2)..]}");
        }
    }

    private static void WriteNotes(Terminal terminal, TableDescription description)
    {
        if (description.Notes.Count > 0)
        {
            terminal.Line();
        }

        foreach (string note in description.Notes)
        {
            terminal.Line($" {note}");
        }
    }

    private static TableDescription Whole(TableVerb verb, ParseResult parsed, string path)
    {
        (Frame frame, CsvReport? report) = verb.Input.ReadReported(parsed, path);
        return new TableDescription(report?.Source ?? path, frame.RowCount, frame.Describe())
        {
            Delimiter = report?.Delimiter,
            Bytes = report?.Bytes,
            Reasons = report is null ? null : [.. report.Columns.Select(column => column.Reason)],
            Notes = [.. frame.Columns.SelectMany(ReadingNotes.Of)],
            MissingTexts = [.. frame.Columns.Select((_, number) => report?.Columns[number].MissingTokens ?? [])],
        };
    }

    /// <summary>Describes a table that is read chunk by chunk, in two passes or a few more.</summary>
    private static TableDescription Stream(TableVerb verb, ParseResult parsed, string path)
    {
        using OpenTable table = verb.Input.Open(parsed, path);
        IReadOnlyList<ColumnSummary> columns = table.Chunks.Describe(MemoryShare.Of(256L << 20));
        var csv = table.Chunks as CsvChunks;
        return new TableDescription(path, columns.Count == 0 ? 0 : (long)columns[0].Count + columns[0].Missing, columns)
        {
            Delimiter = csv?.Delimiter,
            Bytes = csv is null ? null : new FileInfo(path).Length,
            Reasons = csv is null ? null : [.. columns.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Kind.ToString().ToLowerInvariant()} in {one.Count:N0} rows, {one.Missing:N0} missing"))],
        };
    }

    /// <summary>Formats a figure of a column; of times, which are summed up in seconds since 1970, the time.</summary>
    private static string Figure(ColumnSummary column, double value) => column.Kind == ColumnKind.Timestamp && Math.Abs(value) < DateTime.MaxValue.Subtract(DateTime.UnixEpoch).TotalSeconds
        ? DateTime.UnixEpoch.AddSeconds(value).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture).Replace(" 00:00:00", "", StringComparison.Ordinal)
        : Figures.Score(value);

    private static void WriteJson(Terminal terminal, TableDescription description) => JsonText.Write(terminal, writer =>
    {
        writer.WriteString("file", description.Source);
        writer.WriteNumber("rows", description.Rows);
        if (description.Delimiter is { } delimiter)
        {
            writer.WriteString("delimiter", delimiter.ToString());
        }

        writer.WriteStartArray("columns");
        for (int i = 0; i < description.Columns.Count; i++)
        {
            WriteColumn(writer, description, i);
        }

        writer.WriteEndArray();
        writer.Texts("notes", description.Notes);
    });

    private static void WriteColumn(Utf8JsonWriter writer, TableDescription description, int number)
    {
        ColumnSummary one = description.Columns[number];
        writer.WriteStartObject();
        writer.WriteString("name", one.Name);
        writer.WriteString("kind", one.Kind.ToString().ToLowerInvariant());
        if (description.Reasons is { } reasons)
        {
            writer.WriteString("reason", reasons[number]);
        }

        writer.WriteNumber("present", one.Count);
        writer.WriteNumber("missing", one.Missing);
        if (description.MissingTexts is { } texts)
        {
            writer.WriteStartObject("missingTexts");
            foreach ((string token, int count) in texts[number])
            {
                writer.WriteNumber(token, count);
            }

            writer.WriteEndObject();
        }

        writer.WriteNumber("distinct", one.Distinct);
        if (one.IsDistinctEstimated)
        {
            writer.WriteBoolean("distinctIsEstimated", true);
        }

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

    /// <summary>Represents what is said of a table.</summary>
    /// <param name="Source">Where it comes from.</param>
    /// <param name="Rows">The number of its rows.</param>
    /// <param name="Columns">The summaries of its columns.</param>
    private sealed record TableDescription(string Source, long Rows, IReadOnlyList<ColumnSummary> Columns)
    {
        /// <summary>Gets what is read otherwise than it may be meant, in full sentences; empty where the table is not held as a whole.</summary>
        public IReadOnlyList<string> Notes { get; init; } = [];

        /// <summary>Gets the character between fields, of delimited text.</summary>
        public char? Delimiter { get; init; }

        /// <summary>Gets the number of bytes of the file, of delimited text.</summary>
        public long? Bytes { get; init; }

        /// <summary>Gets why each column is of its kind, of delimited text.</summary>
        public IReadOnlyList<string>? Reasons { get; init; }

        /// <summary>Gets which texts were taken for missing cells of each column, and how often; null if that was not gathered.</summary>
        public IReadOnlyList<IReadOnlyList<KeyValuePair<string, int>>>? MissingTexts { get; init; }
    }
}
