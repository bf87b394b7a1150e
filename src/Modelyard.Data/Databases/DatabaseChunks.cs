using System.Collections;
using Modelyard.Frames;
using Modelyard.Frames.Lineage;

namespace Modelyard.Data.Databases;

/// <summary>Represents the rows of a query that are read chunk by chunk.</summary>
/// <remarks>
/// Each enumeration asks the database anew, on a connection of its own, and sees the rows of one snapshot; they are the same each time as long as nobody writes, and in the same order
/// if the query has one (ORDER BY). What is held at a time is a chunk. Levels of a category are those of the chunk.
/// </remarks>
public sealed class DatabaseChunks : IFrameChunks
{
    private readonly Database _database;
    private readonly DatabaseReadOptions _options;
    private readonly CancellationToken _cancellation;

    internal DatabaseChunks(Database database, SqlQuery query, DatabaseReadOptions options, IReadOnlyList<SourceColumn> columns, CancellationToken cancellation)
    {
        _database = database;
        Query = query;
        Columns = columns;
        Kinds = new OrderedDictionary<string, ColumnKind>(columns.Select(column => KeyValuePair.Create(column.Name, column.Kind)), StringComparer.Ordinal);

        // What was understood once holds for each enumeration.
        _options = options with { Kinds = new Dictionary<string, ColumnKind>(Kinds, StringComparer.Ordinal) };
        _cancellation = cancellation;
    }

    /// <summary>Gets the query.</summary>
    public SqlQuery Query { get; }

    /// <summary>Gets what was understood of the columns, in order.</summary>
    public IReadOnlyList<SourceColumn> Columns { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, ColumnKind> Kinds { get; }

    /// <summary>Reads all rows as one table.</summary>
    /// <returns>The table; without rows if the query gives none.</returns>
    /// <exception cref="DatabaseException">The database refuses the query or cannot be reached, or a cell is not of its column's kind.</exception>
    public Frame ToFrame() => _database.Read(Query, _options, _cancellation);

    /// <summary>Reads the rows from the first.</summary>
    /// <returns>The chunks, none of them empty.</returns>
    /// <exception cref="DatabaseException">The database refuses the query or cannot be reached, or a cell is not of its column's kind.</exception>
    public IEnumerator<Frame> GetEnumerator()
    {
        using DatabaseSession session = _database.Connect(writes: false);
        using var ending = new StatementEnding(session, _cancellation);
        using RowSource source = Database.Ended(() => session.Query(Query, _options), _cancellation);
        if (!source.Columns.Select(column => column.Name).SequenceEqual(Kinds.Keys))
        {
            throw new DatabaseException($"{_database.Name}: The columns of the query have changed since they were first looked at. Prepare the reading anew.");
        }

        LineageStep step = new LineageSource(_database.Name).Reading(Kinds.Keys, null, ("query", Query.Text));
        while (Database.Ended(() => source.Read(_options.ChunkRows, _cancellation), _cancellation) is { RowCount: > 0 } chunk)
        {
            yield return chunk.WithLineage(step);
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
