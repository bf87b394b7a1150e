using Modelyard.Frames;

namespace Modelyard.Data;

/// <summary>Represents how a Parquet file is read.</summary>
public sealed record ParquetReadOptions
{
    /// <summary>Gets the names of the columns to read, in the order of the result; null reads all. The others are not touched in the file.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Gets the conditions that a row must hold, all of them; parts of the file whose statistics rule them out are not read.</summary>
    public IReadOnlyList<ColumnCondition> Conditions { get; init; } = [];

    /// <summary>Gets the kinds of columns of texts by name, Text or Category; for all others the number of different texts decides.</summary>
    public IReadOnlyDictionary<string, ColumnKind> Kinds { get; init; } = new Dictionary<string, ColumnKind>(StringComparer.Ordinal);

    /// <summary>Gets the text between the names of nested fields in the name of a column.</summary>
    public string Separator { get; init; } = ".";

    /// <summary>Gets what becomes of numbers with more digits than an integer or a double holds.</summary>
    public LongNumbers LongNumbers { get; init; } = LongNumbers.Text;

    /// <summary>Gets the greatest number of columns.</summary>
    public int MaxColumns { get; init; } = 10_000;

    /// <summary>Gets the greatest number of bytes that DuckDB holds; null lets it choose.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Gets the greatest number of threads; null uses one for each processor. The result does not depend on it.</summary>
    public int? DegreeOfParallelism { get; init; }

    internal ParquetLimits Limits => new(DegreeOfParallelism, MemoryLimit);

    internal int Degree => Math.Max(1, DegreeOfParallelism ?? Environment.ProcessorCount);
}
