namespace Modelyard.Lifecycle.Tokens;

/// <summary>Says what a token that is to be given opens.</summary>
/// <param name="Name">The name of the token.</param>
/// <param name="Role">What its bearer may do.</param>
public sealed record TokenGrant(string Name, TokenRole Role)
{
    private const int MostModels = 100;
    private const int LongestPattern = 200;

    /// <summary>Gets the parts of a server that it opens.</summary>
    public TokenScopes Scopes { get; init; } = TokenScopes.All;

    /// <summary>Gets the models that it is for: names, <c>*</c> standing for any characters and <c>?</c> for one.</summary>
    public IReadOnlyList<string> Models { get; init; } = ["*"];

    /// <summary>Gets when it ends, in UTC; null for never.</summary>
    public DateTime? Expires { get; init; }

    internal void Check(DateTime now)
    {
        ModelReference.CheckName("token", Name);
        if (Name is "local" or "token")
        {
            throw new YardException($"The name of the token is '{Name}', which stands for callers without a token of the yard. Choose another.");
        }

        if (Scopes == TokenScopes.None || (Scopes & ~TokenScopes.All) != TokenScopes.None)
        {
            throw new YardException("The token must open something: predict, log, metrics or pages.");
        }

        if (Role == TokenRole.Viewer && (Scopes & ~(TokenScopes.Metrics | TokenScopes.Pages)) != TokenScopes.None && Scopes != TokenScopes.All)
        {
            throw new YardException($"The token '{Name}' is of a viewer, who may not predict or label. Give it the role 'operator', or the scopes 'metrics' and 'pages' alone.");
        }

        if (Models.Count is 0 or > MostModels || Models.Any(model => model.Length is 0 or > LongestPattern || model.Any(char.IsControl)))
        {
            throw new YardException($"The token '{Name}' must be for 1 to {MostModels} models: names of 1 to {LongestPattern} characters, or '*' for all.");
        }

        if (Expires <= now)
        {
            throw new YardException($"The token '{Name}' would end at '{Expires:u}', which is over. Give a later time.");
        }
    }
}
