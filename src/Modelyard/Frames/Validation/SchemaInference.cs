using System.Globalization;
using Modelyard.Frames.Validation.Inference;
using Modelyard.Numerics;

namespace Modelyard.Frames.Validation;

/// <summary>Represents a schema that was inferred from data, with what was seen: a draft to be edited.</summary>
/// <param name="Schema">The schema; the data it was inferred from holds it.</param>
/// <param name="RowCount">The number of rows seen.</param>
/// <param name="Notes">What was seen of each column, by its name, for people.</param>
public sealed record SchemaInference(TableSchema Schema, long RowCount, IReadOnlyDictionary<string, string> Notes)
{
    /// <summary>Infers the schema of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="options">What is inferred.</param>
    /// <returns>The schema and what was seen.</returns>
    public static SchemaInference Of(Frame table, InferenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Of([table], table.Columns.Select(column => (column.Name, column.Kind)), options ?? new InferenceOptions());
    }

    /// <summary>Infers the schema of a table that is read chunk by chunk, in one pass.</summary>
    /// <param name="chunks">The table.</param>
    /// <param name="options">What is inferred.</param>
    /// <returns>The schema and what was seen.</returns>
    public static SchemaInference Of(IFrameChunks chunks, InferenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        return Of(chunks, chunks.Kinds.Select(column => (column.Key, column.Value)), options ?? new InferenceOptions());
    }

    private static SchemaInference Of(IEnumerable<Frame> chunks, IEnumerable<(string Name, ColumnKind Kind)> kinds, InferenceOptions options)
    {
        options.Check();
        ColumnInference[] columns = [.. kinds.Select(column => new ColumnInference(column.Name, column.Kind, options))];
        long rows = 0;
        foreach (Frame chunk in chunks)
        {
            ParallelLoop.For(columns.Length, Environment.ProcessorCount, i => columns[i].Add(chunk[columns[i].Name]), options.Cancellation);
            rows += chunk.RowCount;
        }

        var schema = new TableSchema(columns.Select(column => column.ToSchema()))
        {
            MinimumRows = rows > 0 ? 1 : null,
            Description = string.Create(CultureInfo.InvariantCulture, $"Inferred from {rows:N0} rows."),
        };
        return new SchemaInference(schema, rows, columns.ToDictionary(column => column.Name, column => column.Describe(), StringComparer.Ordinal));
    }
}
