using System.Globalization;
using Modelyard.Frames.Expressions;

namespace Modelyard.Frames.Grouping;

/// <summary>Reads what is to be computed of groups from a text: m=mean(x), n=count(), q=quantile(distance / delay, 0.9).</summary>
internal static class AggregateReader
{
    private static readonly OrderedDictionary<string, Func<Expression, Aggregate>> s_functions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["count"] = Aggregate.Count,
        ["sum"] = Aggregate.Sum,
        ["mean"] = Aggregate.Mean,
        ["std"] = Aggregate.StandardDeviation,
        ["var"] = Aggregate.Variance,
        ["sem"] = Aggregate.StandardError,
        ["min"] = Aggregate.Minimum,
        ["max"] = Aggregate.Maximum,
        ["median"] = Aggregate.Median,
        ["first"] = Aggregate.First,
        ["last"] = Aggregate.Last,
        ["nunique"] = Aggregate.UniqueCount,
        ["mode"] = Aggregate.Mode,
        ["prod"] = Aggregate.Product,
        ["any"] = Aggregate.Any,
        ["all"] = Aggregate.All,
        ["skew"] = Aggregate.Skewness,
        ["kurt"] = Aggregate.Kurtosis,
    };

    /// <summary>Gets the names of what can be computed, without 'quantile', which takes a share too.</summary>
    internal static IReadOnlyList<string> Functions { get; } = [.. s_functions.Keys];

    /// <summary>Reads aggregates with commas between them.</summary>
    /// <exception cref="ModelyardException">The text is none.</exception>
    internal static IReadOnlyList<Aggregate> Read(string text) => [.. Split(text).Select(ReadOne)];

    private static Aggregate ReadOne(string text)
    {
        int open = text.IndexOf('(', StringComparison.Ordinal), equals = open < 0 ? -1 : text.AsSpan(0, open).IndexOf('=');
        if (open < 0 || !text.EndsWith(')'))
        {
            throw new ModelyardException($"'{text}' must be as m=mean(x): a name, a function and a column.");
        }

        string function = text[(equals + 1)..open].Trim(), inside = text[(open + 1)..^1].Trim();
        Aggregate aggregate = function.Equals("quantile", StringComparison.OrdinalIgnoreCase) ? Quantile(text, inside)
            : !s_functions.TryGetValue(function, out Func<Expression, Aggregate>? create) ? throw new ModelyardException($"'{function}' is not known. There are {string.Join(", ", Functions)} and quantile.")
            : inside.Length > 0 ? create(Expression.Parse(inside))
            : function.Equals("count", StringComparison.OrdinalIgnoreCase) ? Aggregate.Count()
            : throw new ModelyardException($"'{text}' names no column, which '{function}' needs.");
        return equals < 0 ? aggregate : text[..equals].Trim() is { Length: > 0 } name ? aggregate.As(name) : throw new ModelyardException($"'{text}' has no name before '='.");
    }

    private static Aggregate Quantile(string text, string inside)
    {
        int comma = inside.LastIndexOf(',');
        return comma > 0 && double.TryParse(inside.AsSpan(comma + 1), CultureInfo.InvariantCulture, out double share) && share is >= 0 and <= 1
            ? Aggregate.Quantile(Expression.Parse(inside[..comma]), share)
            : throw new ModelyardException($"'{text}' must name a column and a share from 0 to 1, as quantile(x, 0.9).");
    }

    /// <summary>Splits at commas that stand in no brackets and no quotes.</summary>
    private static List<string> Split(string text)
    {
        List<string> parts = [];
        int depth = 0, start = 0;
        char quote = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quote != '\0')
            {
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '\'' or '"' or '`')
            {
                quote = c;
            }
            else if (c is '(' or ')')
            {
                depth += c == '(' ? 1 : -1;
            }
            else if (c == ',' && depth == 0)
            {
                parts.Add(text[start..i].Trim());
                start = i + 1;
            }
        }

        parts.Add(text[start..].Trim());
        return parts;
    }
}
