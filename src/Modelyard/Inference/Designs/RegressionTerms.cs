using System.Text;
using Modelyard.Frames;

namespace Modelyard.Inference;

/// <summary>Represents the terms of a regression: columns as they are, and products of them.</summary>
/// <param name="Features">The names of the columns.</param>
/// <param name="Interactions">The products.</param>
public sealed record RegressionTerms(IReadOnlyList<string> Features, IReadOnlyList<Interaction> Interactions)
{
    // Beyond this power columns are the same to within rounding.
    private const int MostPower = 9;

    /// <summary>The greatest number of columns of which all products are made at once.</summary>
    internal const int MostCrossed = 16;

    /// <summary>Reads terms as they are written: <c>a</c>, a product <c>a:b</c>, a crossing <c>a*b</c> (the same as <c>a</c>, <c>b</c> and <c>a:b</c>), a power <c>a^2</c>.</summary>
    /// <param name="texts">One text a term; a term that is there several times counts once.</param>
    /// <param name="frame">The table, whose names win: a text that is the name of a column is that column, and so is the longest part of a text that is one. Backticks may stand around a name.</param>
    /// <returns>The terms.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    /// <exception cref="ModelyardException">A text cannot be read.</exception>
    public static RegressionTerms Parse(IEnumerable<string> texts, Frame frame)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(frame);
        List<string> features = [];
        List<Interaction> interactions = [];
        foreach (List<string> product in texts.SelectMany(text => Products(text, frame)))
        {
            if (product.Count == 1)
            {
                if (!features.Contains(product[0], StringComparer.Ordinal))
                {
                    features.Add(product[0]);
                }
            }
            else if (Interaction.Of(product) is var interaction && !interactions.Exists(interaction.IsSame))
            {
                interactions.Add(interaction);
            }
        }

        return new RegressionTerms(features, interactions);
    }

    /// <summary>Lists the columns that take part, each once.</summary>
    internal IEnumerable<string> Columns() => Features.Concat(Interactions.SelectMany(interaction => interaction.Columns)).Distinct(StringComparer.Ordinal);

    /// <summary>Lists the products that a text means, each by its columns.</summary>
    private static IEnumerable<List<string>> Products(string text, Frame frame)
    {
        if (frame.TryGetColumn(text, out _))
        {
            return [[text]];
        }

        List<List<string>> crossed = [[]];
        for (int at = 0; at < text.Length;)
        {
            string name = Name(text, ref at, frame);
            int power = Power(text, ref at);
            crossed[^1].AddRange(Enumerable.Repeat(name, power));
            if (at == text.Length)
            {
                break;
            }

            if (text[at] is not (':' or '*') || at == text.Length - 1)
            {
                throw Unreadable(text, at);
            }

            if (text[at] == '*')
            {
                crossed.Add([]);
            }

            at++;
        }

        if (crossed.Count > MostCrossed)
        {
            throw new ModelyardException($"The term '{text}' crosses '{crossed.Count}' columns and may cross '{MostCrossed}'.");
        }

        return Enumerable.Range(1, (1 << crossed.Count) - 1)
            .Select(choice => crossed.Where((_, place) => (choice & (1 << place)) != 0).ToArray())
            .OrderBy(chosen => chosen.Length)
            .Select(chosen => chosen.SelectMany(names => names).ToList());
    }

    /// <summary>Reads a name: one in backticks, or the longest that a column has, or what stands before the next sign.</summary>
    private static string Name(string text, ref int at, Frame frame)
    {
        int start = at;
        string? longest = frame.Columns.Select(column => column.Name)
            .Where(name => name.Length > 0 && text.AsSpan(start).StartsWith(name, StringComparison.Ordinal) && (start + name.Length == text.Length || text[start + name.Length] is ':' or '*' or '^'))
            .MaxBy(name => name.Length);
        if (longest is not null)
        {
            at += longest.Length;
            return longest;
        }

        string found;
        if (text[at] == '`')
        {
            found = Quoted(text, ref at);
        }
        else
        {
            int length = text.AsSpan(at).IndexOfAny(":*^");
            at = length < 0 ? text.Length : at + length;
            found = text[start..at].Trim();
        }

        return found.Length == 0 ? throw Unreadable(text, start) : frame[found].Name;
    }

    private static string Quoted(string text, ref int at)
    {
        var name = new StringBuilder();
        for (int i = at + 1; i < text.Length; i++)
        {
            if (text[i] != '`')
            {
                name.Append(text[i]);
            }
            else if (i + 1 < text.Length && text[i + 1] == '`')
            {
                name.Append(text[i++]);
            }
            else
            {
                at = i + 1;
                return name.ToString();
            }
        }

        throw new ModelyardException($"The term '{text}' opens a backtick at character {at + 1} and does not close it.");
    }

    private static int Power(string text, ref int at)
    {
        if (at == text.Length || text[at] != '^')
        {
            return 1;
        }

        int end = at + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        if (!int.TryParse(text.AsSpan(at + 1, end - at - 1), out int power) || power is < 1 or > MostPower)
        {
            throw new ModelyardException($"The term '{text}' has a power at character {at + 1} that must be a whole number from 1 to {MostPower}.");
        }

        at = end;
        return power;
    }

    private static ModelyardException Unreadable(string text, int at) => new(
        $"The term '{text}' cannot be read at character {at + 1}. A term is a column 'a', a product 'a:b', a crossing 'a*b' or a power 'a^2'; a name that holds such a sign may stand in backticks.");
}
