using System.Net.Sockets;
using Npgsql;

namespace Modelyard.Data.Databases;

/// <summary>Represents a database of a PostgreSQL server.</summary>
internal sealed class PostgreSqlDatabase : Database
{
    private readonly NpgsqlDataSource _source;

    public PostgreSqlDatabase(DatabaseAddress address, DatabaseOptions options)
        : base(address.ToString(), options)
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = address.Socket.Length > 0 ? address.Socket : address.Host,
            Port = address.Port,
            Username = address.User.Length > 0 ? address.User : Environment.UserName,
            Database = address.Database.Length > 0 ? address.Database : null,
            Timeout = (int)Math.Clamp(options.ConnectTimeout.TotalSeconds, 1, 1024),
            CommandTimeout = (int)Math.Clamp(options.Timeout.TotalSeconds, 1, int.MaxValue),
            SslMode = address.SslMode switch
            {
                "disable" => SslMode.Disable,
                "require" => SslMode.Require,
                "verify-full" => SslMode.VerifyFull,
                _ => SslMode.Prefer,
            },
            ApplicationName = "modelyard",
            Timezone = "UTC",
            KeepAlive = 30,
            GssEncryptionMode = GssEncryptionMode.Disable,

            // A connection of a pool may have died with its server.
            Pooling = false,
            IncludeErrorDetail = true,
        };
        if (address.Password.Length > 0)
        {
            settings.Password = address.Password;
        }

        _source = NpgsqlDataSource.Create(settings);
    }

    public override SqlDialect Dialect => SqlDialect.PostgreSql;

    public override void Dispose() => _source.Dispose();

    internal override DatabaseSession Connect(bool writes)
    {
        NpgsqlConnection connection = Open();
        try
        {
            return new PostgreSqlSession(connection, Name, writes, Open);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private NpgsqlConnection Open()
    {
        try
        {
            return _source.OpenConnection();
        }
        catch (PostgresException fault) when (fault.SqlState.StartsWith("28", StringComparison.Ordinal) || fault.SqlState == "3D000")
        {
            throw DatabaseException.Denied(Name, fault.MessageText, fault.SqlState, fault);
        }
        catch (NpgsqlException fault)
        {
            // That a password is missing is told by the driver, not the server, and has no cause.
            throw fault is not PostgresException && fault.InnerException is null
                ? DatabaseException.Denied(Name, fault.Message, null, fault)
                : DatabaseException.Unreachable(Name, (fault.InnerException ?? fault).Message, fault.SqlState, fault);
        }
        catch (Exception fault) when (fault is TimeoutException or SocketException)
        {
            throw DatabaseException.Unreachable(Name, fault.Message, null, fault);
        }
    }
}
