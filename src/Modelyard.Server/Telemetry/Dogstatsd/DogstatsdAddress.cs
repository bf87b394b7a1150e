using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Modelyard.Server.Telemetry.Dogstatsd;

/// <summary>Represents where DogStatsD listens: at a port of a machine, or at a socket of the file system.</summary>
internal sealed class DogstatsdAddress
{
    public const string Auto = "auto";

    private const int DefaultPort = 8125;
    private const string Expected = "must be 'udp://HOST:PORT', 'unix:///PATH' or 'auto'";
    private readonly string _text;
    private readonly string _host = "";
    private readonly int _port;
    private readonly string? _path;

    /// <summary>Reads an address.</summary>
    /// <param name="text">The address, or <c>auto</c>.</param>
    /// <param name="variables">The environment variables, which say what <c>auto</c> means.</param>
    /// <exception cref="ModelyardException">It is no address.</exception>
    public DogstatsdAddress(string text, IReadOnlyDictionary<string, string> variables)
    {
        _text = text == Auto ? FromVariables(variables) : text;
        if (!Uri.TryCreate(_text, UriKind.Absolute, out Uri? address))
        {
            throw Unfit();
        }

        switch (address.Scheme)
        {
            case "udp" when address is { Host.Length: > 0, AbsolutePath: "" or "/" }:
                _host = address.DnsSafeHost;
                _port = address.Port < 0 ? DefaultPort : address.Port;
                break;
            case "unix" when address is { Host.Length: 0, AbsolutePath.Length: > 1 }:
                _path = Uri.UnescapeDataString(address.AbsolutePath);
                break;
            default:
                throw Unfit();
        }
    }

    /// <summary>Gets how many bytes a packet may have, as Datadog's own clients have it: what no network cuts in parts, or what the agent's buffer takes.</summary>
    public int MostBytes => _path is null ? 1432 : 8192;

    /// <summary>Opens a socket to it.</summary>
    /// <exception cref="SocketException">There is no such machine or socket.</exception>
    /// <exception cref="ArgumentException">The path is too long for a socket.</exception>
    public Socket Connect()
    {
        EndPoint target = _path is null ? new IPEndPoint(Resolve(), _port) : new UnixDomainSocketEndPoint(_path);
        var socket = new Socket(target.AddressFamily, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            socket.Connect(target);

            // An agent that takes nothing must not hold the sender.
            socket.Blocking = false;
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    private static string FromVariables(IReadOnlyDictionary<string, string> variables)
    {
        string? Variable(string name) => variables.TryGetValue(name, out string? value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
        if (Variable("DD_DOGSTATSD_URL") is { } url)
        {
            return url;
        }

        string host = Variable("DD_AGENT_HOST") ?? "localhost";
        string bracketed = IPAddress.TryParse(host, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{host}]" : host;
        return $"udp://{bracketed}:{Variable("DD_DOGSTATSD_PORT") ?? DefaultPort.ToString(CultureInfo.InvariantCulture)}";
    }

    private IPAddress Resolve()
    {
        // The agent listens on the address of version 4 unless it is told otherwise.
        IPAddress[] addresses = Dns.GetHostAddresses(_host);
        return addresses.OrderBy(address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).First();
    }

    private ModelyardException Unfit() => new($"The address of DogStatsD is '{_text}' and {Expected}, as in 'udp://127.0.0.1:8125'. It is given by '--dogstatsd', or by 'DD_DOGSTATSD_URL', 'DD_AGENT_HOST' and 'DD_DOGSTATSD_PORT' if that is 'auto'.");
}
