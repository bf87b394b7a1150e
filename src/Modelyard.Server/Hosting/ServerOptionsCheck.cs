using System.Net;
using Modelyard.Server.Security;

namespace Modelyard.Server.Hosting;

/// <summary>Checks the options of a server before it is built.</summary>
internal static class ServerOptionsCheck
{
    private const int ShortestToken = 16;

    /// <summary>Checks the options.</summary>
    /// <returns>The address to listen on.</returns>
    /// <exception cref="ModelyardException">They do not fit together.</exception>
    public static IPAddress AddressOf(ModelServerOptions options)
    {
        if (options.Models.Count == 0 && options.Studio is null)
        {
            throw new ModelyardException("There is no model to serve; name one or more.");
        }

        if (options.Port is < 0 or > 65535)
        {
            throw new ModelyardException($"The port is '{options.Port}' and must be 0 to 65535.");
        }

        if (options.MaxBodyBytes < 1 || options.MaxMemoryBytes < 1 || options.MaxRows < 1 || options.RequestTimeout <= TimeSpan.Zero || options.PollInterval <= TimeSpan.Zero || options.WatchInterval <= TimeSpan.Zero)
        {
            throw new ModelyardException("The limits of body, rows and memory and the times of request, poll and watch must be greater than 0.");
        }

        if (options.TlsKey is not null && options.TlsCertificate is null)
        {
            throw new ModelyardException($"There is a key '{options.TlsKey}' and no certificate; give both, or none.");
        }

        if (options.Rate is { } rate && !(rate is > 0 and <= 1e9))
        {
            throw new ModelyardException($"The rate is '{rate}' requests a second and must be greater than 0, and at most 1e9.");
        }

        if (options.Telemetry.DogstatsdInterval <= TimeSpan.Zero)
        {
            throw new ModelyardException($"The time between two sendings to DogStatsD is '{options.Telemetry.DogstatsdInterval}' and must be greater than 0.");
        }

        IPAddress? address = options.Host switch
        {
            "localhost" => IPAddress.Loopback,
            "*" => IPAddress.Any,
            _ => IPAddress.TryParse(options.Host, out IPAddress? parsed) ? parsed : null,
        };
        if (address is null)
        {
            throw new ModelyardException($"The host is '{options.Host}' and must be an IP address, 'localhost', or '*' for all addresses.");
        }

        return address;
    }

    /// <summary>Checks that a server which others can reach asks for a token that nobody guesses.</summary>
    /// <exception cref="ModelyardException">It does not.</exception>
    public static void CheckTokens(ModelServerOptions options, IPAddress address, TokenTable tokens)
    {
        if (options.Token is { } token && string.IsNullOrWhiteSpace(token))
        {
            throw new ModelyardException("The token is empty; give one, or none.");
        }

        if (IPAddress.IsLoopback(address))
        {
            return;
        }

        if (options.Token is { Length: < ShortestToken })
        {
            throw new ModelyardException(
                $"The token has '{options.Token.Length}' characters and must have {ShortestToken} or more where others can reach the server, as on '{options.Host}'. 'modelyard tokens add NAME' makes one that nobody guesses.");
        }

        if (options.Token is null && !tokens.HasAny)
        {
            throw new ModelyardException(
                $"The host is '{options.Host}', which others can reach, and there is no token. Make one with 'modelyard tokens add NAME', set the variable MODELYARD_TOKEN, or serve on 127.0.0.1.");
        }
    }
}
