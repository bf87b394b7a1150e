using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Modelyard.Server.Security.Tls;

/// <summary>Holds the certificate that the server shows, and takes in a renewed one without a restart. A renewed one that cannot be read changes nothing.</summary>
internal sealed class ServerCertificate : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);
    private readonly string _certificate;
    private readonly string _key;
    private readonly TimeProvider _clock;
    private readonly ILogger<ServerCertificate> _logger;
    private (DateTime Certificate, DateTime Key) _written;
    private volatile SslStreamCertificateContext _current;

    /// <summary>Reads the certificate.</summary>
    /// <param name="options">The options, which name the files.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">Where is told what cannot be read later.</param>
    /// <exception cref="ModelyardException">The files are no certificate and its key.</exception>
    public ServerCertificate(ModelServerOptions options, TimeProvider clock, ILogger<ServerCertificate> logger)
    {
        _certificate = options.TlsCertificate!;
        _key = options.TlsKey ?? _certificate;
        _clock = clock;
        _logger = logger;
        _written = Written();
        _current = Read();
    }

    /// <summary>Gets what the next connection is shown.</summary>
    public SslStreamCertificateContext Current => _current;

    /// <summary>Reads the files again if they were written since.</summary>
    /// <exception cref="ModelyardException">They are no certificate and its key.</exception>
    public void Poll()
    {
        (DateTime, DateTime) written = Written();
        if (written != _written)
        {
            _current = Read();
            _written = written;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, _clock);
        string lastFault = "";
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            string fault = "";
            try
            {
                Poll();
            }
            catch (ModelyardException thrown)
            {
                fault = thrown.Message;
            }

            // A fault that lasts is told once.
            if (fault.Length > 0 && fault != lastFault)
            {
                _logger.LogWarning("The renewed certificate cannot be used, the old one is shown on: {Fault}", fault);
            }

            lastFault = fault;
        }
    }

    private (DateTime Certificate, DateTime Key) Written() => (File.GetLastWriteTimeUtc(_certificate), File.GetLastWriteTimeUtc(_key));

    private SslStreamCertificateContext Read()
    {
        try
        {
            X509Certificate2Collection chain = [];
            chain.ImportFromPemFile(_certificate);

            // Windows does not show a certificate whose key was never in a store.
            using var read = X509Certificate2.CreateFromPemFile(_certificate, _key);
            X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), password: null);
            chain.RemoveAt(0);
            return SslStreamCertificateContext.Create(certificate, chain, offline: true);
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ModelyardException($"The certificate '{_certificate}' with the key '{_key}' cannot be used: {fault.Message} Both must be PEM, the key without a password.", fault);
        }
    }
}
