using System.Diagnostics;
using Modelyard.Data.Databases;

namespace Modelyard.Data.Tests.Databases;

/// <summary>Represents a MariaDB server of its own in a temporary folder.</summary>
internal sealed class MariaDbServer : IServer
{
    public const string Password = "pa:ss/w@rd?";

    private readonly TemporaryFolder _folder = new();
    private readonly string[] _user = Environment.UserName == "root" ? ["--user=root"] : [];
    private Process? _process;
    private int _databases;

    public MariaDbServer()
    {
        Assert.True(File.Exists("/usr/sbin/mariadbd"), "MariaDB is not on this machine. 'make test' installs it: mariadb-server-core, libmariadb3.");
        Port = ServerProcess.FreePort();
        ServerProcess.Run("/usr/bin/mariadb-install-db", ["--no-defaults", $"--datadir={_folder.Of("data")}", "--auth-root-authentication-method=normal", "--skip-test-db", .. _user]);
        Start();
        using MariaDbConnection connection = Connect();
        connection.Execute($"CREATE USER 'tester'@'%' IDENTIFIED BY '{Password}'");
        connection.Execute("GRANT ALL ON *.* TO 'tester'@'%'");
    }

    public int Port { get; }

    public string Socket => _folder.Of("s");

    public void Start()
    {
        _process = ServerProcess.Serve("/usr/sbin/mariadbd", ["--no-defaults", $"--datadir={_folder.Of("data")}", $"--socket={Socket}", $"--port={Port}", "--bind-address=127.0.0.1", "--innodb-buffer-pool-size=64M", .. _user]);
        ServerProcess.Await(() => _process.HasExited || Answers(), "The start of MariaDB");
        Assert.False(_process.HasExited, "MariaDB ended by itself.");
    }

    public string Fresh()
    {
        string name = $"test_{++_databases}";
        using MariaDbConnection connection = Connect();
        connection.Execute($"CREATE DATABASE {name}");
        return Address(name);
    }

    public string Address(string database, string password = Password) => $"mysql://tester:{Uri.EscapeDataString(password)}@127.0.0.1:{Port}/{database}";

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
            using MariaDbConnection connection = Connect();
            return true;
        }
        catch (DatabaseException)
        {
            return false;
        }
    }

    private MariaDbConnection Connect() => MariaDbConnection.Open(MariaDbLibrary.Instance, DatabaseAddress.Parse($"mysql://root@localhost/?socket={Uri.EscapeDataString(Socket)}"), new DatabaseOptions());
}
