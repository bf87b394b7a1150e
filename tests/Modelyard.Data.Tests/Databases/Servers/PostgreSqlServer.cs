using System.Diagnostics;
using Npgsql;

namespace Modelyard.Data.Tests.Databases;

/// <summary>Represents a PostgreSQL server of its own in a temporary folder. As root may not run it, it runs as the user of Debian's package then.</summary>
internal sealed class PostgreSqlServer : IServer
{
    public const string User = "tester", Password = "pa:ss/w@rd?";

    private readonly TemporaryFolder _folder = new();
    private readonly string _binaries;
    private Process? _process;
    private int _databases;

    public PostgreSqlServer()
    {
        _binaries = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(folder => Path.Combine(folder, "bin")).Where(folder => File.Exists(Path.Combine(folder, "initdb"))).Order(StringComparer.Ordinal).Last()
            : throw new InvalidOperationException("PostgreSQL is not on this machine. 'make test' installs it: postgresql.");
        Port = ServerProcess.FreePort();
        File.WriteAllText(_folder.Of("password"), Password);
        if (IsRoot)
        {
            ServerProcess.Run("/bin/chown", "-R", "postgres:postgres", _folder.Path);
        }

        RunAs("initdb", "-D", _folder.Of("data"), "-U", User, "--auth=scram-sha-256", "--pwfile", _folder.Of("password"), "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync");
        Start();
    }

    public int Port { get; }

    /// <summary>Gets the folder of the socket.</summary>
    public string Socket => _folder.Path;

    private static bool IsRoot => Environment.UserName == "root";

    public void Start()
    {
        (string program, string[] arguments) = Command("postgres", "-D", _folder.Of("data"), "-k", _folder.Path, "-h", "127.0.0.1", "-p", $"{Port}", "-c", "shared_buffers=16MB", "-c", "max_connections=40");
        _process = ServerProcess.Serve(program, arguments);
        ServerProcess.Await(() => _process.HasExited || Answers(), "The start of PostgreSQL");
        Assert.False(_process.HasExited, "PostgreSQL ended by itself.");
    }

    public string Fresh()
    {
        string name = $"test_{++_databases}";
        Administer($"CREATE DATABASE {name}");
        return Address(name);
    }

    public string Address(string database, string password = Password) => $"postgres://{User}:{Uri.EscapeDataString(password)}@127.0.0.1:{Port}/{database}";

    public void Administer(string statement)
    {
        using NpgsqlConnection connection = Connect();
        using var command = new NpgsqlCommand(statement, connection);
        command.ExecuteNonQuery();
    }

    public void Kill() => ServerProcess.Kill(_process!);

    public void Dispose()
    {
        ServerProcess.Stop(_process!);
        _folder.Dispose();
    }

    private bool Answers()
    {
        try
        {
            using NpgsqlConnection connection = Connect();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private NpgsqlConnection Connect()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = Port, Username = User, Password = Password, Database = "postgres", Pooling = false }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void RunAs(string program, params string[] arguments)
    {
        (string first, string[] all) = Command(program, arguments);
        ServerProcess.Run(first, all);
    }

    // 'setpriv' becomes the program, so that the process that was started is the server.
    private (string Program, string[] Arguments) Command(string program, params string[] arguments) => IsRoot
        ? ("/usr/bin/setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", "--", Path.Combine(_binaries, program), .. arguments])
        : (Path.Combine(_binaries, program), arguments);
}
