using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Modelyard.Server.Telemetry.Collecting;

namespace Modelyard.Server.Telemetry.Dogstatsd;

/// <summary>Sends metrics to DogStatsD every few seconds, and once more when the server stops. An agent that is away holds nothing up.</summary>
internal sealed class DogstatsdSender(DogstatsdAddress address, ModelServerOptions options, MetricCollector collector, DogstatsdLines lines, ILogger<DogstatsdSender> logger) : BackgroundService
{
    private readonly StringBuilder _packet = new();
    private readonly List<DogstatsdLine> _inPacket = [];
    private Socket? _socket;
    private string _lastFault = "";

    /// <inheritdoc/>
    public override void Dispose()
    {
        _socket?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Telemetry.DogstatsdInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                Send();
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops; what was counted since is still to be sent.
        }

        Send();
    }

    private void Send()
    {
        string fault = "";
        try
        {
            _socket ??= address.Connect();
            SendAll(_socket);
        }
        catch (Exception thrown) when (thrown is SocketException or ArgumentException)
        {
            // The agent may come back elsewhere, as a new socket at the same path.
            _socket?.Dispose();
            _socket = null;
            fault = thrown.Message;
        }

        // A fault that lasts is told once.
        if (fault.Length > 0 && fault != _lastFault)
        {
            logger.LogWarning("Metrics cannot be sent to '{Address}'; they are sent when it is there: {Fault}", address, fault);
        }

        _lastFault = fault;
    }

    private void SendAll(Socket socket)
    {
        _packet.Clear();
        _inPacket.Clear();
        int bytes = 0;
        foreach (DogstatsdLine line in lines.Due(collector.Collect()))
        {
            int length = Encoding.UTF8.GetByteCount(line.Text) + 1;
            if (bytes + length > address.MostBytes)
            {
                SendPacket(socket);
                bytes = 0;
            }

            _packet.Append(line.Text).Append('\n');
            _inPacket.Add(line);
            bytes += length;
        }

        SendPacket(socket);
    }

    private void SendPacket(Socket socket)
    {
        if (_inPacket.Count > 0)
        {
            socket.Send(Encoding.UTF8.GetBytes(_packet.ToString()));

            // A port of this machine at which nobody listens says so right after the packet, as a fault of the socket.
            if (socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error) is int and not 0)
            {
                throw new SocketException((int)SocketError.ConnectionRefused);
            }

            _inPacket.ForEach(line => line.Sent());
        }

        _packet.Clear();
        _inPacket.Clear();
    }
}
