using Modelyard.Frames.Csv;
using Modelyard.Frames.Lineage;
using Modelyard.Numerics;

namespace Modelyard.Frames;

/// <summary>Reads tables from delimited text: CSV as RFC 4180 has it, and its kin with semicolons, tabs or bars.</summary>
/// <remarks>
/// <para>
/// The kind of a column is inferred from all of its cells, spaces around them aside: true and false in any case make booleans; whole numbers
/// of 64 bits make integers; other numbers, exponents and infinities make doubles; ISO 8601 dates and times, and days with an English
/// month's name, make timestamps. Yes and no are words. Digits with needless leading zeros, and those that need more than 64 bits, are
/// identifiers and so texts. Texts are a category if there are at most 65,536 different ones, each in two rows or more on average; otherwise text.
/// A column without any value is one of doubles. A numeric or boolean column may have any missing tokens among its cells.
/// </para>
/// <para>
/// Fields may be quoted, and then hold delimiters, line breaks and doubled quotes; a quote inside a field that is not quoted stands for itself.
/// Lines end with a line feed, a carriage return or both. Blank lines are left out; in a table of one column they are missing cells.
/// The text is UTF-8, with a byte order mark or without.
/// </para>
/// </remarks>
public static class CsvReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="options">How it is read; the defaults if null.</param>
    /// <returns>The table, and what was understood of the file.</returns>
    /// <exception cref="FrameFormatException">The file cannot be opened, or is not a table; the message says where and why.</exception>
    public static CsvReadResult Read(string path, CsvReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using ByteSource source = ByteSource.Open(path);
        return Read(source, options ?? new CsvReadOptions());
    }

    /// <summary>Opens a file that is read chunk by chunk, because it is larger than memory or need not be held.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="options">How it is read; the defaults if null.</param>
    /// <param name="chunkRows">The greatest number of rows of a chunk.</param>
    /// <returns>The chunks; each enumeration reads the file anew and gives the same ones.</returns>
    /// <remarks>
    /// Unless the options give the kinds of all columns, a first pass over the whole file infers them by the rules of <see cref="Read(string, CsvReadOptions?)"/>. What is held
    /// at a time is a chunk and, in the first pass, up to 65,536 different texts a column.
    /// </remarks>
    /// <exception cref="FrameFormatException">The file cannot be opened, or is not a table; the message says where and why.</exception>
    public static CsvChunks ReadChunks(string path, CsvReadOptions? options = null, int chunkRows = CsvChunks.DefaultRows)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkRows, 1);
        options ??= new CsvReadOptions();
        CheckRowLength(options);
        using ByteSource source = ByteSource.Open(path);
        if (!source.IsFile)
        {
            throw new FrameFormatException(path, "This is a pipe, which gives its rows but once, and chunks are read in several passes. Write it to a file and read that.");
        }

        CsvLayout layout = CsvHead.Read(source, options);
        return new CsvChunks(path, options, chunkRows, layout, CsvSurvey.Run(source, layout, options, Positions(source, layout, options)));
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="options">How it is read; the defaults if null.</param>
    /// <param name="name">What errors call the stream.</param>
    /// <returns>The table, and what was understood.</returns>
    /// <exception cref="FrameFormatException">The bytes are not a table; the message says where and why.</exception>
    public static CsvReadResult Read(Stream stream, CsvReadOptions? options = null, string name = "the stream")
    {
        ArgumentNullException.ThrowIfNull(stream);
        using ByteSource source = ByteSource.Of(stream, name);
        return Read(source, options ?? new CsvReadOptions());
    }

    /// <summary>Reads bytes in memory.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="options">How it is read; the defaults if null.</param>
    /// <param name="name">What errors call the text.</param>
    /// <returns>The table, and what was understood.</returns>
    /// <exception cref="FrameFormatException">The bytes are not a table; the message says where and why.</exception>
    public static CsvReadResult Read(ReadOnlyMemory<byte> utf8, CsvReadOptions? options = null, string name = "the text")
    {
        using ByteSource source = ByteSource.Of(utf8, name);
        return Read(source, options ?? new CsvReadOptions());
    }

    internal static CsvReadResult Read(ByteSource source, CsvReadOptions options)
    {
        CheckRowLength(options);
        CsvLayout layout = CsvHead.Read(source, options);
        var tokens = new MissingTokens(options.MissingTokens);
        int[] positions = Positions(source, layout, options);
        ColumnKind[] guesses = CsvGuess.Kinds(source, layout, options, tokens, positions);
        var plans = new ColumnPlan[positions.Length];
        for (int i = 0; i < plans.Length; i++)
        {
            string name = layout.Names[positions[i]];
            bool isForced = options.Kinds.TryGetValue(name, out ColumnKind kind);
            plans[i] = new ColumnPlan(positions[i], name, isForced ? kind : guesses[i], isForced);
        }

        using var pass = new CsvPass(source, layout, plans, options, tokens);
        pass.Run(options.MaxProblems);
        IReadOnlyList<FrameProblem> problems = CsvProblems.Settle(source, layout, options, pass);
        ColumnSink[] sinks = ReadRefutedAgain(source, layout, options, tokens, pass);
        return Build(source, layout, options, tokens, pass, sinks, problems);
    }

    private static void CheckRowLength(CsvReadOptions options)
    {
        if (options.MaxRowLength is < 1 or > 1 << 29)
        {
            throw new ArgumentException($"MaxRowLength is '{options.MaxRowLength}' and must be 1 to {1 << 29}.", nameof(options));
        }
    }

    private static int[] Positions(ByteSource source, CsvLayout layout, CsvReadOptions options)
    {
        if (options.Columns is null)
        {
            return [.. Enumerable.Range(0, layout.Names.Length)];
        }

        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < layout.Names.Length; i++)
        {
            known[layout.Names[i]] = i;
        }

        FrameProblem[] unknown =
        [
            .. options.Columns.Where(name => !known.ContainsKey(name))
                .Select(name => new FrameProblem(0, null, new UnknownColumnException(name, layout.Names).Message)),
        ];
        return unknown.Length == 0
            ? [.. options.Columns.Select(name => known[name])]
            : throw new FrameFormatException(source.Name, unknown, unknown.Length, string.Empty);
    }

    /// <summary>Reads again, with the kind that all cells call for, the columns whose kind was guessed wrongly.</summary>
    private static ColumnSink[] ReadRefutedAgain(
        ByteSource source, CsvLayout layout, CsvReadOptions options, MissingTokens tokens, CsvPass pass)
    {
        ColumnSink[] sinks = [.. pass.Sinks];
        var again = new List<int>();
        var plans = new List<ColumnPlan>();
        for (int i = 0; i < sinks.Length; i++)
        {
            ColumnKind kind = sinks[i].Decide(pass.Rows);
            ColumnPlan plan = sinks[i].Plan;

            // A column that is gathered as categories may still become text, but not the other way about.
            bool stands = kind == plan.Kind || (kind == ColumnKind.Text && plan.Kind == ColumnKind.Category);
            if (!stands)
            {
                again.Add(i);
                plans.Add(plan with { Kind = kind });
            }
        }

        if (again.Count > 0)
        {
            using var second = new CsvPass(source, layout, plans, options, tokens);
            second.Run(options.MaxProblems);
            for (int i = 0; i < again.Count; i++)
            {
                sinks[again[i]] = second.Sinks[i];
                _ = sinks[again[i]].Decide(second.Rows);
            }
        }

        return sinks;
    }

    private static CsvReadResult Build(
        ByteSource source, CsvLayout layout, CsvReadOptions options, MissingTokens tokens, CsvPass pass, ColumnSink[] sinks,
        IReadOnlyList<FrameProblem> problems)
    {
        var columns = new Column[sinks.Length];
        ParallelLoop.For(sinks.Length, options.DegreeOfParallelism ?? Environment.ProcessorCount, i => columns[i] = sinks[i].Build(pass.Rows));
        var reports = new CsvColumnReport[sinks.Length];
        for (int i = 0; i < reports.Length; i++)
        {
            KeyValuePair<string, int>[] taken = sinks[i].TakenBy(tokens);
            columns[i].TakenForMissing = options.HasUsualTokens ? taken : [];
            string reason = sinks[i].Plan.IsForced ? $"{sinks[i].Explain(columns[i])}, as asked for" : sinks[i].Explain(columns[i]);
            reports[i] = new CsvColumnReport(columns[i].Name, columns[i].Kind, reason, columns[i].MissingCount, taken);
        }

        var report = new CsvReport
        {
            Source = source.Name,
            Delimiter = (char)layout.Dialect.Delimiter,
            DelimiterWasFound = options.Delimiter is null,
            HasHeader = options.HasHeader,
            HasByteOrderMark = layout.HasByteOrderMark,
            Bytes = source.Length,
            Rows = pass.Rows,
            SkippedRows = pass.SkippedRows,
            Columns = reports,
            Problems = problems,
        };
        return new CsvReadResult(Frame.Of(columns).ReadFrom(LineageSource.Of(source)), report);
    }
}
