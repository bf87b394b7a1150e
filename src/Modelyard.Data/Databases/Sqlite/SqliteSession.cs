using Microsoft.Data.Sqlite;
using Modelyard.Frames;
using SQLitePCL;

namespace Modelyard.Data.Databases;

/// <summary>Represents a connection to a file of SQLite with one transaction on it.</summary>
internal sealed class SqliteSession : DatabaseSession
{
    private readonly SqliteConnection _connection;
    private readonly sqlite3 _handle;

    public SqliteSession(SqliteConnection connection, string name, TimeSpan timeout, bool writes)
        : base(SqlDialect.Sqlite, name)
    {
        _connection = connection;
        _handle = connection.Handle!;
        _ = raw.sqlite3_busy_timeout(_handle, (int)Math.Min(int.MaxValue, timeout.TotalMilliseconds));
        Execute(writes ? "PRAGMA foreign_keys = ON" : "PRAGMA query_only = ON");

        // A writer takes its lock at once: to take it later could fail when another has written since.
        Execute(writes ? "BEGIN IMMEDIATE" : "BEGIN");
    }

    public override long Execute(SqlQuery statement)
    {
        using sqlite3_stmt prepared = Prepare(statement);
        int code;
        do
        {
            code = raw.sqlite3_step(prepared);
        }
        while (code == raw.SQLITE_ROW);
        return code == raw.SQLITE_DONE ? raw.sqlite3_changes(_handle) : throw Fault();
    }

    public override RowSource Query(SqlQuery query, DatabaseReadOptions options) => new SqliteRows(this, Prepare(query), IsUtf8(), options);

    public override IReadOnlyList<TableName> Tables()
    {
        Frame rows = Rows("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name");
        return [.. Enumerable.Range(0, rows.RowCount).Select(row => new TableName(rows["name"].FormatCell(row)))];
    }

    public override TableDefinition? Describe(TableName table) => SqliteTables.Describe(table, Rows);

    public override TableLoader Load(LoadPlan plan) =>
        new SqliteLoader(this, plan, Prepare(Dialect.Insert(plan.Table, [.. plan.Columns.Select(column => column.Name)], plan.Key), isBound: false));

    public override void Commit() => Execute("COMMIT");

    public override void Cancel()
    {
        if (!_handle.IsClosed)
        {
            raw.sqlite3_interrupt(_handle);
        }
    }

    // Closing rolls back what was not committed.
    public override void Dispose() => _connection.Dispose();

    /// <summary>Says what SQLite last complained about.</summary>
    internal DatabaseException Fault()
    {
        int code = raw.sqlite3_extended_errcode(_handle);
        string text = raw.sqlite3_errmsg(_handle).utf8_to_string();
        return (code & 0xFF) == raw.SQLITE_BUSY
            ? new DatabaseException($"{Name} is being written by another process, which did not end in time. Try again, or allow a longer 'Timeout'.", $"{code}")
            : DatabaseException.Refusal(Name, text, $"{code}");
    }

    private sqlite3_stmt Prepare(SqlQuery query, bool isBound = true)
    {
        if (raw.sqlite3_prepare_v2(_handle, query.Text, out sqlite3_stmt statement, out string tail) != raw.SQLITE_OK)
        {
            throw Fault();
        }

        try
        {
            CheckSingle(statement, tail);
            if (isBound)
            {
                Bind(statement, query.Values());
            }

            return statement;
        }
        catch
        {
            statement.Dispose();
            throw;
        }
    }

    private void CheckSingle(sqlite3_stmt statement, string tail)
    {
        // What follows may be a comment, of which no statement is made.
        bool isMore = false;
        if (!string.IsNullOrWhiteSpace(tail))
        {
            isMore = raw.sqlite3_prepare_v2(_handle, tail, out sqlite3_stmt second) != raw.SQLITE_OK || !second.IsInvalid;
            second.Dispose();
        }

        if (isMore || statement.IsInvalid)
        {
            throw new DatabaseException($"{Name}: The query holds {(isMore ? "several statements" : "no statement")} and must hold one.");
        }
    }

    private void Bind(sqlite3_stmt statement, object?[] values)
    {
        int wanted = raw.sqlite3_bind_parameter_count(statement);
        if (values.Length != wanted)
        {
            throw new DatabaseException($"{Name}: The query has '{wanted}' parameters and was given '{values.Length}' values; there must be one for each.");
        }

        for (int i = 0; i < values.Length; i++)
        {
            int code = values[i] switch
            {
                null => raw.sqlite3_bind_null(statement, i + 1),
                bool value => raw.sqlite3_bind_int64(statement, i + 1, value ? 1 : 0),
                long value => raw.sqlite3_bind_int64(statement, i + 1, value),
                double value => raw.sqlite3_bind_double(statement, i + 1, value),
                DateTime value => raw.sqlite3_bind_text(statement, i + 1, TimestampText.Format(value.Ticks, value.Kind == DateTimeKind.Utc)),
                object value => raw.sqlite3_bind_text(statement, i + 1, (string)value),
            };
            if (code != raw.SQLITE_OK)
            {
                throw Fault();
            }
        }
    }

    private bool IsUtf8()
    {
        using sqlite3_stmt statement = Prepare("PRAGMA encoding");
        return raw.sqlite3_step(statement) != raw.SQLITE_ROW || raw.sqlite3_column_text(statement, 0).utf8_to_string() == "UTF-8";
    }
}
