using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Modelyard.Server.Security.Sessions;

/// <summary>Keeps who has signed in, in memory: when the server ends all sessions do, and when a token is revoked those that it opened do.</summary>
/// <param name="clock">The clock.</param>
internal sealed class SessionStore(TimeProvider clock)
{
    /// <summary>The greatest number of sessions; a further one ends the one that was idle longest.</summary>
    public const int Most = 1000;

    // A browser takes a cookie with this prefix only over TLS, from this very host and for all of its paths.
    private const string SecurePrefix = "__Host-";
    private const int Bytes = 32;
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(12);
    private static readonly TimeSpan s_idle = TimeSpan.FromHours(1);

    private readonly Dictionary<string, Session> _byDigest = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Begins a session and gives its cookie to the browser.</summary>
    public void Begin(HttpContext context, Grant grant)
    {
        string secret = RandomNumberGenerator.GetHexString(2 * Bytes, lowercase: true);
        lock (_lock)
        {
            if (_byDigest.Count >= Most)
            {
                _byDigest.Remove(_byDigest.MinBy(one => one.Value.Seen).Key);
            }

            _byDigest[DigestOf(secret)] = new Session(grant.Token?.Id, clock.GetTimestamp());
        }

        bool isSecure = IsSecure(context.Request);
        context.Response.Cookies.Append(NameOf(context.Request, isSecure), secret, OptionsOf(isSecure));
    }

    /// <summary>Finds what the session of a request opens.</summary>
    /// <returns>The grant; null if there is no session, it is over, or its token holds no longer.</returns>
    public Grant? Find(HttpRequest request, TokenTable table)
    {
        if (SecretOf(request) is not { } secret)
        {
            return null;
        }

        string digest = DigestOf(secret);
        lock (_lock)
        {
            if (!_byDigest.TryGetValue(digest, out Session? session))
            {
                return null;
            }

            long now = clock.GetTimestamp();
            Grant? grant = clock.GetElapsedTime(session.Begun, now) < s_longest && clock.GetElapsedTime(session.Seen, now) < s_idle ? table.FindById(session.TokenId, clock.GetUtcNow().UtcDateTime) : null;
            if (grant is null)
            {
                _byDigest.Remove(digest);
            }

            session.Seen = now;
            return grant;
        }
    }

    /// <summary>Ends the session of a request.</summary>
    public void End(HttpContext context)
    {
        if (SecretOf(context.Request) is { } secret)
        {
            lock (_lock)
            {
                _byDigest.Remove(DigestOf(secret));
            }
        }

        foreach (bool isSecure in (bool[])[true, false])
        {
            context.Response.Cookies.Delete(NameOf(context.Request, isSecure), OptionsOf(isSecure));
        }
    }

    private static string? SecretOf(HttpRequest request) =>
        (request.Cookies[NameOf(request, isSecure: true)] ?? request.Cookies[NameOf(request, isSecure: false)]) is { Length: 2 * Bytes } secret ? secret : null;

    private static string DigestOf(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    // Cookies know no ports: the servers of one machine would take each other's.
    private static string NameOf(HttpRequest request, bool isSecure) => isSecure ? $"{SecurePrefix}modelyard" : FormattableString.Invariant($"modelyard-{request.HttpContext.Connection.LocalPort}");

    // Behind a proxy that ends TLS it is the browser that knows.
    private static bool IsSecure(HttpRequest request) => request.IsHttps || request.Headers.Origin.ToString().StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private static CookieOptions OptionsOf(bool isSecure) => new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = isSecure, Path = "/", IsEssential = true };
}
