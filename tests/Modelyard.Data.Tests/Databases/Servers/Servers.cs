using Modelyard.Data.Databases;

namespace Modelyard.Data.Tests.Databases;

/// <summary>Holds one server of each kind, started when the first test needs it and ended with the last.</summary>
public sealed class Servers : IDisposable
{
    private readonly Dictionary<string, Lazy<IServer>> _servers = new()
    {
        ["sqlite"] = new(() => new SqliteFiles()),
        ["postgres"] = new(() => new PostgreSqlServer()),
        ["mariadb"] = new(() => new MariaDbServer()),
    };

    private readonly Dictionary<string, Database> _shared = [];

    internal PostgreSqlServer PostgreSql => (PostgreSqlServer)_servers["postgres"].Value;

    internal MariaDbServer MariaDb => (MariaDbServer)_servers["mariadb"].Value;

    /// <summary>Starts a server that one test has for itself.</summary>
    internal static IServer StartOwn(string kind) => kind == "postgres" ? new PostgreSqlServer() : new MariaDbServer();

    public string FreshAddress(string kind) => _servers[kind].Value.Fresh();

    public Database Fresh(string kind) => Database.Open(FreshAddress(kind));

    /// <summary>Gets a database that several tests share.</summary>
    public Database FreshOnce(string kind)
    {
        if (!_shared.TryGetValue(kind, out Database? database))
        {
            _shared[kind] = database = Fresh(kind);
            database.Write(Tables.Small, "small");
        }

        return database;
    }

    public void Dispose()
    {
        foreach (Database database in _shared.Values)
        {
            database.Dispose();
        }

        foreach (Lazy<IServer> server in _servers.Values.Where(server => server.IsValueCreated))
        {
            server.Value.Dispose();
        }
    }
}
