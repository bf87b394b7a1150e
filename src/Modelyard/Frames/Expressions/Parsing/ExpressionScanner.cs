using System.Text;

namespace Modelyard.Frames.Expressions.Parsing;

/// <summary>Cuts the text of an expression into tokens.</summary>
/// <param name="text">The text.</param>
internal sealed class ExpressionScanner(string text)
{
    private static readonly string[] Symbols = ["&&", "||", "==", "!=", "<>", "<=", ">=", "//", "=", "<", ">", "&", "|", "!", "+", "-", "*", "/", "%", "(", ")", ","];
    private int _at;

    /// <summary>Reads the next token.</summary>
    public Token Next()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }

        if (_at == text.Length)
        {
            return new Token(TokenKind.End, string.Empty, new SourceSpan(text, _at, 0));
        }

        char first = text[_at];
        if (first is '\'' or '"')
        {
            return Quoted(TokenKind.Text, first, "text");
        }

        if (first is '`' or '[')
        {
            return Quoted(TokenKind.QuotedName, first == '[' ? ']' : first, "name");
        }

        if (char.IsAsciiDigit(first) || (first == '.' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1])))
        {
            return Number();
        }

        if (IsNameStart(first))
        {
            return Word();
        }

        foreach (string symbol in Symbols)
        {
            if (text.AsSpan(_at).StartsWith(symbol, StringComparison.Ordinal))
            {
                _at += symbol.Length;
                return new Token(TokenKind.Symbol, symbol, new SourceSpan(text, _at - symbol.Length, symbol.Length));
            }
        }

        string hint = first switch
        {
            '^' => "a power is written pow(x, y)",
            ';' => "a text is one expression",
            '{' or '}' or ']' => "brackets are round",
            _ => "names with other characters than letters, digits and '_' stand in backticks",
        };
        throw new ExpressionException($"The character '{first}' has no meaning here; {hint}.", new SourceSpan(text, _at, 1));
    }

    private static bool IsNameStart(char character) => char.IsLetter(character) || character == '_' || char.IsSurrogate(character);

    private static bool IsNamePart(char character) => char.IsLetterOrDigit(character) || character == '_' || char.IsSurrogate(character)
        || char.GetUnicodeCategory(character) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    private Token Word()
    {
        int start = _at;

        // A point within a name belongs to it, as in 'petal.length'.
        while (_at < text.Length && (IsNamePart(text[_at]) || (text[_at] == '.' && _at + 1 < text.Length && IsNameStart(text[_at + 1]))))
        {
            _at++;
        }

        return new Token(TokenKind.Word, text[start.._at], new SourceSpan(text, start, _at - start));
    }

    private Token Number()
    {
        int start = _at;
        SkipDigits();
        if (_at < text.Length && text[_at] == '.')
        {
            _at++;
            SkipDigits();
        }

        int mantissa = _at;
        if (_at < text.Length && text[_at] is 'e' or 'E')
        {
            _at += _at + 1 < text.Length && text[_at + 1] is '+' or '-' ? 2 : 1;
            int digits = _at;
            SkipDigits();
            _at = _at == digits ? mantissa : _at;
        }

        var place = new SourceSpan(text, start, _at - start);
        return _at < text.Length && (IsNamePart(text[_at]) || text[_at] == '.')
            ? throw new ExpressionException($"The number '{text[start.._at]}' runs into '{text[_at]}'; a name that begins with a digit stands in backticks.", place with { Length = place.Length + 1 })
            : new Token(TokenKind.Number, text[start.._at], place);
    }

    private void SkipDigits()
    {
        while (_at < text.Length && char.IsAsciiDigit(text[_at]))
        {
            _at++;
        }
    }

    /// <summary>Reads what stands between quotes; a doubled closing quote stands for itself.</summary>
    private Token Quoted(TokenKind kind, char close, string what)
    {
        int start = _at++;
        var inner = new StringBuilder();
        while (true)
        {
            int end = text.IndexOf(close, _at);
            if (end < 0)
            {
                throw new ExpressionException($"The {what} that begins here has no closing {close}.", new SourceSpan(text, start, text.Length - start));
            }

            inner.Append(text, _at, end - _at);
            _at = end + 1;
            if (_at == text.Length || text[_at] != close)
            {
                return new Token(kind, inner.ToString(), new SourceSpan(text, start, _at - start));
            }

            inner.Append(close);
            _at++;
        }
    }
}
