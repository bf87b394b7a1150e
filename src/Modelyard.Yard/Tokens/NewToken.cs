namespace Modelyard.Lifecycle.Tokens;

/// <summary>Represents a token at the one moment at which its text is known.</summary>
/// <param name="Token">What is kept of it.</param>
/// <param name="Text">The text that its bearer sends; it is shown now and never again.</param>
public sealed record NewToken(AccessToken Token, string Text)
{
    /// <summary>Gets the name alone, so that the text does not get into logs by a slip.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Token.Name;
}
