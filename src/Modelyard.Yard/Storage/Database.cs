using Microsoft.Data.Sqlite;

namespace Modelyard.Lifecycle.Storage;

/// <summary>Opens connections to the yard's database and runs short transactions on them.</summary>
internal sealed class Database : IDisposable
{
    private readonly string _connectionString;
    private readonly long _busyMilliseconds;

    internal Database(string path, TimeSpan busyTimeout)
    {
        _busyMilliseconds = (long)busyTimeout.TotalMilliseconds;
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = Math.Max(1, (int)busyTimeout.TotalSeconds) }.ToString();
        using SqliteConnection connection = Open();
        Schema.Prepare(connection);
    }

    internal T Read<T>(Func<SqliteConnection, T> read) => YardFault.Translate("The yard cannot be read", () =>
    {
        using SqliteConnection connection = Open();

        // One transaction, so that all that is read belongs together.
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
        return read(connection);
    });

    internal T Write<T>(Func<SqliteConnection, T> write) => YardFault.Translate("The yard cannot be written", () =>
    {
        using SqliteConnection connection = Open();
        using SqliteTransaction transaction = connection.BeginTransaction();
        T result = write(connection);
        transaction.Commit();
        return result;
    });

    internal void Write(Action<SqliteConnection> write) => Write(connection =>
    {
        write(connection);
        return true;
    });

    public void Dispose()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();

            // FULL brings every commit to the disk before it is acknowledged.
            connection.Run($"PRAGMA busy_timeout = {_busyMilliseconds}; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
