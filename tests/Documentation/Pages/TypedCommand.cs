using System.Text;

namespace Modelyard.Documentation.Pages;

/// <summary>Represents a command line that a page shows.</summary>
/// <param name="Line">The line of the page.</param>
/// <param name="Text">The command line.</param>
/// <param name="Printed">The output that the page shows; empty if it shows none.</param>
internal sealed record TypedCommand(int Line, string Text, IReadOnlyList<string> Printed)
{
    /// <summary>Gets the words, quotes and a comment taken away.</summary>
    internal IReadOnlyList<string> Words { get; } = Split(Text);

    /// <summary>Gets the name of the program.</summary>
    internal string Program => Words.Count == 0 ? "" : Words[0].StartsWith("./", StringComparison.Ordinal) ? Words[0][2..] : Words[0];

    /// <summary>Gets the words after the name of the program.</summary>
    internal string[] Arguments => [.. Words.Skip(1)];

    private static List<string> Split(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        bool begun = false;
        char quote = '\0';
        foreach (char c in text.TrimEnd())
        {
            if (quote != '\0')
            {
                quote = c == quote ? '\0' : quote;
                word.Append(quote == '\0' ? null : c);
            }
            else if (c is '\'' or '"')
            {
                (quote, begun) = (c, true);
            }
            else if (c == '#' && !begun)
            {
                break;
            }
            else if (c != ' ')
            {
                word.Append(c);
                begun = true;
            }
            else if (begun)
            {
                words.Add(word.ToString());
                word.Clear();
                begun = false;
            }
        }

        if (begun)
        {
            words.Add(word.ToString());
        }

        return words;
    }
}
