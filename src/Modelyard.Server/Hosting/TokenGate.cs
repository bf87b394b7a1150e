using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Modelyard.Server.Hosting;

/// <summary>Lets requests through that carry the server's token, and the probes, which tell nothing of the models.</summary>
internal sealed class TokenGate(string token)
{
    private const string Scheme = "Bearer ";
    private const int LongestToken = 1024;
    private readonly byte[] _digest = SHA256.HashData(Encoding.UTF8.GetBytes(token));

    public bool Admits(HttpRequest request)
    {
        PathString path = request.Path;
        if (path == "/ping" || path == "/v2/health/live" || path == "/v2/health/ready")
        {
            return true;
        }

        string? header = request.Headers.Authorization;
        if (header is null || header.Length > LongestToken || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // Digests have one length, so that the time says nothing of the token.
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..].Trim()), digest);
        return CryptographicOperations.FixedTimeEquals(digest, _digest);
    }
}
