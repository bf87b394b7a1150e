using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Modelyard.Lifecycle.Storage;

namespace Modelyard.Lifecycle.Tokens;

/// <summary>Makes the texts of tokens and takes them apart.</summary>
/// <remarks>
/// A text is <c>my_</c>, 12 hexadecimal digits that name the token, 64 that are its secret (256 random bits) and 8 of a checksum (CRC-32C of all before). The prefix and the checksum let scanners of code find tokens that were left there,
/// and tell a mistyped one without a look-up.
/// </remarks>
internal static class TokenText
{
    internal const string Prefix = "my_";
    internal const int IdLength = 12;
    internal const int Length = 3 + IdLength + SecretLength + ChecksumLength;
    private const int SecretLength = 64;
    private const int ChecksumLength = 8;
    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789abcdef");

    /// <summary>Makes the text of a new token.</summary>
    internal static string Make()
    {
        string body = Prefix + RandomNumberGenerator.GetHexString(IdLength + SecretLength, lowercase: true);
        return body + Checksum(body);
    }

    /// <summary>Gets the part of a text that names the token; empty if the text is none of a token.</summary>
    internal static ReadOnlySpan<char> IdOf(ReadOnlySpan<char> text)
    {
        if (text.Length != Length || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length..].ContainsAnyExcept(s_digits))
        {
            return [];
        }

        Span<char> checksum = stackalloc char[ChecksumLength];
        ChecksumOf(text[..^ChecksumLength]).TryFormat(checksum, out _, "x8");
        return text.EndsWith(checksum, StringComparison.Ordinal) ? text.Slice(Prefix.Length, IdLength) : [];
    }

    /// <summary>Computes the digest that is kept of a text.</summary>
    /// <param name="text">The text, of a token.</param>
    /// <param name="digest">Takes the 32 bytes.</param>
    internal static void Digest(ReadOnlySpan<char> text, Span<byte> digest)
    {
        Span<byte> bytes = stackalloc byte[Length];
        Encoding.ASCII.GetBytes(text, bytes);
        SHA256.HashData(bytes, digest);
    }

    private static string Checksum(string body) => ChecksumOf(body).ToString("x8", CultureInfo.InvariantCulture);

    private static uint ChecksumOf(ReadOnlySpan<char> body)
    {
        Span<byte> bytes = stackalloc byte[Length - ChecksumLength];
        Encoding.ASCII.GetBytes(body, bytes);
        return Crc32C.Compute(bytes);
    }
}
