using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Modelyard.Data.Tests.Parquet;

namespace Modelyard.Data.Tests.ObjectStores;

/// <summary>Represents a store that speaks S3, on the loopback and in a process of its own, as scripts/s3-server.sh installs it.</summary>
public sealed class S3Server : IDisposable
{
    public const string Bucket = "tables";

    private readonly ScratchFolder _folder = new();
    private Process? _process;

    public S3Server()
    {
        Port = FreePort();
        Start();
    }

    public int Port { get; }

    public ObjectStoreOptions Options => new() { Endpoint = new Uri($"http://127.0.0.1:{Port}"), AccessKey = "S3RVER", SecretKey = "S3RVER", Timeout = TimeSpan.FromSeconds(5), Retries = 1, PartLength = 5 << 20 };

    public void Start()
    {
        string program = Path.Combine(CheckedOut.Root, "tests", "S3Server", "node_modules", "s3rver", "bin", "s3rver.js");
        Assert.True(File.Exists(program), "The S3 server is not installed for the tests. Run 'scripts/s3-server.sh'; 'make test' does so too.");
        _process = Process.Start(new ProcessStartInfo("node", [program, "-d", _folder.Path, "-a", "127.0.0.1", "-p", $"{Port}", "--configure-bucket", Bucket, "-s"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        for (int attempt = 0; attempt < 200; attempt++)
        {
            try
            {
                using var client = new TcpClient();
                client.Connect(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException)
            {
                Thread.Sleep(50);
            }
        }

        Assert.Fail("The S3 server did not start.");
    }

    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Lists the files that the server holds for objects that are to be seen.</summary>
    public IReadOnlyList<string> Keys()
    {
        using var store = new ObjectStore(Options);
        return [.. store.List($"s3://{Bucket}").Select(entry => entry.Address)];
    }

    public void Dispose()
    {
        if (_process is not null)
        {
            Kill();
        }

        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
