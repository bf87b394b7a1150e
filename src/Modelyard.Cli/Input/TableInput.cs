using System.CommandLine;
using Modelyard.Data;
using Modelyard.Frames;
using Modelyard.Frames.Lineage;
using Modelyard.Lifecycle.Predictions;

namespace Modelyard.Cli;

/// <summary>Reads the tables that the verbs on tables are given: files by their ending or '--format', objects of a store, and '-' for standard input.</summary>
internal sealed class TableInput(Terminal terminal)
{
    // How many times as long as its file a table is in memory at most, and what is made of it beside it.
    private const int Growth = 4, PackedGrowth = 16;

    private readonly Option<TableFormat?> _format = Choice.Of<TableFormat>("--format", "The format of the input, where its name does not tell it; CSV on standard input");
    private readonly Option<string[]> _missing = SharedOptions.Missing();

    /// <summary>Adds the options to a command.</summary>
    internal void AddTo(Command command)
    {
        command.Options.Add(_format);
        command.Options.Add(_missing);
    }

    /// <summary>Creates the argument that names the table.</summary>
    internal static Argument<string> File(string name = "FILE") => new(name) { Description = "The table: a file (CSV, TSV, JSON, NDJSON, Parquet, BSON), s3://bucket/key, or '-' for standard input." };

    /// <summary>Tells whether a table had better be read chunk by chunk, in several passes, than be held: a file on this machine that would take a good part of the memory.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="path">The path, the address, or '-'.</param>
    /// <param name="times">How many times the table what is made of it takes.</param>
    internal bool IsLarge(ParseResult parsed, string path, int times = 1)
    {
        var file = new FileInfo(path);
        if (path == "-" || !file.Exists)
        {
            return false;
        }

        bool isPacked = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) || Options(parsed, path).Format == TableFormat.Parquet || TableFiles.FormatOf(path) == TableFormat.Parquet;
        return (double)file.Length * (isPacked ? PackedGrowth : Growth) * Math.Max(1, times) > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4.0;
    }

    /// <summary>Reads a whole table.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="path">The path, the address, or '-'.</param>
    /// <param name="texts">Columns whose cells are the texts that they are, such as identifiers, and are missing if they are empty or as '--missing' says; null for none.</param>
    /// <param name="missingTokens">The texts that are missing cells where '--missing' does not say it; null for the usual ones.</param>
    internal Frame Read(ParseResult parsed, string path, IReadOnlyList<string>? texts = null, IReadOnlyList<string>? missingTokens = null)
    {
        TableReadOptions options = Options(parsed, path, missingTokens);
        if (texts is not null)
        {
            options = options with { Kinds = texts.ToDictionary(name => name, _ => ColumnKind.Text, StringComparer.Ordinal), Csv = options.Csv with { MissingTokens = SharedOptions.MissingTokens(parsed, _missing) ?? [""] } };
        }

        TableReadResult read;
        if (path == "-")
        {
            using Stream input = terminal.OpenInput();
            read = TableFiles.Read(input, options.Format ?? TableFormat.Csv, options, "standard input");
        }
        else
        {
            read = TableFiles.Read(path, options);
        }

        foreach (FrameProblem note in read.Notes)
        {
            terminal.Warning(note.ToString());
        }

        return LineageFile.Restore(read.Frame, path);
    }

    /// <summary>Reads a table of predictions that a model made, its inputs as they were in training.</summary>
    internal Frame ReadPredictions(ParseResult parsed, string path, PredictionSource source, IReadOnlyList<string>? missingTokens)
    {
        var reader = new PredictionTableReader(source, SharedOptions.MissingTokens(parsed, _missing) ?? missingTokens);
        if (path != "-")
        {
            return reader.Read(path, parsed.GetValue(_format));
        }

        using Stream input = terminal.OpenInput();
        using var copy = new MemoryStream();
        input.CopyTo(copy);
        return reader.Read(copy.ToArray(), parsed.GetValue(_format) ?? TableFormat.Csv, "standard input");
    }

    /// <summary>Reads a whole table, and, of delimited text in a file, what was understood of it.</summary>
    internal (Frame Frame, CsvReport? Report) ReadReported(ParseResult parsed, string path)
    {
        TableReadOptions options = Options(parsed, path);
        TableFormat? format = options.Format ?? (path == "-" ? null : TableFiles.FormatOf(path));
        bool isPlain = path != "-" && !path.Contains("://", StringComparison.Ordinal) && !path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

        // A file whose name tells nothing is taken for delimited text, as everywhere else.
        if (isPlain && format is null or TableFormat.Csv)
        {
            CsvReadResult read = CsvReader.Read(path, options.Csv);
            return (read.Frame, read.Report);
        }

        return (Read(parsed, path), null);
    }

    /// <summary>Opens a table that is read chunk by chunk.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="path">The path, the address, or '-'.</param>
    /// <returns>The chunks, to be disposed of: standard input is kept in a temporary file, as chunks may be read more than once.</returns>
    internal OpenTable Open(ParseResult parsed, string path)
    {
        TableReadOptions options = Options(parsed, path);
        if (path != "-")
        {
            IFrameChunks chunks = Told(TableFiles.ReadChunks(path, options));
            return Table(chunks, path, path, options, null);
        }

        options = options with { Format = options.Format ?? TableFormat.Csv };
        string copy = Path.Combine(Path.GetTempPath(), $"modelyard-{Guid.NewGuid():N}.tmp");
        try
        {
            using (Stream input = terminal.OpenInput())
            using (var file = new FileStream(copy, FileMode.CreateNew))
            {
                input.CopyTo(file);
            }

            return Table(Told(TableFiles.ReadChunks(copy, options)), copy, "standard input", options, copy);
        }
        catch (Exception fault)
        {
            System.IO.File.Delete(copy);
            if (fault is FrameFormatException)
            {
                throw new ModelyardException(fault.Message.Replace(copy, "standard input", StringComparison.Ordinal), fault);
            }

            throw;
        }
    }

    /// <summary>Makes a table of chunks, and of those formats in which columns are passed over at no cost, a way to read fewer.</summary>
    private static OpenTable Table(IFrameChunks chunks, string path, string name, TableReadOptions options, string? temporary)
    {
        LineageStep lineage = LineageFile.Of(name, chunks.Kinds.Keys);
        return new OpenTable(chunks, lineage, temporary, chunks is CsvChunks or ParquetChunks && lineage.Source is not null ? Reopen : null);

        (IFrameChunks Chunks, LineageStep Lineage) Reopen(string[] columns)
        {
            // The kinds are known by now, so that no further pass over the file finds them.
            var kinds = columns.ToDictionary(column => column, column => chunks.Kinds[column], StringComparer.Ordinal);
            return (TableFiles.ReadChunks(path, options with { Columns = columns, Kinds = kinds }), LineageFile.Of(name, columns));
        }
    }

    /// <summary>Tells what was assumed of a table that is read chunk by chunk.</summary>
    private IFrameChunks Told(IFrameChunks chunks)
    {
        IReadOnlyList<FrameProblem> notes = chunks switch
        {
            JsonChunks json => json.Notes,
            ParquetChunks parquet => parquet.Notes,
            _ => [],
        };
        foreach (FrameProblem note in notes)
        {
            terminal.Warning(note.ToString());
        }

        return chunks;
    }

    private TableReadOptions Options(ParseResult parsed, string path, IReadOnlyList<string>? missingTokens = null)
    {
        // Of several tables the format is that of the ones whose name does not tell it; no ending tells extended JSON from JSON.
        // A table without rows is one too, such as what a filter leaves to the verb behind it in a pipe.
        TableFormat? given = parsed.GetValue(_format), told = path == "-" ? null : TableFiles.FormatOf(path);
        return new TableReadOptions
        {
            Format = told is null || (told == TableFormat.Json && given == TableFormat.ExtendedJson) ? given : null,
            Csv = TableFile.Reading(SharedOptions.MissingTokens(parsed, _missing) ?? missingTokens) with { AllowNoRows = true },
            Json = new JsonReadOptions { AllowNoRows = true },
        };
    }
}
