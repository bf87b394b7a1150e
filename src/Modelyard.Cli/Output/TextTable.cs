using System.Text;

namespace Modelyard.Cli;

/// <summary>Lays rows of cells out in columns: texts to the left, numbers to the right.</summary>
internal sealed class TextTable(params string[] headers)
{
    private readonly List<string[]> _rows = [Array.ConvertAll(headers, Plain)];
    private readonly HashSet<int> _numbers = [];

    /// <summary>Aligns columns to the right.</summary>
    internal TextTable Right(params int[] columns)
    {
        _numbers.UnionWith(columns);
        return this;
    }

    internal void Add(params string[] cells) => _rows.Add(Array.ConvertAll(cells, Plain));

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

    /// <summary>Writes control characters, and those that turn the direction of writing, as escapes: a cell from a file must neither break the table nor steer the terminal.</summary>
    private static string Plain(string cell) => cell.Any(IsEscaped)
        ? string.Concat(cell.Select(one => !IsEscaped(one) ? one.ToString() : one switch { '\n' => @"\n", '\r' => @"\r", '\t' => @"\t", _ => $@"\u{(int)one:x4}" }))
        : cell;

    private static bool IsEscaped(char one) => char.IsControl(one) || one is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
