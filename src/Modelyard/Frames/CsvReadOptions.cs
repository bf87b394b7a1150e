namespace Modelyard.Frames;

/// <summary>Represents how a file of delimited text is read.</summary>
public sealed record CsvReadOptions
{
    /// <summary>The greatest number of texts that may stand for a missing cell.</summary>
    public const int MostMissingTokens = 100;

    /// <summary>The greatest length of a text that stands for a missing cell, in characters.</summary>
    public const int LongestMissingToken = 200;

    /// <summary>Gets the texts that stand for a missing cell by default: those of pandas, and '?'.</summary>
    public static IReadOnlyList<string> DefaultMissingTokens { get; } =
    [
        "", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "?", "n/a", "<NA>", "#N/A", "#NA", "#N/A N/A", "-NaN", "-nan",
        "1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN",
    ];

    /// <summary>Gets the character between fields; null finds it among comma, semicolon, tab and bar.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Gets a value indicating whether the first row names the columns; otherwise they are called column1, column2 and so on. A first column without a name, as of the row labels that pandas and R write, is called row.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>Gets the character that quotes a field; null if none does.</summary>
    public char? Quote { get; init; } = '"';

    /// <summary>Gets the texts that stand for a missing cell, and no others do; spaces around a cell do not count. At most <see cref="MostMissingTokens"/>, of <see cref="LongestMissingToken"/> characters each.</summary>
    public IReadOnlyList<string> MissingTokens { get; init; } = DefaultMissingTokens;

    /// <summary>Gets a value indicating whether a missing token in quotes is text, and not a missing cell, in columns of text and categories.</summary>
    public bool KeepQuotedTokens { get; init; }

    /// <summary>Gets the kinds of columns by name; those of all others are inferred from all of their cells.</summary>
    public IReadOnlyDictionary<string, ColumnKind> Kinds { get; init; } = new Dictionary<string, ColumnKind>(StringComparer.Ordinal);

    /// <summary>Gets the names of the columns to read, in the order of the result; null reads all.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Gets what is done with rows that have too few or too many fields.</summary>
    public RaggedRows RaggedRows { get; init; } = RaggedRows.Error;

    /// <summary>Gets a value indicating whether a header alone is a table, of no rows; otherwise it is refused.</summary>
    public bool AllowNoRows { get; init; }

    /// <summary>Gets the greatest number of problems that are listed one by one.</summary>
    public int MaxProblems { get; init; } = 20;

    /// <summary>Gets the greatest number of columns.</summary>
    public int MaxColumns { get; init; } = 100_000;

    /// <summary>Gets the greatest length of a row, in bytes; line breaks in quotes belong to the row.</summary>
    public int MaxRowLength { get; init; } = 64 << 20;

    /// <summary>Gets the greatest number of threads; null uses one for each processor. The result does not depend on it.</summary>
    public int? DegreeOfParallelism { get; init; }

    /// <summary>Gets a value indicating whether no one said what a missing cell looks like.</summary>
    internal bool HasUsualTokens => ReferenceEquals(MissingTokens, DefaultMissingTokens);

    /// <summary>Gets the number of bytes that one thread reads at a time; null chooses it. The result does not depend on it.</summary>
    internal int? ChunkLength { get; init; }

    /// <summary>Gets the instructions of the scanner; null chooses the widest that the processor has. The result does not depend on it.</summary>
    internal Csv.ScanWidth? Width { get; init; }
}
