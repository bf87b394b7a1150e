using Modelyard.Frames;
using Modelyard.Frames.Lineage;

namespace Modelyard.Data.Databases;

/// <summary>Represents a database: SQLite, PostgreSQL, or MySQL and MariaDB. Tables of it are read as frames and frames are written as tables of it.</summary>
/// <remarks>
/// <para>
/// Each reading and each transaction has a connection of its own, so a database may be used by any number of threads. A reading sees one snapshot, from its first chunk to its
/// last. Writing is one transaction: all rows are there at its end or none, whatever dies in between.
/// </para>
/// <para>
/// Missing cells are NULL, categories are texts, integers and doubles come back to the bit (but only PostgreSQL keeps the sign of a zero; NaN is a missing cell; MySQL and MariaDB have no infinity
/// and refuse it). Times are kept to 100 nanoseconds by SQLite and to the microsecond by the others, which refuse more unless <see cref="DatabaseWriteOptions.CutToMicroseconds"/> is said.
/// UTC times are written as UTC; MySQL and MariaDB keep no zone with them (<c>DATETIME</c>), so they come back without one.
/// </para>
/// </remarks>
public abstract class Database : IDisposable
{
    private protected Database(string name, DatabaseOptions options)
    {
        Name = name;
        Options = options;
    }

    /// <summary>Gets the address without the password.</summary>
    public string Name { get; }

    /// <summary>Gets the SQL that the database speaks.</summary>
    public abstract SqlDialect Dialect { get; }

    private protected DatabaseOptions Options { get; }

    /// <summary>Opens a database.</summary>
    /// <param name="address">
    /// <c>sqlite:PATH</c>; <c>postgres://USER:PASSWORD@HOST:PORT/DATABASE</c>; <c>mysql://USER:PASSWORD@HOST:PORT/DATABASE</c> for MySQL and MariaDB; or <c>env:NAME</c>, the
    /// environment variable that holds such an address. What is not a letter or a digit in a user, a password or a name is percent-encoded. After a question mark: <c>socket=PATH</c>, a
    /// Unix socket (PostgreSQL: the folder it is in), and <c>sslmode=</c>, <c>disable</c>, <c>prefer</c>, <c>require</c> or <c>verify-full</c>.
    /// </param>
    /// <param name="options">How it is spoken to; the defaults if null.</param>
    /// <returns>The database. The server is first spoken to when something is asked of it; a file of SQLite is created by the first writing.</returns>
    /// <exception cref="DatabaseException">The address cannot be understood, or the client library that MySQL and MariaDB need is not there.</exception>
    public static Database Open(string address, DatabaseOptions? options = null)
    {
        DatabaseAddress parsed = DatabaseAddress.Parse(address);
        options ??= new DatabaseOptions();
        return parsed.Scheme switch
        {
            "sqlite" => new SqliteDatabase(parsed, options),
            "postgres" => new PostgreSqlDatabase(parsed, options),
            _ => new MariaDbDatabase(parsed, options),
        };
    }

    /// <summary>Lists the tables and views of the usual schema.</summary>
    /// <returns>The names, in order.</returns>
    /// <exception cref="DatabaseException">The database cannot be reached.</exception>
    public IReadOnlyList<TableName> Tables()
    {
        using DatabaseSession session = Connect(writes: false);
        return session.Tables();
    }

    /// <summary>Describes a table or view as it is in the database.</summary>
    /// <param name="table">The name.</param>
    /// <returns>The columns with their types, and the keys. Checks of SQLite are not among them.</returns>
    /// <exception cref="DatabaseException">There is no such table, or the database cannot be reached.</exception>
    public TableDefinition Describe(TableName table)
    {
        using DatabaseSession session = Connect(writes: false);
        return session.Describe(table) ?? throw Missing(session, table);
    }

    /// <summary>Reads the rows of a query.</summary>
    /// <param name="query">One statement that gives rows; a text is a query without parameters.</param>
    /// <param name="options">How cells are read; the defaults if null.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The rows as a table. What was understood of its columns, <see cref="ReadChunks"/> tells.</returns>
    /// <exception cref="DatabaseException">The database refuses the query or cannot be reached, or a cell is not of its column's kind.</exception>
    public Frame Read(SqlQuery query, DatabaseReadOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        using DatabaseSession session = Connect(writes: false);
        using var ending = new StatementEnding(session, cancellation);
        using RowSource source = Ended(() => session.Query(query, options ?? new DatabaseReadOptions()), cancellation);
        return Ended(() => ReadAll(source, cancellation), cancellation).ReadFrom(new LineageSource(Name), ("query", query.Text));
    }

    /// <summary>Reads a whole table.</summary>
    /// <param name="table">The name.</param>
    /// <param name="options">How cells are read; the defaults if null.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The table.</returns>
    /// <exception cref="DatabaseException">There is no such table, the database cannot be reached, or a cell is not of its column's kind.</exception>
    public Frame ReadTable(TableName table, DatabaseReadOptions? options = null, CancellationToken cancellation = default) =>
        Read(Dialect.Select(table), options, cancellation);

    /// <summary>Prepares to read the rows of a query chunk by chunk, because they are more than memory holds or need not be held.</summary>
    /// <param name="query">One statement that gives rows; a text is a query without parameters.</param>
    /// <param name="options">How cells are read; the defaults if null.</param>
    /// <param name="cancellation">Ends each reading.</param>
    /// <returns>The chunks. Each enumeration asks the database anew and sees one snapshot.</returns>
    /// <exception cref="DatabaseException">The database refuses the query or cannot be reached.</exception>
    public DatabaseChunks ReadChunks(SqlQuery query, DatabaseReadOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        options ??= new DatabaseReadOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ChunkRows, 1, nameof(options));
        using DatabaseSession session = Connect(writes: false);
        using var ending = new StatementEnding(session, cancellation);
        using RowSource source = Ended(() => session.Query(query, options), cancellation);
        Ended(
            () =>
            {
                source.Settle();
                return true;
            },
            cancellation);
        return new DatabaseChunks(this, query, options, source.Columns, cancellation);
    }

    /// <summary>Writes a frame as a table, or into one, in one transaction.</summary>
    /// <param name="frame">The rows. A table that is created gets types that hold the frame and no more: the smallest integers, texts of its length where MySQL needs one.</param>
    /// <param name="table">The name of the table.</param>
    /// <param name="mode">What is done with a table that is there.</param>
    /// <param name="options">How it is written; the defaults if null.</param>
    /// <param name="cancellation">Ends the writing; nothing is written then.</param>
    /// <returns>The number of rows.</returns>
    /// <exception cref="DatabaseException">The database refuses a row or cannot be reached; nothing was written.</exception>
    public long Write(Frame frame, TableName table, WriteMode mode = WriteMode.Fail, DatabaseWriteOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(frame);
        using DatabaseTransaction transaction = BeginTransaction(cancellation);
        long rows = transaction.Write(frame, table, mode, options);
        transaction.Commit();
        return rows;
    }

    /// <summary>Writes chunks as a table, or into one, in one transaction.</summary>
    /// <param name="chunks">The chunks. A table that is created gets the widest types of their kinds, as the rows to come are not known.</param>
    /// <param name="table">The name of the table.</param>
    /// <param name="mode">What is done with a table that is there.</param>
    /// <param name="options">How they are written; the defaults if null.</param>
    /// <param name="cancellation">Ends the writing; nothing is written then.</param>
    /// <returns>The number of rows.</returns>
    /// <exception cref="DatabaseException">The database refuses a row or cannot be reached; nothing was written.</exception>
    public long Write(IEnumerable<Frame> chunks, TableName table, WriteMode mode = WriteMode.Fail, DatabaseWriteOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        using var sink = new DatabaseSink(BeginTransaction(cancellation), table, mode, options ?? new DatabaseWriteOptions());
        foreach (Frame chunk in chunks)
        {
            sink.Write(chunk);
        }

        sink.Complete();
        return sink.Rows;
    }

    /// <summary>Opens a table for writing chunk by chunk, in one transaction.</summary>
    /// <param name="table">The name of the table.</param>
    /// <param name="mode">What is done with a table that is there.</param>
    /// <param name="options">How it is written; the defaults if null.</param>
    /// <param name="cancellation">Ends the writing; nothing is written then.</param>
    /// <returns>The place to write to. A table that is created gets the widest types of the first chunk's kinds.</returns>
    /// <exception cref="DatabaseException">The database cannot be reached.</exception>
    public IFrameSink OpenSink(TableName table, WriteMode mode = WriteMode.Fail, DatabaseWriteOptions? options = null, CancellationToken cancellation = default) =>
        new DatabaseSink(BeginTransaction(cancellation), table, mode, options ?? new DatabaseWriteOptions());

    /// <summary>Begins a transaction, in which several tables are written at once.</summary>
    /// <param name="cancellation">Ends what is done in it.</param>
    /// <returns>The transaction; nothing of it is to be seen before it is committed.</returns>
    /// <exception cref="DatabaseException">The database cannot be reached.</exception>
    public DatabaseTransaction BeginTransaction(CancellationToken cancellation = default) => new(Connect(writes: true), cancellation);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Connects and begins a transaction.</summary>
    internal abstract DatabaseSession Connect(bool writes);

    /// <summary>Reads all rows of a query at once.</summary>
    internal static Frame ReadAll(RowSource source, CancellationToken cancellation)
    {
        Frame? frame = source.Read(int.MaxValue, cancellation);
        if (source.IsRefuted)
        {
            source.Settle();
            frame = source.Read(int.MaxValue, cancellation);
        }

        return frame!;
    }

    /// <summary>Does something that a cancellation may end from within, and says so by the exception of cancellations.</summary>
    internal static T Ended<T>(Func<T> work, CancellationToken cancellation)
    {
        try
        {
            return work();
        }
        catch (DatabaseException fault) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(fault.Message, fault, cancellation);
        }
    }

    /// <summary>Says that a table is not there, and which is spelled most like it.</summary>
    internal static DatabaseException Missing(DatabaseSession session, TableName table)
    {
        string? nearest = Spelling.Nearest(table.Name, session.Tables().Select(there => there.Name).Take(10_000));
        return new DatabaseException($"{session.Name} has no table '{table}'.{(nearest is null ? "" : $" The nearest is '{nearest}'.")}");
    }
}
