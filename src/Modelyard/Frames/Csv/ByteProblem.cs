namespace Modelyard.Frames.Csv;

/// <summary>Represents something wrong at a place in the bytes of a table.</summary>
/// <param name="Offset">The offset in the file, which tells the line.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Column">The column, or -1.</param>
/// <param name="Found">The number of fields that were found, if that is what is wrong.</param>
/// <param name="Text">The cell, if that is what is wrong.</param>
internal readonly record struct ByteProblem(long Offset, ProblemKind Kind, int Column = -1, int Found = 0, string? Text = null)
{
    /// <summary>Gets a value indicating whether the file is refused even if broken rows are to be skipped.</summary>
    public bool IsFatal => Kind is not (ProblemKind.Ragged or ProblemKind.TextAfterQuote);

    /// <summary>Gets a value indicating whether nothing after it can be read.</summary>
    public bool EndsReading => Kind is ProblemKind.OpenQuote or ProblemKind.Binary or ProblemKind.NotUtf8 or ProblemKind.LongRow;
}
