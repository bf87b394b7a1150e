using System.Data;
using Modelyard.Frames;
using Npgsql;

namespace Modelyard.Data.Databases;

/// <summary>Represents a connection to a PostgreSQL server with one transaction on it.</summary>
internal sealed class PostgreSqlSession : DatabaseSession
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly Func<NpgsqlConnection> _open;
    private readonly int _process;
    private int _loads;

    public PostgreSqlSession(NpgsqlConnection connection, string name, bool writes, Func<NpgsqlConnection> open)
        : base(SqlDialect.PostgreSql, name)
    {
        _connection = connection;
        _open = open;
        _process = connection.ProcessID;
        _transaction = Run(() => connection.BeginTransaction(writes ? IsolationLevel.ReadCommitted : IsolationLevel.RepeatableRead));
        if (!writes)
        {
            Execute("SET TRANSACTION READ ONLY");
        }
    }

    internal NpgsqlConnection Connection => _connection;

    public override long Execute(SqlQuery statement) => Run(() =>
    {
        using NpgsqlCommand command = Command(statement);
        return Math.Max(0, command.ExecuteNonQuery());
    });

    public override RowSource Query(SqlQuery query, DatabaseReadOptions options) => new PostgreSqlRows(this, Command(query), options);

    public override IReadOnlyList<TableName> Tables()
    {
        Frame rows = Rows("""
            SELECT c.relname::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname = current_schema() ORDER BY c.relname COLLATE "C"
            """);
        return [.. Enumerable.Range(0, rows.RowCount).Select(row => new TableName(rows["name"].FormatCell(row)))];
    }

    public override TableDefinition? Describe(TableName table) => PostgreSqlTables.Describe(table, Rows);

    public override TableLoader Load(LoadPlan plan) => new PostgreSqlLoader(this, plan, ++_loads);

    public override void Commit()
    {
        try
        {
            Run(() =>
            {
                _transaction.Commit();
                return true;
            });
        }
        catch (DatabaseException loss) when (loss.InnerException is not PostgresException || loss.Code?.StartsWith("57P", StringComparison.Ordinal) == true)
        {
            throw DatabaseException.LostAtCommit(Name, loss);
        }
    }

    // The server ends the statement; the connection stays, so that the transaction is rolled back in order.
    public override void Cancel()
    {
        try
        {
            using NpgsqlConnection other = _open();
            using var command = new NpgsqlCommand("SELECT pg_cancel_backend($1)", other);
            command.Parameters.AddWithValue(_process);
            command.ExecuteNonQuery();
        }
        catch (Exception fault) when (fault is DatabaseException or NpgsqlException)
        {
            // The statement ends by itself then, and the cancellation is seen at the next row.
        }
    }

    public override void Dispose()
    {
        try
        {
            _transaction.Dispose();
            _connection.Dispose();
        }
        catch (Exception fault) when (fault is NpgsqlException or IOException or InvalidOperationException)
        {
            // The connection is gone, and with it the transaction.
        }
    }

    /// <summary>Does something on the connection and tells of its faults.</summary>
    internal T Run<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (PostgresException fault) when (fault.SqlState.StartsWith("57P", StringComparison.Ordinal))
        {
            throw DatabaseException.Lost(Name, fault.MessageText, fault.SqlState, fault);
        }
        catch (PostgresException fault)
        {
            throw DatabaseException.Refusal(Name, string.Join(" ", new[] { fault.MessageText, fault.Detail, fault.Where is { } where && where.StartsWith("COPY", StringComparison.Ordinal) ? where : null, fault.Hint }.OfType<string>()), fault.SqlState, fault);
        }
        catch (Exception fault) when (fault is NpgsqlException or IOException or TimeoutException)
        {
            throw DatabaseException.Lost(Name, (fault.InnerException ?? fault).Message, null, fault);
        }
    }

    private NpgsqlCommand Command(SqlQuery query)
    {
        var command = new NpgsqlCommand(query.Text, _connection);
        foreach (object? value in query.Values())
        {
            // A text is of no type, so that the server takes it for what the query needs: a date, a UUID.
            command.Parameters.Add(value is null or string
                ? new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Unknown }
                : new NpgsqlParameter { Value = value is DateTime { Kind: DateTimeKind.Local } local ? local.ToUniversalTime() : value });
        }

        return command;
    }
}
