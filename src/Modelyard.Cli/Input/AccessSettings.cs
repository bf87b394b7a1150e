using System.CommandLine;
using Modelyard.Lifecycle.Secrets;
using Modelyard.Server;

namespace Modelyard.Cli;

/// <summary>Declares the options that say who may ask a server, under which names and how often, and reads them.</summary>
internal sealed class AccessSettings
{
    private const string TokenVariable = "MODELYARD_TOKEN";

    private readonly Option<string?> _token = new("--token") { Description = $"A token that opens all, as env:NAME or file:PATH that hold it; by default what the variable {TokenVariable} holds. Written here it is seen by all who list the processes of the machine. Better: 'modelyard tokens add'." };
    private readonly Option<string[]> _hosts = new("--allow-host") { Description = "A further name under which the server may be asked; '*.example.com' for all of a domain, '*' for any. May be given several times." };
    private readonly Option<string[]> _proxies = new("--proxy") { Description = "A proxy that is believed when it says who asked it and whether by https: an IP address, or a network as 10.0.0.0/8. May be given several times." };
    private readonly Option<double?> _rate = new Option<double?>("--rate") { Description = "How many requests the bearer of each token may make in a second." }.Plainly("a number above 0");
    private readonly Option<string?> _certificate = new("--tls-certificate") { Description = "The certificate that the server shows, as a PEM file with those of its issuers behind it; it then speaks https." };
    private readonly Option<string?> _key = new("--tls-key") { Description = "The key of the certificate, as a PEM file without a password; by default in the file of the certificate." };

    /// <summary>Adds the options to a command.</summary>
    internal void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_token, _hosts, _proxies, _rate, _certificate, _key])
        {
            command.Add(option);
        }
    }

    /// <summary>Reads the options.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">The options of the server so far.</param>
    /// <param name="yard">The folder of the yard, whose tokens open the server if it is there.</param>
    /// <returns>The options with these.</returns>
    /// <exception cref="UsageException">A value is out of range.</exception>
    internal ModelServerOptions Add(ParseResult parsed, ModelServerOptions options, string yard)
    {
        if (parsed.GetValue(_rate) is { } rate && !(rate > 0))
        {
            throw new UsageException($"'--rate' is '{rate}' and must be a number above 0.");
        }

        string? token = parsed.GetValue(_token) ?? Environment.GetEnvironmentVariable(TokenVariable);
        return options with
        {
            Token = token is null ? null : SecretText.Read("The token", token),
            Tokens = File.Exists(Path.Combine(yard, "yard.db")) ? yard : null,
            AllowedHosts = parsed.GetValue(_hosts) ?? [],
            Proxies = parsed.GetValue(_proxies) ?? [],
            Rate = parsed.GetValue(_rate),
            TlsCertificate = parsed.GetValue(_certificate),
            TlsKey = parsed.GetValue(_key),
        };
    }
}
