using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Modelyard.Lifecycle.Tokens;
using Modelyard.Server.Hosting;

namespace Modelyard.Server.Security;

/// <summary>Represents the tokens that open the server at one moment. Immutable; finding one takes no look into the database and allocates nothing.</summary>
internal sealed class TokenTable
{
    private const int LongestOwn = 1024;
    private readonly FrozenDictionary<string, Grant> _byId;
    private readonly FrozenDictionary<string, Grant>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly byte[]? _ownDigest;

    /// <summary>Makes the table of a server.</summary>
    /// <param name="own">The token of the command line; null for none.</param>
    /// <param name="tokens">The tokens of the yard, those that hold no longer too.</param>
    /// <param name="rateOf">Gives how often the bearer of a token may ask, by its identifier.</param>
    public TokenTable(string? own, IReadOnlyList<AccessToken> tokens, Func<string, RequestRate?> rateOf)
    {
        // A token that was revoked or has expired counts here: a server must not open itself when the last one ends.
        IsAsked = own is not null || tokens.Count > 0;
        _ownDigest = own is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(own));
        Own = own is null ? null : new Grant(new Caller("token", Access.Admin), null, rateOf("token"));
        Local = new Grant(new Caller("local", Access.Admin), null, rateOf("local"));
        _byId = tokens.Where(token => token.Revoked is null).ToFrozenDictionary(token => token.Id, token => new Grant(new Caller(token.Name, AccessOf(token.Role)), token, rateOf(token.Id)), StringComparer.Ordinal);
        _bySpan = _byId.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Gets a value indicating whether callers must show a token.</summary>
    public bool IsAsked { get; }

    /// <summary>Gets a value indicating whether there is a token that was not revoked.</summary>
    public bool HasAny => Own is not null || _byId.Count > 0;

    /// <summary>Gets what the bearer of the command line's token is given; null if there is none.</summary>
    public Grant? Own { get; }

    /// <summary>Gets what a caller is given where no token is asked for.</summary>
    public Grant Local { get; }

    /// <summary>Gets all that is given to bearers of the yard's tokens.</summary>
    public IEnumerable<Grant> Given => _byId.Values;

    /// <summary>Finds what a token of the yard opens.</summary>
    /// <param name="text">The text of the token.</param>
    /// <param name="now">The moment, in UTC.</param>
    /// <returns>The grant; null if the text is of no token that holds.</returns>
    public Grant? Find(ReadOnlySpan<char> text, DateTime now) =>
        AccessToken.IdOf(text) is { IsEmpty: false } id && _bySpan.TryGetValue(id, out Grant? grant) && grant.Token!.IsInForce(now) && grant.Token.IsOpenedBy(text) ? grant : null;

    /// <summary>Finds what a token that opened a session opens now.</summary>
    /// <param name="id">The identifier of the token; null for that of the command line.</param>
    /// <param name="now">The moment, in UTC.</param>
    /// <returns>The grant; null if the token holds no longer.</returns>
    public Grant? FindById(string? id, DateTime now) =>
        id is null ? Own : _byId.TryGetValue(id, out Grant? grant) && grant.Token!.IsInForce(now) ? grant : null;

    /// <summary>Determines whether a text is the token of the command line, in a time that says nothing of it.</summary>
    public bool IsOwn(ReadOnlySpan<char> text)
    {
        if (_ownDigest is null || text.Length > LongestOwn)
        {
            return false;
        }

        // Digests have one length, so that the time says nothing of the token.
        Span<byte> bytes = stackalloc byte[3 * LongestOwn];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(text, bytes)], digest);
        return CryptographicOperations.FixedTimeEquals(digest, _ownDigest);
    }

    private static Access AccessOf(TokenRole role) => role switch
    {
        TokenRole.Admin => Access.Admin,
        TokenRole.Operator => Access.Operator,
        _ => Access.Viewer,
    };
}
