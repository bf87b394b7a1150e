using System.Globalization;
using System.Text;
using Modelyard.Frames.Expressions.Functions;

namespace Modelyard.Frames.Expressions.Parsing;

/// <summary>Reads expressions from text by precedence climbing (Richards and Whitby-Strevens, 1979, BCPL: The Language and its Compiler).</summary>
internal sealed class ExpressionParser
{
    private readonly ExpressionScanner _scanner;
    private Token _token;
    private Token _last;
    private int _depth;

    /// <summary>Initializes a parser of a text.</summary>
    public ExpressionParser(string text)
    {
        if (text.Length > Expression.MaxLength)
        {
            throw new ExpressionException($"The text of the expression has '{text.Length}' characters and may have '{Expression.MaxLength}' at most.", null);
        }

        _scanner = new ExpressionScanner(text);
        _token = _scanner.Next();
    }

    /// <summary>Reads the whole text.</summary>
    public Expression Parse()
    {
        Expression expression = ParseOperators(ExpressionGrammar.Or);
        return _token.Kind == TokenKind.End ? expression : throw Unexpected("an operator or the end");
    }

    private Expression ParseOperators(int least)
    {
        if (++_depth > Expression.MaxDepth)
        {
            throw new ExpressionException($"The expression is more than '{Expression.MaxDepth}' levels deep, which is the most allowed.", _token.Source);
        }

        Expression left = ParsePrefix();
        while (true)
        {
            if (IsPhrase())
            {
                if (ExpressionGrammar.Comparison < least)
                {
                    break;
                }

                left = ParsePhrase(left);
                RequireNoChain();
            }
            else if (ExpressionGrammar.OperatorOf(_token) is var (function, binding) && binding >= least)
            {
                Take();
                left = Call(function, Span(left), left, ParseOperators(binding + 1));
                if (binding == ExpressionGrammar.Comparison)
                {
                    RequireNoChain();
                }
            }
            else
            {
                break;
            }
        }

        _depth--;
        return left;
    }

    private void RequireNoChain()
    {
        if (IsPhrase() || ExpressionGrammar.OperatorOf(_token) is (_, ExpressionGrammar.Comparison))
        {
            throw new ExpressionException("Comparisons do not follow one another; write 'x between 1 and 5', or join two by 'and'.", _token.Source);
        }
    }

    private Expression ParsePrefix()
    {
        SourceSpan start = _token.Source;
        if (_token.IsWord("not"))
        {
            Take();
            return Call("not", start, ParseOperators(ExpressionGrammar.Comparison));
        }

        if (_token.IsSymbol("!"))
        {
            Take();
            return Call("not", start, ParseOperators(ExpressionGrammar.Sign));
        }

        if (_token.IsSymbol("-"))
        {
            Take();
            return _token.Kind == TokenKind.Number ? ParseNumber(start, "-") : Call("negate", start, ParseOperators(ExpressionGrammar.Sign));
        }

        return ParsePrimary();
    }

    private Expression ParsePrimary()
    {
        Token token = _token;
        switch (token.Kind)
        {
            case TokenKind.Number:
                return ParseNumber(token.Source, string.Empty);
            case TokenKind.Text:
                Take();
                return new LiteralExpression(token.Text) { Source = token.Source };
            case TokenKind.QuotedName:
                Take();
                return token.Text.Length > 0 ? new ColumnExpression(token.Text) { Source = token.Source } : throw new ExpressionException("The name of the column is empty.", token.Source);
            case TokenKind.Symbol when token.IsSymbol("("):
                Take();
                Expression inner = ParseOperators(ExpressionGrammar.Or);
                Expect(")");
                return inner;
            case TokenKind.Word when !ExpressionGrammar.Words.Contains(token.Text):
                Take();
                return ParseName(token);
            case TokenKind.Word when token.IsWord("case"):
                Take();
                return ParseCase(token.Source);
            case TokenKind.Word when token.IsWord("true") || token.IsWord("false"):
                Take();
                return new LiteralExpression(token.IsWord("true")) { Source = token.Source };
            case TokenKind.Word when token.IsWord("null"):
                Take();
                return new LiteralExpression(null) { Source = token.Source };
            default:
                throw Unexpected("a column, a value, a function or '('");
        }
    }

    private LiteralExpression ParseNumber(SourceSpan start, string sign)
    {
        string digits = sign + _token.Text;
        Take();
        SourceSpan place = SourceSpan.Between(start, _last.Source);
        if (digits.AsSpan().IndexOfAny('.', 'e', 'E') >= 0)
        {
            return new LiteralExpression(double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture)) { Source = place };
        }

        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer)
            ? new LiteralExpression(integer) { Source = place }
            : throw new ExpressionException($"The whole number '{digits}' is beyond 64 bits; write it as a double, '{digits}.0'.", place);
    }

    private Expression ParseName(Token name)
    {
        if (_token.IsSymbol("("))
        {
            Take();
            return ParseCall(name);
        }

        if (_token.Kind == TokenKind.Text && (name.IsWord("timestamp") || name.IsWord("date")))
        {
            Token text = _token;
            Take();
            SourceSpan place = SourceSpan.Between(name.Source, text.Source);
            return KindFunctions.TryReadTime(Encoding.UTF8.GetBytes(text.Text), out long ticks, out bool isUtc)
                ? new LiteralExpression(new DateTime(ticks, isUtc ? DateTimeKind.Utc : DateTimeKind.Unspecified)) { Source = place }
                : throw new ExpressionException($"The text '{text.Text}' is no timestamp; write it as '2001-01-31' or '2001-01-31 12:30:00'.", text.Source);
        }

        return new ColumnExpression(name.Text) { Source = name.Source };
    }

    private CallExpression ParseCall(Token name)
    {
        List<Expression> arguments = [];
        if (!_token.IsSymbol(")"))
        {
            arguments.AddRange(ParseList());
        }

        Expect(")");
        SourceSpan place = SourceSpan.Between(name.Source, _last.Source);
        Function function = FunctionTable.Find(name.Text, arguments.Count)
            ?? throw new ExpressionException($"There is no function '{name.Text}'. The nearest is '{FunctionTable.Nearest(name.Text)}'.", name.Source);
        return function.Takes(arguments.Count)
            ? new CallExpression(function, [.. arguments]) { Source = place }
            : throw new ExpressionException($"The function '{function.Name}' is given '{arguments.Count}' arguments and takes {function.SpokenCount}: {function.Form}.", place);
    }

    private List<Expression> ParseList()
    {
        List<Expression> items = [ParseOperators(ExpressionGrammar.Or)];
        while (_token.IsSymbol(","))
        {
            Take();
            items.Add(ParseOperators(ExpressionGrammar.Or));
        }

        return items;
    }

    /// <summary>Reads the rest of 'case when a then x when b then y else z end', which is 'if' within 'if'.</summary>
    private Expression ParseCase(SourceSpan start)
    {
        List<(Expression Condition, Expression Value)> branches = [];
        do
        {
            Expect("when");
            Expression condition = ParseOperators(ExpressionGrammar.Or);
            Expect("then");
            branches.Add((condition, ParseOperators(ExpressionGrammar.Or)));
        }
        while (_token.IsWord("when"));
        Expression otherwise = new LiteralExpression(null);
        if (_token.IsWord("else"))
        {
            Take();
            otherwise = ParseOperators(ExpressionGrammar.Or);
        }

        Expect("end");
        for (int branch = branches.Count - 1; branch >= 0; branch--)
        {
            otherwise = Call("if", start, branches[branch].Condition, branches[branch].Value, otherwise);
        }

        return otherwise;
    }

    /// <summary>Determines whether a phrase follows that compares in words: in, between, like, is, perhaps with 'not' before it.</summary>
    private bool IsPhrase() => _token.IsWord("in") || _token.IsWord("between") || _token.IsWord("like") || _token.IsWord("is") || _token.IsWord("not");

    private Expression ParsePhrase(Expression left)
    {
        bool isNegated = _token.IsWord("not");
        if (isNegated)
        {
            Take();
        }

        Expression phrase;
        if (_token.IsWord("in"))
        {
            Take();
            Expect("(");
            List<Expression> values = ParseList();
            Expect(")");
            phrase = Call("in", Span(left), [left, .. values]);
        }
        else if (_token.IsWord("between"))
        {
            Take();
            Expression low = ParseOperators(ExpressionGrammar.Sum);
            Expect("and");
            Expression high = ParseOperators(ExpressionGrammar.Sum);
            phrase = Call("and", Span(left), Call(">=", Span(left), left, low), Call("<=", Span(left), left, high));
        }
        else if (_token.IsWord("like"))
        {
            Take();
            phrase = Call("like", Span(left), left, ParseOperators(ExpressionGrammar.Sum));
        }
        else if (_token.IsWord("is") && !isNegated)
        {
            Take();
            isNegated = _token.IsWord("not");
            if (isNegated)
            {
                Take();
            }

            if (!_token.IsWord("null") && !_token.IsWord("missing"))
            {
                throw Unexpected("'missing' or 'null'");
            }

            Take();
            phrase = Call("ismissing", Span(left), left);
        }
        else
        {
            throw Unexpected("'in', 'between' or 'like'");
        }

        return isNegated ? Call("not", Span(left), phrase) : phrase;
    }

    private SourceSpan Span(Expression first) => first.Source ?? _token.Source;

    private CallExpression Call(string name, SourceSpan start, params Expression[] arguments)
    {
        try
        {
            return new CallExpression(FunctionTable.Get(name), arguments) { Source = SourceSpan.Between(start, _last.Source) };
        }
        catch (ExpressionException fault) when (fault.Position is null)
        {
            throw new ExpressionException(fault.Sentence, start);
        }
    }

    private void Take()
    {
        _last = _token;
        _token = _scanner.Next();
    }

    private void Expect(string what)
    {
        if (!_token.IsSymbol(what) && !_token.IsWord(what))
        {
            throw Unexpected($"'{what}'");
        }

        Take();
    }

    private ExpressionException Unexpected(string expected)
    {
        string hint = _token.Kind == TokenKind.Word && ExpressionGrammar.Words.Contains(_token.Text) && expected.StartsWith("a column", StringComparison.Ordinal)
            ? " A column of this name stands in backticks."
            : string.Empty;
        return new ExpressionException($"Here stands {_token.Describe()}, and {expected} was expected.{hint}", _token.Source);
    }
}
