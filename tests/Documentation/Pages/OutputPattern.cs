using System.Text.RegularExpressions;

namespace Modelyard.Documentation.Pages;

/// <summary>Compares what was printed with what a page shows, where <c>…</c> stands for what differs from run to run.</summary>
internal static class OutputPattern
{
    /// <summary>Finds the first difference.</summary>
    /// <param name="shown">The lines of the page: <c>…</c> in a line stands for any text, a line of it alone for any number of lines.</param>
    /// <param name="printed">What was printed.</param>
    /// <returns>What differs, or null. Spaces at the ends of lines, the number of those between words, and blank lines around the whole do not count.</returns>
    internal static string? Difference(IReadOnlyList<string> shown, string printed)
    {
        string[] expected = Trim(shown);
        string[] actual = Trim(printed.ReplaceLineEndings("\n").Split('\n'));
        int line = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            if (expected[i].Trim() == "…")
            {
                if (i + 1 == expected.Length)
                {
                    return null;
                }

                int next = Array.FindIndex(actual, line, text => Matches(expected[i + 1], text));
                line = next < 0 ? line : next;
                continue;
            }

            if (line == actual.Length)
            {
                return $"The page shows '{expected[i]}' and nothing more was printed.";
            }

            if (!Matches(expected[i], actual[line]))
            {
                return $"The page shows '{expected[i]}' and '{actual[line]}' was printed.";
            }

            line++;
        }

        return line == actual.Length ? null : $"'{actual[line]}' was printed and the page does not show it.";
    }

    private static bool Matches(string shown, string printed) =>
        Regex.IsMatch(printed, $"^{string.Join(".*", shown.Split('…').Select(Pattern))}$", RegexOptions.None, TimeSpan.FromSeconds(1));

    // The columns of a table are as wide as their widest figure, whose last digits differ from processor to processor.
    private static string Pattern(string text) => Regex.Replace(Regex.Escape(text), @"(\\ )+", @"\ +", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    private static string[] Trim(IReadOnlyList<string> lines)
    {
        string[] trimmed = [.. lines.Select(line => line.TrimEnd())];
        int first = Array.FindIndex(trimmed, line => line.Length > 0);
        int last = Array.FindLastIndex(trimmed, line => line.Length > 0);
        return first < 0 ? [] : trimmed[first..(last + 1)];
    }
}
