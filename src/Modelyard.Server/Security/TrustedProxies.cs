using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;

namespace Modelyard.Server.Security;

/// <summary>Takes from proxies that are trusted for whom they ask, so that wrong tokens count for who sent them, and whether they were asked by https, so that cookies keep to it.</summary>
/// <remarks>The name of the host is what the proxy hands on as <c>Host</c>; <c>X-Forwarded-Host</c> is not read.</remarks>
internal static class TrustedProxies
{
    /// <summary>Reads the proxies.</summary>
    /// <param name="given">IP addresses and networks.</param>
    /// <returns>What is read of their headers; null if there are none.</returns>
    /// <exception cref="ModelyardException">A text is neither.</exception>
    public static ForwardedHeadersOptions? Read(IReadOnlyList<string> given)
    {
        if (given.Count == 0)
        {
            return null;
        }

        // Proxies behind proxies: from the last one on, each that is trusted says who asked it.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (string text in given)
        {
            if (IPAddress.TryParse(text, out IPAddress? address))
            {
                options.KnownProxies.Add(address);
            }
            else if (System.Net.IPNetwork.TryParse(text, out System.Net.IPNetwork network))
            {
                options.KnownIPNetworks.Add(network);
            }
            else
            {
                throw new ModelyardException($"The proxy '{text}' must be an IP address, as '10.0.0.7', or a network, as '10.0.0.0/8'.");
            }
        }

        return options;
    }
}
