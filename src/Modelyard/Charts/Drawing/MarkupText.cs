using System.Text;

namespace Modelyard.Charts.Drawing;

/// <summary>Makes any text safe between tags and inside quoted attributes of HTML and XML.</summary>
internal static class MarkupText
{
    public static string Escape(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var escaped = new StringBuilder(text.Length + 16);
        Append(escaped, text);
        return escaped.ToString();
    }

    public static void Append(StringBuilder target, ReadOnlySpan<char> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            switch (c)
            {
                case '&': target.Append("&amp;"); break;
                case '<': target.Append("&lt;"); break;
                case '>': target.Append("&gt;"); break;
                case '"': target.Append("&quot;"); break;
                case '\'': target.Append("&#39;"); break;
                case '\t' or '\n' or '\r': target.Append(' '); break;
                default:
                    if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                    {
                        target.Append(c).Append(text[++i]);
                    }
                    else
                    {
                        target.Append(IsAllowed(c) ? c : '\uFFFD');
                    }

                    break;
            }
        }
    }

    // XML 1.0 has no place for control characters, single surrogates and the two non-characters; marks that turn the
    // direction of writing round could make a label read as something else.
    private static bool IsAllowed(char c) =>
        c >= ' ' && c is not ((>= '\u007F' and <= '\u009F') or '\u202D' or '\u202E' or '\uFFFE' or '\uFFFF') && !char.IsSurrogate(c);
}
