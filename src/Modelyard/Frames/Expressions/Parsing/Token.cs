namespace Modelyard.Frames.Expressions.Parsing;

/// <summary>Represents a token.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The word or symbol in its usual form, the digits, or what stands between the quotes.</param>
/// <param name="Source">Where it stands.</param>
internal readonly record struct Token(TokenKind Kind, string Text, SourceSpan Source)
{
    private const int LongestShown = 40;

    /// <summary>Determines whether it is a symbol.</summary>
    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    /// <summary>Determines whether it is a word, not heeding case.</summary>
    public bool IsWord(string word) => Kind == TokenKind.Word && string.Equals(Text, word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Says what it is, for errors.</summary>
    public string Describe() => Kind == TokenKind.End ? "the end" : string.Concat("'", Source.Text.AsSpan(Source.Start, Math.Min(Source.Length, LongestShown)), Source.Length > LongestShown ? "...'" : "'");
}
