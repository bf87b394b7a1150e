using System.Text;

namespace Modelyard.Cli;

/// <summary>Lays rows of cells out in columns: texts to the left, numbers to the right.</summary>
internal sealed class TextTable(params string[] headers)
{
    private readonly List<string[]> _rows = [Array.ConvertAll(headers, PlainText.Of)];
    private readonly HashSet<int> _numbers = [];

    /// <summary>Aligns columns to the right.</summary>
    internal TextTable Right(params int[] columns)
    {
        _numbers.UnionWith(columns);
        return this;
    }

    internal void Add(params string[] cells) => _rows.Add(Array.ConvertAll(cells, PlainText.Of));

    /// <summary>Writes the rows, indented by one space.</summary>
    internal void Write(Terminal terminal)
    {
        int columns = _rows.Max(row => row.Length);
        int[] widths = [.. Enumerable.Range(0, columns).Select(column => _rows.Max(row => column < row.Length ? row[column].Length : 0))];
        foreach (string[] row in _rows)
        {
            var line = new StringBuilder(" ");
            for (int column = 0; column < row.Length; column++)
            {
                line.Append(_numbers.Contains(column) ? row[column].PadLeft(widths[column]) : row[column].PadRight(widths[column])).Append("  ");
            }

            terminal.Line(line.ToString().TrimEnd());
        }
    }
}
