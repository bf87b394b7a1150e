using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Modelyard.Server.Tests.Security;

public sealed class TlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-tls-").FullName;

    public void Dispose() => ScratchFolder.Delete(_folder);

    [Fact]
    public async Task The_server_speaks_TLS_and_takes_in_a_renewed_certificate()
    {
        Write("first");
        await using ServerFixture server = await StartAsync();
        Assert.Equal("https", server.Client.BaseAddress!.Scheme);
        Assert.Equal("CN=first", await SubjectAsync(server.Port, SslProtocols.Tls13));
        Assert.Equal("CN=first", await SubjectAsync(server.Port, SslProtocols.Tls12));
        Write("second");
        server.Certificate!.Poll();
        Assert.Equal("CN=second", await SubjectAsync(server.Port, SslProtocols.None));

        // A renewal that went wrong changes nothing.
        await File.WriteAllTextAsync(PathOf("key.pem"), "nonsense");
        File.SetLastWriteTimeUtc(PathOf("key.pem"), DateTime.UtcNow.AddMinutes(1));
        Assert.Contains("cannot be used", Assert.Throws<ModelyardException>(server.Certificate.Poll).Message, StringComparison.Ordinal);
        Assert.Equal("CN=second", await SubjectAsync(server.Port, SslProtocols.None));
    }

    [Fact]
    public async Task Answers_over_TLS_tell_browsers_to_stay_with_it_and_metrics_say_the_scheme()
    {
        Write("localhost");
        await using ServerFixture server = await StartAsync();
        using var trusting = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.Subject == "CN=localhost" } };
        using var client = new HttpClient(trusting) { BaseAddress = server.Client.BaseAddress };
        using HttpResponseMessage answer = await client.GetAsync("/v2/models");
        Assert.Equal("max-age=31536000", answer.Headers.GetValues("Strict-Transport-Security").Single());
        Assert.Contains("url_scheme=\"https\"", await client.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_certificate_or_not_its_key_is_told()
    {
        Write("first");
        string key = File.ReadAllText(PathOf("key.pem"));
        Write("second");
        File.WriteAllText(PathOf("key.pem"), key);
        Assert.Contains("cannot be used", Refused().Message, StringComparison.Ordinal);
        File.WriteAllText(PathOf("cert.pem"), "nonsense");
        Assert.Contains("cannot be used", Refused().Message, StringComparison.Ordinal);
        File.Delete(PathOf("cert.pem"));
        Assert.Contains("cannot be used", Refused().Message, StringComparison.Ordinal);
        ModelyardException alone = Assert.Throws<ModelyardException>(() => ModelServer.Build(new ModelServerOptions { Models = ["none"], TlsKey = "key.pem" }));
        Assert.Contains("no certificate", alone.Message, StringComparison.Ordinal);
    }

    private Task<ServerFixture> StartAsync() => ServerFixture.StartAsync(options => options with { TlsCertificate = PathOf("cert.pem"), TlsKey = PathOf("key.pem") });

    private ModelyardException Refused() => Assert.Throws<ModelyardException>(() => ModelServer.Build(new ModelServerOptions
    {
        Models = ["price"], Source = new Protocol.OneModel(ServerFixture.Price), Port = 0, TlsCertificate = PathOf("cert.pem"), TlsKey = PathOf("key.pem"),
    }));

    private string PathOf(string name) => Path.Combine(_folder, name);

    private void Write(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(PathOf("cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(PathOf("key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    private static async Task<string> SubjectAsync(int port, SslProtocols protocols)
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(System.Net.IPAddress.Loopback, port);
        await using var stream = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, shown, _, _) => shown is not null);
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", EnabledSslProtocols = protocols });
        return stream.RemoteCertificate!.Subject;
    }
}
