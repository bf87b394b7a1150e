using Modelyard.Frames;

namespace Modelyard.Data;

/// <summary>Represents how a table is read from a file.</summary>
public sealed record TableReadOptions
{
    /// <summary>Gets the format; null finds it by the ending of the name.</summary>
    public TableFormat? Format { get; init; }

    /// <summary>Gets the names of the columns to read, in the order of the result; null reads all.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Gets the conditions that a row must hold, all of them.</summary>
    public IReadOnlyList<ColumnCondition> Conditions { get; init; } = [];

    /// <summary>Gets the kinds of columns by name; those of all others are inferred.</summary>
    public IReadOnlyDictionary<string, ColumnKind> Kinds { get; init; } = new Dictionary<string, ColumnKind>(StringComparer.Ordinal);

    /// <summary>Gets what else holds for delimited text.</summary>
    public CsvReadOptions Csv { get; init; } = new();

    /// <summary>Gets what else holds for JSON and BSON.</summary>
    public JsonReadOptions Json { get; init; } = new();

    /// <summary>Gets what else holds for Parquet.</summary>
    public ParquetReadOptions Parquet { get; init; } = new();

    /// <summary>Gets how the object store is reached that addresses with 's3://' are in.</summary>
    public ObjectStoreOptions Store { get; init; } = new();

    /// <summary>Gets the greatest number of bytes that a file may have once it is unpacked or fetched.</summary>
    public long MaxBytes { get; init; } = 1L << 38;

    /// <summary>Gets the names of the columns that must be read, those of conditions with them.</summary>
    internal IReadOnlyList<string>? Needed => Columns is null || Conditions.Count == 0 ? Columns : [.. Columns.Union(Conditions.Select(condition => condition.Column), StringComparer.Ordinal)];

    /// <summary>Applies conditions and the choice of columns to a table that holds the needed columns.</summary>
    internal Frame Narrow(Frame frame)
    {
        Frame kept = ColumnCondition.Filter(frame, Conditions);
        return Columns is null ? kept : kept.Select(Columns);
    }
}
