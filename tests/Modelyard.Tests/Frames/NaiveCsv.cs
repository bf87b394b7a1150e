using System.Text;

namespace Modelyard.Tests.Frames;

/// <summary>Reads delimited text one character after the other: what the reader must equal.</summary>
internal sealed class NaiveCsv
{
    public List<string?[]> Rows { get; } = [];

    public int Skipped { get; private set; }

    public bool HasOpenQuote { get; private set; }

    public static NaiveCsv Read(string text, int columns)
    {
        var table = new NaiveCsv();
        int at = 0;
        while (at < text.Length)
        {
            table.ReadRow(text, ref at, columns);
        }

        return table;
    }

    private void ReadRow(string text, ref int at, int columns)
    {
        int start = at;
        bool isBroken = false;
        var fields = new List<string?>();
        while (true)
        {
            var field = new StringBuilder();
            if (at < text.Length && text[at] == '"')
            {
                at++;
                while (true)
                {
                    if (at >= text.Length)
                    {
                        HasOpenQuote = true;
                        return;
                    }

                    if (text[at] != '"')
                    {
                        field.Append(text[at++]);
                    }
                    else if (at + 1 < text.Length && text[at + 1] == '"')
                    {
                        field.Append('"');
                        at += 2;
                    }
                    else
                    {
                        at++;
                        break;
                    }
                }

                isBroken |= at < text.Length && text[at] is not (',' or '\n' or '\r');
            }

            while (at < text.Length && text[at] is not (',' or '\n' or '\r'))
            {
                field.Append(text[at++]);
            }

            fields.Add(field.ToString().Trim(' ').Length == 0 ? null : field.ToString());
            if (at >= text.Length || text[at] != ',')
            {
                break;
            }

            at++;
        }

        bool isBlank = at == start;
        if (at < text.Length)
        {
            at += text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
        }

        if (isBroken || (fields.Count != columns && !isBlank))
        {
            Skipped++;
        }
        else if (fields.Count == columns)
        {
            Rows.Add([.. fields]);
        }
    }
}
