using System.Text;

namespace Modelyard.Inference;

/// <summary>Represents what is printed of a fit: facts, a table of numbers, and notes.</summary>
public sealed record SummaryTable
{
    private const int FactColumns = 3;

    /// <summary>Gets the title.</summary>
    public required string Title { get; init; }

    /// <summary>Gets names and figures, written out.</summary>
    public IReadOnlyList<(string Name, string Value)> Facts { get; init; } = [];

    /// <summary>Gets the heads of the columns; the first names the rows.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Gets the rows, each with a cell for each column.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; init; } = [];

    /// <summary>Gets the places of the columns of words, which are set to the left; the others are numbers and set to the right.</summary>
    public IReadOnlyList<int> WordColumns { get; init; } = [0];

    /// <summary>Gets notes in full sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Gets the number of characters of a row where it is printed.</summary>
    internal int RowWidth => Widths([Headers, .. Rows]).Sum(width => width + 2) - 1;

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        Line(text, PlainText.Of(Title));
        if (Facts.Count > 0)
        {
            Line(text, "");
            AppendFacts(text);
        }

        if (Rows.Count > 0)
        {
            Line(text, "");
            AppendRows(text);
        }

        if (Notes.Count > 0)
        {
            Line(text, "");
            foreach (string note in Notes)
            {
                Line(text, PlainText.Of(note));
            }
        }

        return text.ToString();
    }

    /// <summary>Sets the facts in three columns, to be read downwards.</summary>
    private void AppendFacts(StringBuilder text)
    {
        int lines = (Facts.Count + FactColumns - 1) / FactColumns;
        var widths = new (int Name, int Value)[FactColumns];
        for (int i = 0; i < Facts.Count; i++)
        {
            ref (int Name, int Value) width = ref widths[i / lines];
            width = (Math.Max(width.Name, Facts[i].Name.Length), Math.Max(width.Value, Facts[i].Value.Length));
        }

        for (int line = 0; line < lines; line++)
        {
            var cells = new StringBuilder();
            for (int i = line; i < Facts.Count; i += lines)
            {
                (int name, int value) = widths[i / lines];
                cells.Append(Facts[i].Name.PadRight(name)).Append("  ").Append(Facts[i].Value.PadLeft(value)).Append("    ");
            }

            Line(text, cells.ToString());
        }
    }

    private void AppendRows(StringBuilder text)
    {
        IReadOnlyList<string>[] all = [Headers, .. Rows];
        int[] widths = Widths(all);
        foreach (IReadOnlyList<string> row in all)
        {
            var line = new StringBuilder();
            for (int column = 0; column < row.Count; column++)
            {
                string cell = PlainText.Of(row[column]);
                line.Append(WordColumns.Contains(column) ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])).Append("  ");
            }

            Line(text, line.ToString());
        }
    }

    private static int[] Widths(IReadOnlyList<string>[] rows) => [.. Enumerable.Range(0, rows[0].Count).Select(column => rows.Max(row => column < row.Count ? PlainText.Of(row[column]).Length : 0))];

    private static void Line(StringBuilder text, string line) => text.Append(line.Length == 0 ? "" : " ").Append(line.TrimEnd()).Append('\n');
}
