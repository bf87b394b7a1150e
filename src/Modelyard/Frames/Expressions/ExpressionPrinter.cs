using System.Globalization;
using System.Text;
using Modelyard.Frames.Expressions.Parsing;

namespace Modelyard.Frames.Expressions;

/// <summary>Prints expressions as texts that are read as the same tree.</summary>
internal sealed class ExpressionPrinter
{
    private const int LongestBrief = 80;
    private readonly StringBuilder _text = new();

    /// <summary>Prints an expression, cut short if it is long: for errors and names.</summary>
    public static string Brief(Expression expression)
    {
        string text = new ExpressionPrinter().Print(expression);
        return text.Length > LongestBrief ? string.Concat(text.AsSpan(0, LongestBrief), "...") : text;
    }

    /// <summary>Prints an expression.</summary>
    public string Print(Expression expression)
    {
        Write(expression, 0);
        return _text.ToString();
    }

    private void Write(Expression expression, int least)
    {
        switch (expression)
        {
            case ColumnExpression column:
                WriteName(column.Name);
                break;
            case LiteralExpression literal:
                _text.Append(Literal(literal.Content));
                break;
            case CallExpression call:
                int binding = ExpressionGrammar.BindingOf(call.Function.Name);
                _text.Append(binding < least ? "(" : string.Empty);
                WriteCall(call, binding);
                _text.Append(binding < least ? ")" : string.Empty);
                break;
        }
    }

    private void WriteCall(CallExpression call, int binding)
    {
        switch (call.Function.Name)
        {
            case "not":
                _text.Append("not ");
                Write(call.Arguments[0], ExpressionGrammar.Not);
                break;
            case "negate":
                // A sign before digits would be theirs.
                bool isNumber = call.Arguments[0] is LiteralExpression { Content: long or double };
                _text.Append(isNumber ? "-(" : "-");
                Write(call.Arguments[0], ExpressionGrammar.Sign);
                _text.Append(isNumber ? ")" : string.Empty);
                break;
            case "ismissing":
                Write(call.Arguments[0], ExpressionGrammar.Sum);
                _text.Append(" is missing");
                break;
            case "in":
                Write(call.Arguments[0], ExpressionGrammar.Sum);
                _text.Append(" in ");
                WriteList(call.Arguments.Skip(1));
                break;
            case var name when binding != int.MaxValue:
                // Equal operators after one another group from the left; comparisons do not follow one another.
                Write(call.Arguments[0], binding == ExpressionGrammar.Comparison ? binding + 1 : binding);
                _text.Append(' ').Append(name).Append(' ');
                Write(call.Arguments[1], binding + 1);
                break;
            default:
                _text.Append(call.Function.Name);
                WriteList(call.Arguments);
                break;
        }
    }

    private void WriteList(IEnumerable<Expression> items)
    {
        string before = "(";
        foreach (Expression item in items)
        {
            _text.Append(before);
            Write(item, 0);
            before = ", ";
        }

        _text.Append(before == "(" ? "()" : ")");
    }

    private void WriteName(string name)
    {
        bool isPlain = !ExpressionGrammar.Words.Contains(name) && (char.IsAsciiLetter(name[0]) || name[0] == '_') && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
        _text.Append(isPlain ? name : $"`{name.Replace("`", "``", StringComparison.Ordinal)}`");
    }

    private static string Literal(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        long integer => integer.ToString(CultureInfo.InvariantCulture),
        double.PositiveInfinity => "1e999",
        double.NegativeInfinity => "-1e999",
        double number => number.ToString("R", CultureInfo.InvariantCulture) is var digits && digits.AsSpan().IndexOfAny('.', 'E') < 0 ? digits + ".0" : digits,
        DateTime time => $"timestamp '{time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)}{(time.Kind == DateTimeKind.Utc ? "Z" : string.Empty)}'",
        _ => $"'{((string)value).Replace("'", "''", StringComparison.Ordinal)}'",
    };
}
