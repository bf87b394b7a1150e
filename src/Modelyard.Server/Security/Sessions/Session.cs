namespace Modelyard.Server.Security.Sessions;

/// <summary>Represents that somebody has signed in with a token.</summary>
/// <param name="tokenId">The identifier of the token; null for that of the command line.</param>
/// <param name="begun">When they did, as the clock of the server counts it.</param>
internal sealed class Session(string? tokenId, long begun)
{
    public string? TokenId { get; } = tokenId;

    public long Begun { get; } = begun;

    /// <summary>Gets or sets when they last asked for something.</summary>
    public long Seen { get; set; } = begun;
}
