using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Modelyard.Lifecycle.Storage;

namespace Modelyard.Lifecycle.Tokens;

/// <summary>Keeps the tokens that open servers. A token that was revoked is kept too, so that a server which asked for tokens never stops asking.</summary>
public sealed class TokenStore
{
    private const string Columns = "id, name, role, scopes, models, digest, created, expires, last_used, revoked";
    private const char Separator = '\n';

    private readonly Database _database;

    internal TokenStore(Database database) => _database = database;

    /// <summary>Gets a number that grows whenever a token is given or revoked, by whichever process. Reading it is cheap.</summary>
    public long Revision => _database.Read(connection => (long)connection.Scalar("SELECT value FROM token_revision;")!);

    /// <summary>Gives a token.</summary>
    /// <param name="grant">What it opens.</param>
    /// <returns>The token with its text, which is not kept.</returns>
    /// <exception cref="YardException">The grant is none, or a token of this name holds.</exception>
    public NewToken Add(TokenGrant grant)
    {
        ArgumentNullException.ThrowIfNull(grant);
        DateTime now = DateTime.UtcNow;
        grant.Check(now);
        string text = TokenText.Make();
        byte[] digest = new byte[SHA256.HashSizeInBytes];
        TokenText.Digest(text, digest);
        var token = new AccessToken(TokenText.IdOf(text).ToString(), grant.Name, grant.Role) { Scopes = grant.Scopes, Models = grant.Models, Created = now, Expires = grant.Expires, Digest = digest };
        _database.Write(connection =>
        {
            if (connection.Scalar("SELECT 1 FROM tokens WHERE name = ?1 AND revoked IS NULL;", token.Name) is not null)
            {
                throw new YardException($"There is a token '{token.Name}' already. Choose another name, or revoke it first: modelyard tokens revoke {token.Name}");
            }

            connection.Run(
                $"INSERT INTO tokens ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, NULL, NULL);",
                token.Id, token.Name, token.Role.ToString(), (long)token.Scopes, string.Join(Separator, token.Models), digest, token.Created.Ticks, token.Expires?.Ticks);
            Advance(connection);
        });
        return new NewToken(token, text);
    }

    /// <summary>Lists the tokens by their names, those that hold no longer too.</summary>
    /// <returns>The tokens.</returns>
    public IReadOnlyList<AccessToken> List() => _database.Read(connection => connection.Query($"SELECT {Columns} FROM tokens ORDER BY name, created;", Read));

    /// <summary>Ends a token. Servers that run learn of it within a second or two.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="YardException">No token of this name holds.</exception>
    public void Revoke(string name) => _database.Write(connection =>
    {
        if (connection.Run("UPDATE tokens SET revoked = ?2 WHERE name = ?1 AND revoked IS NULL;", name, DateTime.UtcNow.Ticks) == 0)
        {
            List<string> known = connection.Query("SELECT name FROM tokens WHERE revoked IS NULL;", row => row.GetString(0));
            throw new YardException($"There is no token '{name}' that could be revoked.{Spelling.Hint(name, known)} See 'modelyard tokens list'.");
        }

        Advance(connection);
    });

    /// <summary>Finds the token that a text is of.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The token, which holds; null if the text is of none.</returns>
    public AccessToken? Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string id = TokenText.IdOf(text).ToString();
        return id.Length == 0 ? null : _database.Read(connection => connection
            .Query($"SELECT {Columns} FROM tokens WHERE id = ?1;", Read, id)
            .Find(token => token.IsInForce(DateTime.UtcNow) && token.IsOpenedBy(text)));
    }

    /// <summary>Keeps that tokens were used.</summary>
    /// <param name="ids">The <see cref="AccessToken.Id"/> of each.</param>
    /// <param name="time">When, in UTC.</param>
    public void Touch(IReadOnlyCollection<string> ids, DateTime time)
    {
        ArgumentNullException.ThrowIfNull(ids);
        _database.Write(connection =>
        {
            foreach (string id in ids)
            {
                connection.Run("UPDATE tokens SET last_used = MAX(COALESCE(last_used, 0), ?2) WHERE id = ?1;", id, time.Ticks);
            }
        });
    }

    private static AccessToken Read(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), Enum.Parse<TokenRole>(row.GetString(2)))
    {
        Scopes = (TokenScopes)row.GetInt64(3),
        Models = row.GetString(4).Split(Separator),
        Digest = row.GetFieldValue<byte[]>(5),
        Created = new DateTime(row.GetInt64(6), DateTimeKind.Utc),
        Expires = Moment(row, 7),
        LastUsed = Moment(row, 8),
        Revoked = Moment(row, 9),
    };

    private static DateTime? Moment(SqliteDataReader row, int column) => row.Integer(column) is { } ticks ? new DateTime(ticks, DateTimeKind.Utc) : null;

    private static void Advance(SqliteConnection connection) => connection.Run("UPDATE token_revision SET value = value + 1;");
}
