namespace Modelyard.Charts.Drawing;

/// <summary>Estimates how wide a text will be without knowing the reader's font.</summary>
/// <remarks>The widths are those of a wide sans-serif, so that what fits by this measure fits in the usual fonts.</remarks>
internal static class TextMeasure
{
    /// <summary>How many times as wide as others bold letters of a wide sans-serif are, about.</summary>
    private const double Bold = 1.16;

    private const double Rounding = 1e-6;
    private const char Ellipsis = '…';

    public static double Width(ReadOnlySpan<char> text, double fontSize, bool bold = false)
    {
        double ems = 0;
        foreach (char c in text)
        {
            ems += Ems(c);
        }

        return ems * fontSize * (bold ? Bold : 1);
    }

    /// <summary>Cuts a text to a width and marks the cut with an ellipsis.</summary>
    public static string Truncate(string text, double width, double fontSize, bool bold = false)
    {
        // A width that was measured and added to and taken from is off by rounding.
        if (Width(text, fontSize, bold) <= width + Rounding)
        {
            return text;
        }

        double room = (width / (fontSize * (bold ? Bold : 1))) - Ems(Ellipsis);
        int kept = 0;
        while (kept < text.Length && (room -= Ems(text[kept])) >= 0)
        {
            kept++;
        }

        kept -= kept > 0 && kept < text.Length && char.IsLowSurrogate(text[kept]) ? 1 : 0;
        return string.Concat(text.AsSpan(0, kept).TrimEnd(), [Ellipsis]);
    }

    /// <summary>Cuts names to a width so that different ones stay different: in the middle, and by less, where their beginnings are the same.</summary>
    public static string[] Shorten(IReadOnlyList<string> names, double width, double fontSize)
    {
        string[] shown = [.. names.Select(name => Truncate(name, width, fontSize))];
        for (double room = width; ; room *= 1.1)
        {
            ILookup<string, int> places = Enumerable.Range(0, shown.Length).ToLookup(i => shown[i], StringComparer.Ordinal);
            int[] alike = [.. places.Where(group => group.Select(i => names[i]).Distinct(StringComparer.Ordinal).Skip(1).Any()).SelectMany(group => group)];
            if (alike.Length == 0)
            {
                return shown;
            }

            foreach (int i in alike)
            {
                shown[i] = CutMiddle(names[i], room, fontSize);
            }
        }
    }

    private static string CutMiddle(string text, double width, double fontSize)
    {
        if (Width(text, fontSize) <= width)
        {
            return text;
        }

        double room = (width / fontSize) - Ems(Ellipsis), left = room / 2;
        int last = text.Length;
        while (last > 0 && (left -= Ems(text[last - 1])) >= 0)
        {
            last--;
        }

        last += last < text.Length && char.IsLowSurrogate(text[last]) ? 1 : 0;
        return Truncate(text, width - Width(text.AsSpan(last), fontSize), fontSize) + text[last..];
    }

    /// <summary>Breaks a text into lines of a width, between words, after the marks that part those of a name or before their capitals where it can; of more lines than may be, the last is cut.</summary>
    public static IReadOnlyList<string> Wrap(string text, double width, double fontSize, int mostLines, bool bold = false)
    {
        var lines = new List<string>();
        string rest = text;
        while (lines.Count < mostLines - 1 && Width(rest, fontSize, bold) > width)
        {
            int fits = 1;
            while (Width(rest.AsSpan(0, fits + 1), fontSize, bold) <= width)
            {
                fits++;
            }

            // A space that ends a line may stand beyond its width.
            int end = Math.Max(rest.LastIndexOf(' ', fits), rest.AsSpan(0, fits).LastIndexOfAny("-_./:") + 1);
            end = end > 0 ? end : LastCapital(rest.AsSpan(0, fits + 1));
            end = end > 0 ? end : char.IsLowSurrogate(rest[fits]) ? fits + 1 : fits;
            lines.Add(rest[..end].TrimEnd());
            rest = rest[end..].TrimStart();
        }

        lines.Add(Truncate(rest, width, fontSize, bold));
        return lines;
    }

    /// <summary>Finds the last word of a name such as <c>MinSamplesLeaf</c>, by its capital; 0 if there is one word only.</summary>
    private static int LastCapital(ReadOnlySpan<char> text)
    {
        int place = text.Length - 1;
        while (place > 0 && !(char.IsUpper(text[place]) && char.IsLower(text[place - 1])))
        {
            place--;
        }

        return Math.Max(place, 0);
    }

    private static double Ems(char c) => c switch
    {
        'i' or 'j' or 'l' or '\'' or '|' or '!' or 'I' or '.' or ',' or ':' or ';' or ' ' or '\u00A0' => 0.34,
        'f' or 'r' or 't' or '(' or ')' or '[' or ']' or '/' or '\\' or '-' => 0.41,
        'm' or 'w' or 'M' or 'W' or '@' or '%' => 0.95,
        '<' or '>' or '=' or '+' or '~' or '^' or '#' or '&' or '−' or '±' or '×' or '≤' or '≥' => 0.84,
        >= 'A' and <= 'Z' => 0.70,
        >= 'a' and <= 'z' => 0.60,
        >= '0' and <= '9' => 0.636,
        Ellipsis => 0.9,
        < '\u2E80' => 0.66,
        _ => 1.0,
    };
}
