namespace Modelyard.Frames.Csv;

/// <summary>Tells the user what is wrong with a file.</summary>
internal static class CsvProblems
{
    /// <summary>Refuses a file with problems that may not be passed over, and one without rows.</summary>
    /// <returns>The problems that were passed over.</returns>
    /// <exception cref="FrameFormatException">The file is refused.</exception>
    public static IReadOnlyList<FrameProblem> Settle(ByteSource source, CsvLayout layout, CsvReadOptions options, CsvPass pass)
    {
        List<ByteProblem> found = pass.Problems;
        List<ByteProblem> fatal = found.FindAll(problem => problem.IsFatal);
        if (found.Count > 0 && (options.RaggedRows == RaggedRows.Error || fatal.Count > 0))
        {
            long total = options.RaggedRows == RaggedRows.Error ? pass.ProblemCount : pass.ProblemCount - pass.SkippedRows;
            List<ByteProblem> told = options.RaggedRows == RaggedRows.Error ? found : fatal;
            throw new FrameFormatException(source.Name, Locate(source, layout, told), total, Advise(told));
        }

        if (pass.Rows == 0 && !(options.AllowNoRows && pass.SkippedRows == 0))
        {
            throw new FrameFormatException(source.Name, pass.SkippedRows > 0
                ? "Every row is ragged and was left out. Check the delimiter."
                : "The file has a header but no rows, and must have at least one.");
        }

        var problems = new List<FrameProblem>(Locate(source, layout, found));
        if (options.HasHeader && Array.TrueForAll(layout.Names, name => double.TryParse(name, out _)))
        {
            problems.Insert(0, new FrameProblem(1, null, "All names of columns are numbers. If the first row is one of data, read the file without a header."));
        }

        return problems;
    }

    private static FrameProblem[] Locate(ByteSource source, CsvLayout layout, List<ByteProblem> found)
    {
        long[] lines = LineFinder.Find(source, [.. found.Select(problem => problem.Offset)]);
        return [.. found.Select((problem, i) => Describe(problem, lines[i], layout))];
    }

    private static FrameProblem Describe(ByteProblem problem, long line, CsvLayout layout) => problem.Kind switch
    {
        ProblemKind.Ragged => new FrameProblem(line, null,
            $"The row has {problem.Found} {(problem.Found == 1 ? "field" : "fields")} and must have {layout.Names.Length}."),
        ProblemKind.TextAfterQuote => new FrameProblem(line, null, "A quoted field goes on after its closing quote. A quote inside must be doubled."),
        ProblemKind.OpenQuote => new FrameProblem(line, null, "A quoted field begins here and is not closed before the file ends."),
        ProblemKind.LongRow => new FrameProblem(line, null, "The row that begins here is longer than allowed. Is a quote not closed?"),
        ProblemKind.NotUtf8 => new FrameProblem(line, null, $"The byte at offset '{problem.Offset}' is not UTF-8."),
        ProblemKind.Binary => new FrameProblem(line, null, $"The byte at offset '{problem.Offset}' is zero, which no text has. This is not a CSV file."),
        _ => new FrameProblem(line, $"'{layout.Names[problem.Column]}'", $"'{problem.Text}' is not of the kind that the column must have."),
    };

    private static string Advise(List<ByteProblem> told)
    {
        if (told.Exists(problem => problem.Kind == ProblemKind.NotUtf8))
        {
            return "Convert the file to UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8 FILE.";
        }

        return told.Exists(problem => !problem.IsFatal) ? "Mend the rows, or leave them out." : string.Empty;
    }
}
