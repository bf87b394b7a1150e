using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Modelyard.Server.Tests.Security;

/// <summary>Sends bytes as they are, which no client would.</summary>
internal static class RawRequest
{
    /// <summary>Sends a request that asks to close, and reads what comes until the end.</summary>
    public static async Task<string> SendAsync(int port, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
