using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Modelyard.Data.Tests.ObjectStores;

/// <summary>Represents a server of one object that closes the connection after 40,000 bytes of each answer.</summary>
internal sealed class BreakingServer : IDisposable
{
    private const int Most = 40_000;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _content;
    private readonly string _version;
    private readonly List<string> _ranges = [];

    public BreakingServer(byte[] content, string version)
    {
        _content = content;
        _version = version;
        _listener.Start();
        _ = Task.Run(Serve);
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Gets the ranges that were asked for.</summary>
    public IReadOnlyList<string> Ranges => _ranges;

    public void Dispose() => _listener.Stop();

    private void Serve()
    {
        try
        {
            while (true)
            {
                using TcpClient client = _listener.AcceptTcpClient();
                Answer(client.GetStream());
            }
        }
        catch (SocketException)
        {
            // The listener was stopped.
        }
    }

    private void Answer(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        string range = "";
        for (string? line = reader.ReadLine(); !string.IsNullOrEmpty(line); line = reader.ReadLine())
        {
            range = line.StartsWith("Range:", StringComparison.OrdinalIgnoreCase) ? line[6..].Trim() : range;
        }

        _ranges.Add(range);
        int from = range.Length == 0 ? 0 : int.Parse(range.AsSpan(6, range.Length - 7), CultureInfo.InvariantCulture);
        string status = from == 0 ? "200 OK" : "206 Partial Content";
        string head = $"HTTP/1.1 {status}\r\nContent-Length: {_content.Length - from}\r\nETag: {_version}\r\n{(from == 0 ? "" : $"Content-Range: bytes {from}-{_content.Length - 1}/{_content.Length}\r\n")}Connection: close\r\n\r\n";
        stream.Write(Encoding.ASCII.GetBytes(head));
        stream.Write(_content.AsSpan(from, Math.Min(Most, _content.Length - from)));
    }
}
