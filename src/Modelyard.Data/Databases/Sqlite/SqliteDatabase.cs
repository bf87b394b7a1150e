using Microsoft.Data.Sqlite;

namespace Modelyard.Data.Databases;

/// <summary>Represents a file of SQLite.</summary>
internal sealed class SqliteDatabase(DatabaseAddress address, DatabaseOptions options) : Database(address.ToString(), options)
{
    public override SqlDialect Dialect => SqlDialect.Sqlite;

    public override void Dispose()
    {
    }

    internal override DatabaseSession Connect(bool writes)
    {
        if (!writes && !File.Exists(address.Database))
        {
            throw new DatabaseException($"{Name}: There is no such file.");
        }

        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = address.Database,

            // A reader too must be able to write: it rolls back what a killed writer left.
            Mode = writes ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            return new SqliteSession(connection, Name, Options.Timeout, writes);
        }
        catch (SqliteException fault)
        {
            connection.Dispose();
            throw new DatabaseException($"{Name} cannot be opened: {fault.Message} Check the path and its rights.", $"{fault.SqliteExtendedErrorCode}", fault);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
