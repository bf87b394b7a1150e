using System.Security.Cryptography;
using System.Text;
using Modelyard.Frames;

namespace Modelyard.Data.Databases;

/// <summary>Represents a connection to a server of MariaDB or MySQL with one transaction on it.</summary>
/// <remarks>
/// The server ends a transaction with each statement that creates, drops or renames a table. So a table is created and filled under a name of its own and takes its name, and the
/// place of one it replaces, in one step when all is committed. A lock of the server, which ends with the connection, tells a table that is being filled from one that was left behind.
/// </remarks>
internal sealed class MariaDbSession : DatabaseSession
{
    private const string PartPrefix = "modelyard_part_", OldPrefix = "modelyard_old_";

    private readonly MariaDbConnection _connection;
    private readonly Func<MariaDbConnection> _open;
    private readonly string _schema;
    private readonly bool _sendsArrays;
    private readonly ulong _threadId;
    private readonly Dictionary<TableName, (TableName Part, bool Replaces)> _parts = [];
    private bool _hasRows;

    public MariaDbSession(MariaDbConnection connection, SqlDialect dialect, string schema, bool writes, bool sendsArrays, Func<MariaDbConnection> open)
        : base(dialect, connection.Name)
    {
        _connection = connection;
        _schema = schema;
        _sendsArrays = sendsArrays;
        _open = open;
        _threadId = connection.ThreadId;
        connection.Execute(writes ? "START TRANSACTION" : "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        if (!writes)
        {
            connection.Execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
        }
    }

    public override long Execute(SqlQuery statement)
    {
        using MariaDbStatement prepared = _connection.Prepare(statement.Text);
        prepared.Execute(statement.Values());
        return Math.Max(0, prepared.ChangedRows);
    }

    public override RowSource Query(SqlQuery query, DatabaseReadOptions options) => new MariaDbRows(_connection, _connection.Prepare(query.Text), query.Values(), options);

    public override IReadOnlyList<TableName> Tables()
    {
        Frame rows = Rows($"""
            SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()
            AND TABLE_NAME NOT LIKE '{PartPrefix.Replace("_", "\\_", StringComparison.Ordinal)}%' AND TABLE_NAME NOT LIKE '{OldPrefix.Replace("_", "\\_", StringComparison.Ordinal)}%' ORDER BY BINARY TABLE_NAME
            """);
        return [.. Enumerable.Range(0, rows.RowCount).Select(row => new TableName(rows["name"].FormatCell(row)))];
    }

    public override TableDefinition? Describe(TableName table) => MariaDbTables.Describe(table, Dialect == SqlDialect.MariaDb, Rows);

    public override TableName Create(TableDefinition table, bool replaces)
    {
        if (_hasRows)
        {
            throw new DatabaseException($"{Name}: The table '{table.Name}' must be created before rows are added to tables that were there before: the server makes those rows permanent when a table is created.");
        }

        if (replaces && !_parts.ContainsKey(table.Name))
        {
            CheckReferences(table.Name);
        }

        bool replacesOld = replaces && (!_parts.TryGetValue(table.Name, out (TableName Part, bool Replaces) before) || before.Replaces);
        var part = new TableName(PartPrefix + Hash(table.Name), table.Name.Schema);
        string statement = Dialect.CreateTable(table with
        {
            Name = part,
            ForeignKeys = [.. table.ForeignKeys.Select(key => key with { ReferencedTable = key.ReferencedTable == table.Name ? part : _parts.TryGetValue(key.ReferencedTable, out (TableName Part, bool Replaces) parent) ? parent.Part : key.ReferencedTable })],
        });
        if (Rows(new SqlQuery("SELECT GET_LOCK(?, 0) AS got", part.Name))["got"].FormatCell(0) != "1")
        {
            throw new DatabaseException($"{Name}: The table '{table.Name}' is being written by another process. Wait for its end.");
        }

        _connection.Execute($"DROP TABLE IF EXISTS {Dialect.Quote(part)}, {Dialect.Quote(Old(table.Name))}");
        _connection.Execute(statement);
        _parts[table.Name] = (part, replacesOld);
        return part;
    }

    public override TableLoader Load(LoadPlan plan)
    {
        _hasRows |= plan.Table == plan.Title;
        MariaDbStatement statement = _connection.Prepare(Dialect.Insert(plan.Table, [.. plan.Columns.Select(column => column.Name)], plan.Key));
        return new MariaDbLoader(_connection, statement, plan, _sendsArrays);
    }

    public override void Commit()
    {
        try
        {
            _connection.Execute("COMMIT");
            if (_parts.Count > 0)
            {
                _connection.Execute("RENAME TABLE " + string.Join(", ", _parts.Select(part =>
                    (part.Value.Replaces ? $"{Dialect.Quote(part.Key)} TO {Dialect.Quote(Old(part.Key))}, " : "") + $"{Dialect.Quote(part.Value.Part)} TO {Dialect.Quote(part.Key)}")));
                TableName[] olds = [.. _parts.Where(part => part.Value.Replaces).Select(part => Old(part.Key))];
                _parts.Clear();
                foreach (TableName old in olds)
                {
                    _connection.Execute(Dialect.DropTable(old));
                }
            }
        }
        catch (DatabaseException fault) when (fault.Code is ['2', _, _, _])
        {
            throw DatabaseException.LostAtCommit(Name, fault);
        }
    }

    // The server ends the statement; the connection stays, so that what was created can be dropped.
    public override void Cancel()
    {
        try
        {
            using MariaDbConnection other = _open();
            other.Execute($"KILL QUERY {_threadId}");
        }
        catch (DatabaseException)
        {
            // The statement ends by itself then, and the cancellation is seen at the next row.
        }
    }

    public override void Dispose()
    {
        if (_parts.Count > 0)
        {
            try
            {
                _connection.Execute("ROLLBACK");
                _connection.Execute($"SET foreign_key_checks = 0");
                _connection.Execute($"DROP TABLE IF EXISTS {string.Join(", ", _parts.Values.Select(part => Dialect.Quote(part.Part)))}");
            }
            catch (DatabaseException)
            {
                // The connection is gone. The next writing of the table drops what is left.
            }
        }

        _connection.Dispose();
    }

    private static TableName Old(TableName table) => new(OldPrefix + Hash(table, ""), table.Schema);

    private static string Hash(TableName table, string schema) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{table.Schema ?? schema}\0{table.Name}")))[..16];

    private string Hash(TableName table) => Hash(table, _schema);

    private void CheckReferences(TableName table)
    {
        Frame rows = Rows(new SqlQuery(
            "SELECT DISTINCT TABLE_NAME AS name FROM information_schema.KEY_COLUMN_USAGE WHERE REFERENCED_TABLE_SCHEMA = COALESCE(?, DATABASE()) AND REFERENCED_TABLE_NAME = ? AND TABLE_NAME <> ?", table.Schema, table.Name, table.Name));
        if (rows.RowCount > 0)
        {
            throw new DatabaseException($"{Name}: The table '{table}' cannot be replaced, because the table '{rows["name"].FormatCell(0)}' refers to it. Drop that one first, or change rows with Upsert.");
        }
    }
}
