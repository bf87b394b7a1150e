namespace Modelyard.Frames.Expressions.Parsing;

/// <summary>Holds the words of the grammar, and how tightly operators bind.</summary>
internal static class ExpressionGrammar
{
    /// <summary>How tightly 'or' binds.</summary>
    public const int Or = 1;

    /// <summary>How tightly 'and' binds.</summary>
    public const int And = 2;

    /// <summary>How tightly 'not' binds.</summary>
    public const int Not = 3;

    /// <summary>How tightly comparisons bind.</summary>
    public const int Comparison = 4;

    /// <summary>How tightly addition and subtraction bind.</summary>
    public const int Sum = 5;

    /// <summary>How tightly multiplication and division bind.</summary>
    public const int Product = 6;

    /// <summary>How tightly a sign, and '!', bind.</summary>
    public const int Sign = 7;

    /// <summary>The words that are no names; a column of such a name stands in backticks.</summary>
    public static readonly HashSet<string> Words = new(
        ["and", "or", "not", "in", "between", "is", "like", "case", "when", "then", "else", "end", "null", "true", "false"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds the operator that a token stands for.</summary>
    /// <returns>The name of the function and how tightly it binds; null if it is none.</returns>
    public static (string Function, int Binding)? OperatorOf(Token token) => (token.Kind, token.Text) switch
    {
        (TokenKind.Symbol, "||" or "|") => ("or", Or),
        (TokenKind.Symbol, "&&" or "&") => ("and", And),
        (TokenKind.Symbol, "=" or "==") => ("=", Comparison),
        (TokenKind.Symbol, "<>" or "!=") => ("<>", Comparison),
        (TokenKind.Symbol, "<" or "<=" or ">" or ">=") => (token.Text, Comparison),
        (TokenKind.Symbol, "+" or "-") => (token.Text, Sum),
        (TokenKind.Symbol, "*" or "/" or "//" or "%") => (token.Text, Product),
        (TokenKind.Word, _) when token.IsWord("or") => ("or", Or),
        (TokenKind.Word, _) when token.IsWord("and") => ("and", And),
        _ => null,
    };

    /// <summary>Finds how tightly a function that is printed as an operator binds.</summary>
    public static int BindingOf(string function) => function switch
    {
        "or" => Or,
        "and" => And,
        "not" => Not,
        "=" or "<>" or "<" or "<=" or ">" or ">=" or "in" or "like" or "ismissing" => Comparison,
        "+" or "-" => Sum,
        "*" or "/" or "//" or "%" => Product,
        "negate" => Sign,
        _ => int.MaxValue,
    };
}
