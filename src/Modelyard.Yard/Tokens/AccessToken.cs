using System.IO.Enumeration;
using System.Security.Cryptography;

namespace Modelyard.Lifecycle.Tokens;

/// <summary>Represents what is kept of a token: to whom it was given and what it opens, never its secret.</summary>
/// <remarks>
/// Of the secret the SHA-256 digest is kept. That is enough: a slow hash guards passwords, which people choose and others guess; of 256 random bits nobody tries a part worth naming, and the digest can be computed for each request.
/// </remarks>
/// <param name="Id">The part of the text that names the token; no secret.</param>
/// <param name="Name">The name, which stands beside what its bearer did.</param>
/// <param name="Role">What its bearer may do.</param>
public sealed record AccessToken(string Id, string Name, TokenRole Role)
{
    /// <summary>Gets the parts of a server that it opens.</summary>
    public TokenScopes Scopes { get; init; } = TokenScopes.All;

    /// <summary>Gets the models that it is for: names, <c>*</c> standing for any characters and <c>?</c> for one.</summary>
    public IReadOnlyList<string> Models { get; init; } = ["*"];

    /// <summary>Gets when it was given, in UTC.</summary>
    public DateTime Created { get; init; }

    /// <summary>Gets when it ends, in UTC; null for never.</summary>
    public DateTime? Expires { get; init; }

    /// <summary>Gets when it was last used, in UTC and to about a minute; null for never.</summary>
    public DateTime? LastUsed { get; init; }

    /// <summary>Gets when it was revoked, in UTC; null if it was not.</summary>
    public DateTime? Revoked { get; init; }

    internal ReadOnlyMemory<byte> Digest { get; init; }

    /// <summary>Finds the name of a token in its text, with its checksum checked.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The <see cref="Id"/>; empty if the text is none of a token.</returns>
    public static ReadOnlySpan<char> IdOf(ReadOnlySpan<char> text) => TokenText.IdOf(text);

    /// <summary>Determines whether a text is the token's, in a time that says nothing of the secret.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Whether it is; whether the token still holds is another question.</returns>
    public bool IsOpenedBy(ReadOnlySpan<char> text)
    {
        if (text.Length != TokenText.Length)
        {
            return false;
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        TokenText.Digest(text, digest);
        return CryptographicOperations.FixedTimeEquals(digest, Digest.Span);
    }

    /// <summary>Determines whether the token holds.</summary>
    /// <param name="now">The moment, in UTC.</param>
    /// <returns>False if it was revoked or has expired.</returns>
    public bool IsInForce(DateTime now) => Revoked is null && !(Expires <= now);

    /// <summary>Determines whether the token is for a model.</summary>
    /// <param name="model">The name of the model.</param>
    /// <returns>Whether it is.</returns>
    public bool IsFor(string model)
    {
        // Asked for each request: a loop, as an iterator would be made anew.
        for (int i = 0; i < Models.Count; i++)
        {
            if (FileSystemName.MatchesSimpleExpression(Models[i], model, ignoreCase: false))
            {
                return true;
            }
        }

        return false;
    }
}
