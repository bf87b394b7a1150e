using Modelyard.Frames;
using Modelyard.Frames.Lineage;

namespace Modelyard.Data.Databases;

/// <summary>Represents a transaction, in which several tables are created, written and read; it is to be seen as a whole once it is committed, or not at all.</summary>
/// <remarks>
/// <para>It holds a connection and serves one thread. One that is disposed of before it is committed leaves nothing behind.</para>
/// <para>
/// MySQL and MariaDB end a transaction with each statement that creates a table. There, tables are created and filled under names of their own ('modelyard_part_...'), which are not
/// listed, and take their names in one step at the end. They must be created before rows are added to a table that was there before. What a killed process leaves of them, the next writing of the
/// table removes.
/// </para>
/// </remarks>
public sealed class DatabaseTransaction : IDisposable
{
    private readonly DatabaseSession _session;
    private readonly CancellationToken _cancellation;
    private readonly StatementEnding _ending;
    private readonly Dictionary<TableName, (TableName Place, TableDefinition Definition)> _created = [];

    internal DatabaseTransaction(DatabaseSession session, CancellationToken cancellation)
    {
        _session = session;
        _cancellation = cancellation;
        _ending = new StatementEnding(session, cancellation);
    }

    /// <summary>Gets the SQL that the database speaks.</summary>
    public SqlDialect Dialect => _session.Dialect;

    /// <summary>Creates a table.</summary>
    /// <param name="table">The table.</param>
    /// <exception cref="DatabaseException">There is such a table, or the database refuses it.</exception>
    public void Create(TableDefinition table)
    {
        ArgumentNullException.ThrowIfNull(table);
        Run(() => Describe(table.Name) is null ? Create(table, replaces: false) : throw Present(table.Name));
    }

    /// <summary>Writes a frame as a table, or into one.</summary>
    /// <param name="frame">The rows.</param>
    /// <param name="table">The name of the table.</param>
    /// <param name="mode">What is done with a table that is there, be it created in this transaction.</param>
    /// <param name="options">How it is written; the defaults if null.</param>
    /// <returns>The number of rows.</returns>
    /// <exception cref="DatabaseException">The database refuses a row or cannot be reached.</exception>
    public long Write(Frame frame, TableName table, WriteMode mode = WriteMode.Append, DatabaseWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return Run(() =>
        {
            using TableLoader loader = Prepare(frame, table, mode, options ?? new DatabaseWriteOptions(), isWhole: true);
            loader.Add(frame, _cancellation);
            loader.Finish();
            return loader.Rows;
        });
    }

    /// <summary>Executes a statement that gives no rows.</summary>
    /// <param name="statement">The statement. One that makes MySQL or MariaDB end the transaction, such as a CREATE, is not for here.</param>
    /// <returns>The number of rows that it changed.</returns>
    /// <exception cref="DatabaseException">The database refuses the statement or cannot be reached.</exception>
    public long Execute(SqlQuery statement) => Run(() => _session.Execute(statement));

    /// <summary>Reads the rows of a query as they are in this transaction.</summary>
    /// <param name="query">One statement that gives rows.</param>
    /// <param name="options">How cells are read; the defaults if null.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="DatabaseException">The database refuses the query or cannot be reached.</exception>
    public Frame Read(SqlQuery query, DatabaseReadOptions? options = null) => Run(() =>
    {
        using RowSource source = _session.Query(query, options ?? new DatabaseReadOptions());
        return Database.ReadAll(source, _cancellation).ReadFrom(new LineageSource(_session.Name), ("query", query.Text));
    });

    /// <summary>Makes permanent and visible what was done; nothing can be done in the transaction after it.</summary>
    /// <exception cref="DatabaseException">The database refuses, and nothing was written; or the connection was lost at that moment, and the message says that it is not known.</exception>
    public void Commit() => Run(() =>
    {
        _cancellation.ThrowIfCancellationRequested();
        _session.Commit();
        return true;
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _ending.Dispose();
        _session.Dispose();
    }

    /// <summary>Prepares to bring rows into a table, which is created if need be.</summary>
    /// <param name="first">The first rows.</param>
    /// <param name="table">The name of the table.</param>
    /// <param name="mode">What is done with a table that is there.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="isWhole">True if there are no other rows, so that types may be made for these.</param>
    internal TableLoader Prepare(Frame first, TableName table, WriteMode mode, DatabaseWriteOptions options, bool isWhole)
    {
        if (first.Columns.Count == 0)
        {
            throw new DatabaseException($"{_session.Name}: The frame for the table '{table}' has no columns and must have one at least.");
        }

        TableDefinition? there = Describe(table);
        if (there is not null && mode == WriteMode.Fail)
        {
            throw Present(table);
        }

        TableName place;
        if (there is null || mode == WriteMode.Replace)
        {
            TableDefinition definition = (options.Definition ?? TableDefinition.Of(table, first, options.Key, isWhole ? ColumnDefinition.Of : ColumnDefinition.Unmeasured)) with { Name = table };
            place = Create(definition, replaces: there is not null);
            there = definition;
        }
        else
        {
            place = _created.TryGetValue(table, out (TableName Place, TableDefinition Definition) made) ? made.Place : table;
        }

        IReadOnlyList<string> key = KeyOf(there, mode, options);
        ColumnDefinition[] targets = [.. first.Columns.Select(column => Target(there, column))];
        return _session.Load(new LoadPlan(place, table, targets, [.. there.PrimaryKey.Union(key)], key, options.CutToMicroseconds));
    }

    /// <summary>Does something, and says that it was cancelled if it was.</summary>
    internal T Run<T>(Func<T> work)
    {
        _cancellation.ThrowIfCancellationRequested();
        return Database.Ended(work, _cancellation);
    }

    internal CancellationToken Cancellation => _cancellation;

    /// <summary>Gets the name that a table has within the transaction: one that is created may have its own only at the end.</summary>
    internal TableName PlaceOf(TableName table) => _created.TryGetValue(table, out (TableName Place, TableDefinition Definition) made) ? made.Place : table;

    private TableDefinition? Describe(TableName table) => _created.TryGetValue(table, out (TableName Place, TableDefinition Definition) made) ? made.Definition : _session.Describe(table);

    private TableName Create(TableDefinition table, bool replaces)
    {
        TableName place = _session.Create(table, replaces);
        _created[table.Name] = (place, table);
        return place;
    }

    private DatabaseException Present(TableName table) =>
        new($"{_session.Name} has a table '{table}' already. Choose another name, or a mode: Append adds rows to it, Upsert replaces those of the same key, Replace drops it first.");

    private static ColumnDefinition Target(TableDefinition table, Column column)
    {
        ColumnDefinition target = table.Column(column.Name);
        if (!Accepts(target, column.Kind))
        {
            throw new DatabaseException($"The column '{column.Name}' holds {column.Kind} and the one of the table '{table.Name}' {target.Kind}{(target.SqlType is null ? "" : $" ({target.SqlType})")}. Convert it before it is written.");
        }

        return target.Kind == ColumnKind.Timestamp && target.IsUtc && column is TimestampColumn { IsUtc: false }
            ? throw new DatabaseException($"The column '{column.Name}' has times without a zone and must have UTC ones, as those of the table '{table.Name}' are: of which zone they are is not known. Make them UTC, or write them into a column without a zone.")
            : target;
    }

    /// <summary>Says whether a column takes cells of a kind without loss; a cell that it cannot take after all is an error when it comes.</summary>
    private static bool Accepts(ColumnDefinition target, ColumnKind kind)
    {
        bool isOpen = target.SqlType is { } type && (type.Length == 0 || type.Contains("NUMERIC", StringComparison.OrdinalIgnoreCase) || type.Contains("DECIMAL", StringComparison.OrdinalIgnoreCase));
        return isOpen || kind switch
        {
            ColumnKind.Text or ColumnKind.Category => target.Kind is ColumnKind.Text or ColumnKind.Category,
            ColumnKind.Integer => target.Kind is ColumnKind.Integer or ColumnKind.Double,
            ColumnKind.Boolean => target.Kind is ColumnKind.Boolean or ColumnKind.Integer,
            _ => target.Kind == kind,
        };
    }

    private static IReadOnlyList<string> KeyOf(TableDefinition table, WriteMode mode, DatabaseWriteOptions options)
    {
        if (mode != WriteMode.Upsert)
        {
            return [];
        }

        IReadOnlyList<string> key = options.Key.Count > 0 ? options.Key : table.PrimaryKey;
        return table.HasKey(key)
            ? key
            : throw new DatabaseException(key.Count == 0
                ? $"The table '{table.Name}' has no primary key, by which rows could be replaced. Name one of its unique keys with 'Key', or add the rows with Append."
                : $"The columns '{string.Join("', '", key)}' are not the primary key or a unique key of the table '{table.Name}', and rows are replaced by such a key only.");
    }
}
