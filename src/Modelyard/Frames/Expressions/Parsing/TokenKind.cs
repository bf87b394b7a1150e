namespace Modelyard.Frames.Expressions.Parsing;

/// <summary>Names what a token is.</summary>
internal enum TokenKind
{
    /// <summary>The end of the text.</summary>
    End,

    /// <summary>A name or a word of the grammar.</summary>
    Word,

    /// <summary>A name in backticks or square brackets.</summary>
    QuotedName,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A text in quotes.</summary>
    Text,

    /// <summary>An operator, bracket or comma.</summary>
    Symbol,
}
