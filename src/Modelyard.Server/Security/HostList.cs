using System.Collections.Frozen;
using System.Net;

namespace Modelyard.Server.Security;

/// <summary>Knows the names under which the server may be asked, so that a page of another site cannot reach it by a name of its own that leads here (DNS rebinding).</summary>
internal sealed class HostList
{
    private const string Any = "*";
    private const int LongestHost = 255;
    private static readonly string[] s_loopback = ["localhost", "127.0.0.1", "[::1]"];

    private readonly bool _isOpen;
    private readonly bool _takesAddresses;
    private readonly string[] _domains;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _names;

    /// <summary>Makes the list of a server.</summary>
    /// <param name="address">The address that it listens on.</param>
    /// <param name="given">Further names; <c>*.DOMAIN</c> for all of a domain, <c>*</c> for any at all.</param>
    /// <exception cref="ModelyardException">A name is none.</exception>
    public HostList(IPAddress address, IReadOnlyList<string> given)
    {
        bool isLocal = IPAddress.IsLoopback(address);
        foreach (string name in given.Where(name => name != Any && !IsName(name)))
        {
            throw new ModelyardException($"The name '{name}' is none by which a server is asked: give a name without port and path, as 'ml.example.com', '*.example.com' for all of a domain, or '*' for any.");
        }

        // An address needs no name server, so that nobody can turn a name of theirs into one.
        _takesAddresses = !isLocal;
        _isOpen = given.Contains(Any, StringComparer.Ordinal);
        _domains = [.. given.Where(name => name.StartsWith("*.", StringComparison.Ordinal)).Select(name => name[1..])];
        string[] own = isLocal ? [.. s_loopback, LiteralOf(address)] : [.. s_loopback, LiteralOf(address), Environment.MachineName];
        _names = own.Concat(given).ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Determines whether the server may be asked under a name.</summary>
    /// <param name="host">The value of the header <c>Host</c>.</param>
    /// <returns>Whether it may.</returns>
    public bool Allows(string? host)
    {
        if (_isOpen)
        {
            return true;
        }

        if (host is not { Length: > 0 and <= LongestHost })
        {
            return false;
        }

        ReadOnlySpan<char> name = NameOf(host);
        return _names.Contains(name) || (_takesAddresses && IsAddress(name)) || IsOfDomain(name);
    }

    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> host)
    {
        int colon = host.LastIndexOf(':');
        return colon > host.LastIndexOf(']') && !host[(colon + 1)..].ContainsAnyExceptInRange('0', '9') ? host[..colon] : host;
    }

    private static bool IsAddress(ReadOnlySpan<char> name) =>
        name is ['[', .., ']'] ? IPAddress.TryParse(name[1..^1], out _) : char.IsAsciiDigit(name[0]) && name.Count('.') == 3 && IPAddress.TryParse(name, out _);

    private static bool IsName(string name)
    {
        string rest = name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name;
        return rest.Length > 0 && name.Length <= LongestHost && (Uri.CheckHostName(rest) is UriHostNameType.Dns or UriHostNameType.IPv4 || IsAddress(rest));
    }

    private static string LiteralOf(IPAddress address) => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();

    private bool IsOfDomain(ReadOnlySpan<char> name)
    {
        foreach (string domain in _domains)
        {
            if (name.Length > domain.Length && name.EndsWith(domain, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
