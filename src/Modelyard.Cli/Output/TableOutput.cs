using System.CommandLine;
using Modelyard.Charts;
using Modelyard.Data;
using Modelyard.Frames;
using Modelyard.Frames.Lineage;

namespace Modelyard.Cli;

/// <summary>Writes the tables that verbs on tables make: to a file by its ending or '--to', or to standard output.</summary>
internal sealed class TableOutput(Terminal terminal)
{
    private readonly Option<string?> _output = new("--output", "-o") { Description = "The file to write, or s3://bucket/key; standard output without it, or for '-'." };
    private readonly Option<TableFormat?> _to = Format();
    private readonly Option<bool> _lineage = new("--lineage") { Description = $"Write where the table comes from beside it, as OUT{LineageFile.Ending}; done by itself if an input has one." };

    /// <summary>Creates the option that says the format of the output.</summary>
    internal static Option<TableFormat?> Format() => Choice.Of<TableFormat>("--to", "The format of the output, where its name does not tell it; CSV on standard output");

    /// <summary>Gets the option that asks for the lineage.</summary>
    internal Option<bool> Lineage => _lineage;

    /// <summary>Adds the options to a command.</summary>
    internal void AddTo(Command command)
    {
        command.Options.Add(_output);
        command.Options.Add(_to);
        command.Options.Add(_lineage);
    }

    /// <summary>Looks at the place of the output before the work begins.</summary>
    internal void Check(ParseResult parsed)
    {
        if (Path(parsed) is { } path && IsHere(path))
        {
            OutputFile.Check(path);
        }
        else
        {
            RefuseLineage(parsed, "Say '--output' too");
        }
    }

    /// <summary>Refuses to write a lineage where there is no file to write it beside.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="advice">What else could be said.</param>
    internal void RefuseLineage(ParseResult parsed, string advice)
    {
        if (parsed.GetValue(_lineage))
        {
            throw new UsageException($"'--lineage' writes beside a file on this machine. {advice}, or leave it out.");
        }
    }

    /// <summary>Writes a table, and where it went if that is not standard output.</summary>
    internal void Write(ParseResult parsed, Frame frame)
    {
        string? path = Path(parsed);
        using (IFrameSink sink = Open(path, parsed.GetValue(_to)))
        {
            sink.Write(frame);
            sink.Complete();
        }

        Tell(path, frame.RowCount, frame.Columns.Count);
        Keep(parsed, path, frame.Lineage);
    }

    /// <summary>Writes a table chunk by chunk.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="chunks">The table.</param>
    /// <param name="lineage">Tells where a table of so many rows comes from.</param>
    internal void Write(ParseResult parsed, IFrameChunks chunks, Func<long, LineageStep> lineage) =>
        Keep(parsed, Path(parsed), lineage(Write(Path(parsed), parsed.GetValue(_to), chunks)));

    /// <summary>Writes a table chunk by chunk to a place.</summary>
    /// <param name="path">The path or address; null or '-' for standard output.</param>
    /// <param name="format">The format; null for that of the path.</param>
    /// <param name="chunks">The table.</param>
    /// <returns>The number of rows.</returns>
    internal long Write(string? path, TableFormat? format, IFrameChunks chunks)
    {
        using IFrameSink sink = Open(path, format);
        long rows = chunks.WriteTo(sink);
        Tell(path, rows, chunks.Kinds.Count);
        return rows;
    }

    /// <summary>Writes where a table comes from beside it, if that is asked for or known of what it was made of.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="path">The path or address of the table; null or '-' for standard output.</param>
    /// <param name="lineage">The step that the table came out of.</param>
    internal void Keep(ParseResult parsed, string? path, LineageStep lineage)
    {
        if (IsHere(path) && (parsed.GetValue(_lineage) || LineageFile.IsKept(lineage)))
        {
            LineageFile.WriteBeside(lineage, path!);
        }
    }

    /// <summary>Determines whether a path is that of a file on this machine.</summary>
    internal static bool IsHere(string? path) => path is not (null or "-" or "/dev/stdout") && !path.Contains("://", StringComparison.Ordinal);

    private string? Path(ParseResult parsed) => parsed.GetValue(_output) is { } given && given is not ("-" or "/dev/stdout") ? given : null;

    private IFrameSink Open(string? path, TableFormat? format) => path is null or "-"
        ? TableFiles.OpenSink(terminal.OpenOutput(), format ?? TableFormat.Csv, new TableWriteOptions { Parquet = RowGroups })
        : TableFiles.OpenSink(path, new TableWriteOptions { Format = format, Parquet = RowGroups });

    // The rows of a row group are held until it is full: where there is little memory, fewer are.
    private static ParquetWriteOptions RowGroups => new() { RowGroupBytes = MemoryShare.Of(ParquetWriteOptions.DefaultRowGroupBytes) };

    private void Tell(string? path, long rows, int columns)
    {
        if (path is not (null or "-"))
        {
            terminal.Line($" {NumberText.Counted(rows, "row")}, {columns:N0} columns -> {path}");
        }
    }
}
