namespace Modelyard.Frames.Csv;

/// <summary>Reads a file in windows of so many bytes, each by a pass of its own on several threads.</summary>
internal static class CsvWindows
{
    private const int PartLength = 64 * 1024;

    /// <summary>Reads windows one after the other. Rows belong to the window in which they begin.</summary>
    /// <param name="source">The file.</param>
    /// <param name="layout">What its head tells.</param>
    /// <param name="plans">The columns to read.</param>
    /// <param name="options">How they are read.</param>
    /// <param name="tokens">The texts that stand for missing cells.</param>
    /// <param name="length">The number of bytes of a window.</param>
    /// <param name="keepsSinks">Whether the sinks of a window are emptied and filled again by the next, as nobody keeps the columns that they build.</param>
    /// <returns>The pass after each window: it is one and the same.</returns>
    /// <exception cref="FrameFormatException">The file is refused.</exception>
    public static IEnumerable<CsvPass> Read(
        ByteSource source, CsvLayout layout, IReadOnlyList<ColumnPlan> plans, CsvReadOptions options, MissingTokens tokens, long length, bool keepsSinks)
    {
        long next = layout.FirstRow, rows = 0, skipped = 0;

        // Small parts: what the scanner and the readers of a part hold is several times its bytes, for each thread twice.
        options = options with { ChunkLength = options.ChunkLength ?? (int)Math.Clamp(layout.FirstRow * 16, PartLength, 64 << 20) };
        using var pass = new CsvPass(source, layout, plans, options, tokens, next + length);
        for (bool isFirst = true; next < source.Length; isFirst = false)
        {
            if (!isFirst)
            {
                pass.Continue(next + length, keepsSinks);
            }

            pass.Run(options.MaxProblems);
            if (pass.Problems.Exists(problem => problem.IsFatal || options.RaggedRows == RaggedRows.Error))
            {
                CsvProblems.Settle(source, layout, options, pass);
            }

            next = pass.NextRow;
            rows += pass.Rows;
            skipped += pass.SkippedRows;
            if (pass.Rows > 0)
            {
                yield return pass;
            }
        }

        if (rows == 0 && !(options.AllowNoRows && skipped == 0))
        {
            throw new FrameFormatException(source.Name, skipped > 0
                ? "Every row is ragged and was left out. Check the delimiter."
                : "The file has a header but no rows, and must have at least one.");
        }
    }
}
