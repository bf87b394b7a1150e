using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Modelyard.Server.Tests.Telemetry;

/// <summary>Stands in for Datadog's agent: receives what is sent to DogStatsD, and may go away and come back at the same address.</summary>
internal sealed class DogstatsdAgent : IAsyncDisposable
{
    private readonly EndPoint _endPoint;
    private Socket _socket;
    private Task _receiving;

    public DogstatsdAgent(EndPoint endPoint)
    {
        _socket = Listen(endPoint);
        _endPoint = _socket.LocalEndPoint!;
        _receiving = Task.Run(ReceiveAsync);
    }

    public ConcurrentQueue<string> Packets { get; } = new();

    public string Address => _endPoint is IPEndPoint port ? $"udp://127.0.0.1:{port.Port}" : $"unix://{_endPoint}";

    public IEnumerable<string> Lines => Packets.SelectMany(packet => packet.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Gets the values of a metric whose lines have all the tags.</summary>
    public IEnumerable<double> Values(string metric, char type, params string[] tags) =>
        from line in Lines
        let parts = line.Split('|')
        where parts[0].StartsWith(metric + ":", StringComparison.Ordinal) && parts[1] == $"{type}" && tags.All(tag => parts[2][1..].Split(',').Contains(tag))
        select double.Parse(parts[0][(metric.Length + 1)..], CultureInfo.InvariantCulture);

    public async Task GoAsync()
    {
        _socket.Dispose();
        await _receiving;
        if (_endPoint is UnixDomainSocketEndPoint)
        {
            File.Delete($"{_endPoint}");
        }
    }

    public void Come()
    {
        _socket = Listen(_endPoint);
        _receiving = Task.Run(ReceiveAsync);
    }

    public async ValueTask DisposeAsync() => await GoAsync();

    private static Socket Listen(EndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(endPoint);
        return socket;
    }

    private async Task ReceiveAsync()
    {
        Socket socket = _socket;
        byte[] buffer = new byte[1 << 16];
        try
        {
            while (true)
            {
                int length = await socket.ReceiveAsync(buffer);
                Packets.Enqueue(Encoding.UTF8.GetString(buffer, 0, length));
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // It went away.
        }
    }
}
