namespace Modelyard.Frames;

/// <summary>Represents what was understood of a file of delimited text.</summary>
public sealed record CsvReport
{
    /// <summary>Gets the path of the file, or what else was read.</summary>
    public required string Source { get; init; }

    /// <summary>Gets the character between fields.</summary>
    public required char Delimiter { get; init; }

    /// <summary>Gets a value indicating whether the delimiter was found by looking, not given.</summary>
    public required bool DelimiterWasFound { get; init; }

    /// <summary>Gets a value indicating whether the first row named the columns.</summary>
    public required bool HasHeader { get; init; }

    /// <summary>Gets a value indicating whether the file begins with a byte order mark of UTF-8.</summary>
    public required bool HasByteOrderMark { get; init; }

    /// <summary>Gets the number of bytes in the file.</summary>
    public required long Bytes { get; init; }

    /// <summary>Gets the number of rows that were read.</summary>
    public required int Rows { get; init; }

    /// <summary>Gets the number of rows that were left out, being ragged or broken.</summary>
    public required long SkippedRows { get; init; }

    /// <summary>Gets what was understood of each column that was read.</summary>
    public required IReadOnlyList<CsvColumnReport> Columns { get; init; }

    /// <summary>Gets what was found wrong and passed over, up to the number that the options allow.</summary>
    public required IReadOnlyList<FrameProblem> Problems { get; init; }
}
