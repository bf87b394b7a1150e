using System.Net;
using System.Net.Sockets;
using Modelyard.Persistence;

namespace Modelyard.Server.Tests.Hosting;

public sealed class PortTests
{
    [Fact]
    public async Task A_port_in_use_is_named_with_what_to_do()
    {
        string file = Path.GetTempFileName();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;
        try
        {
            ModelFile.Write(ServerFixture.Price, file);
            ModelyardException fault = await Assert.ThrowsAsync<ModelyardException>(() => ModelServer.RunAsync(new ModelServerOptions { Models = [file], Port = port }));
            Assert.StartsWith($"The server cannot listen on '127.0.0.1', port {port}: another program uses it. Choose another port, as in '--port ", fault.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
