using System.Security.Cryptography;
using System.Text;

namespace Modelyard.Lifecycle.Predictions.Journals;

/// <summary>Hashes cells with a key that stays beside the log, so that few possible cells cannot be tried one after the other by who has the log alone.</summary>
internal sealed class CellHash(byte[] key)
{
    /// <summary>The number of bytes of a key.</summary>
    internal const int KeyLength = 32;

    private const int ShownBytes = 12;

    /// <summary>Hashes a cell.</summary>
    /// <param name="utf8">The cell in UTF-8.</param>
    /// <returns>A text of 24 hexadecimal digits.</returns>
    internal string Of(ReadOnlySpan<byte> utf8)
    {
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, utf8, digest);
        return Convert.ToHexStringLower(digest[..ShownBytes]);
    }

    /// <summary>Hashes a cell.</summary>
    /// <param name="text">The cell.</param>
    /// <returns>A text of 24 hexadecimal digits.</returns>
    internal string Of(string text) => Of(Encoding.UTF8.GetBytes(text));
}
