namespace Modelyard.Frames;

/// <summary>Represents how a table is read from JSON, and from what is built like it.</summary>
public sealed record JsonReadOptions
{
    /// <summary>The greatest number of levels that <see cref="MaxDepth"/> may allow.</summary>
    public const int MostDepth = 512;

    /// <summary>Gets how the rows stand in the file; null finds it by the first characters.</summary>
    public JsonLayout? Layout { get; init; }

    /// <summary>Gets the text between the keys of nested objects in the name of a column: 'address.city'.</summary>
    public string Separator { get; init; } = ".";

    /// <summary>Gets the greatest number of elements of an array that become columns of their own, 'tags.0', 'tags.1' and so on; a longer array is refused. Null, the default, keeps arrays as texts of JSON.</summary>
    public int? ArrayColumns { get; init; }

    /// <summary>Gets what becomes of numbers with too many digits.</summary>
    public LongNumbers LongNumbers { get; init; } = LongNumbers.Text;

    /// <summary>Gets what becomes of a key whose values are of several kinds.</summary>
    public MixedCells MixedCells { get; init; } = MixedCells.Text;

    /// <summary>Gets the kinds of columns by name; those of all others are inferred from all of their cells.</summary>
    public IReadOnlyDictionary<string, ColumnKind> Kinds { get; init; } = new Dictionary<string, ColumnKind>(StringComparer.Ordinal);

    /// <summary>Gets the names of the columns to read, in the order of the result; null reads all.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Gets a value indicating whether no rows at all are a table; otherwise that is refused.</summary>
    public bool AllowNoRows { get; init; }

    /// <summary>Gets the greatest number of problems that are listed one by one.</summary>
    public int MaxProblems { get; init; } = 20;

    /// <summary>Gets the greatest number of columns.</summary>
    public int MaxColumns { get; init; } = 10_000;

    /// <summary>Gets the greatest number of levels that objects and arrays may be nested, 1 to <see cref="MostDepth"/>.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Gets the greatest length of one row, in bytes.</summary>
    public int MaxRowLength { get; init; } = 64 << 20;

    /// <summary>Gets the greatest number of threads; null uses one for each processor. The result does not depend on it.</summary>
    public int? DegreeOfParallelism { get; init; }

    /// <summary>Gets the number of bytes that one thread reads at a time; null chooses it. The result does not depend on it.</summary>
    internal int? PartLength { get; init; }

    /// <summary>Gets the reader of values that are wrapped in objects, such as <c>{"$oid": "..."}</c>; null if there are none.</summary>
    internal Json.IWrappedValues? Wrapped { get; init; }

    internal int Degree => Math.Max(1, DegreeOfParallelism ?? Environment.ProcessorCount);

    /// <summary>Refuses options out of range.</summary>
    internal static void Check(JsonReadOptions options)
    {
        string? fault =
            options.MaxDepth is < 1 or > MostDepth ? $"MaxDepth is '{options.MaxDepth}' and must be 1 to {MostDepth}."
            : options.MaxRowLength is < 1 or > 1 << 29 ? $"MaxRowLength is '{options.MaxRowLength}' and must be 1 to {1 << 29}."
            : options.ArrayColumns is < 1 ? $"ArrayColumns is '{options.ArrayColumns}' and must be 1 or more, or null."
            : string.IsNullOrEmpty(options.Separator) ? "Separator is empty and must have a character or more."
            : null;
        if (fault is not null)
        {
            throw new ArgumentException(fault, nameof(options));
        }
    }
}
