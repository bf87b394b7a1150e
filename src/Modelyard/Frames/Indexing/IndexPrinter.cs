using System.Text;

namespace Modelyard.Frames.Indexing;

/// <summary>Prints an indexed table in the layout of pandas.</summary>
/// <param name="table">The table.</param>
internal sealed class IndexPrinter(IndexedFrame table)
{
    private const int MostRows = 20;
    private const int MostColumns = 20;
    private const int Widest = 32;

    private readonly int _rows = Math.Min(table.RowCount, MostRows);
    private readonly int _columns = Math.Min(table.ColumnCount, MostColumns);

    /// <summary>Prints.</summary>
    public string Print()
    {
        int headers = table.Columns.LevelCount;
        string?[] rowNames = [.. table.Rows.Names];
        bool hasNames = Array.Exists(rowNames, name => name is not null);
        string[][] columnLabels = [.. table.Columns.Levels.Select(level => Labels(level, _columns))];
        List<string[]> blocks = [IndexBlock(hasNames)];
        string?[]? before = null;
        for (int column = 0; column < _columns; column++)
        {
            Column cells = table.Cells[column];
            string lead = headers == 1 && cells.IsNumeric && cells.Kind != ColumnKind.Timestamp ? " " : string.Empty;
            string[] labels = [.. columnLabels.Select(level => lead + level[column])];
            string[] lines = [.. Sparse(labels, before), .. hasNames ? [string.Empty] : Array.Empty<string>(), .. Enumerable.Range(0, _rows).Select(row => FormatCell(cells, row))];
            before = labels;
            int width = lines.Max(line => line.Length);
            blocks.Add(Array.ConvertAll(lines, line => line.PadLeft(width)));
        }

        var text = new StringBuilder();
        string gap = headers == 0 ? "   " : " ";
        for (int line = 0; line < blocks[0].Length; line++)
        {
            text.Append(string.Join(gap, blocks.Select(block => block[line])).TrimEnd());
            text.Append(line == 0 && table.ColumnCount > _columns ? " ..." : string.Empty).Append('\n');
        }

        if (table.RowCount > _rows || table.ColumnCount > _columns)
        {
            text.Append(table.RowCount > _rows ? "...\n" : string.Empty)
                .Append(FormattableString.Invariant($"[{table.RowCount:N0} rows x {table.ColumnCount:N0} columns]\n"));
        }

        return text.ToString();
    }

    /// <summary>Lays out what stands left of the cells: the names of the column levels, then those of the row levels over their labels.</summary>
    private string[] IndexBlock(bool hasNames)
    {
        int levels = table.Rows.LevelCount;
        List<string[]> lines = hasNames ? [[.. table.Rows.Names.Select(name => Shorten(name ?? string.Empty))]] : [];
        string[][] rowLabels = [.. table.Rows.Levels.Select(level => Labels(level, _rows))];
        string[]? before = null;
        for (int row = 0; row < _rows; row++)
        {
            string[] labels = [.. rowLabels.Select(level => level[row])];
            lines.Add(Sparse(labels, before));
            before = labels;
        }

        string gap = table.Columns.LevelCount == 0 ? "  " : " ";
        int[] widths = [.. Enumerable.Range(0, levels).Select(level => lines.Count == 0 ? 0 : lines.Max(line => line[level].Length))];
        string[] block =
        [
            .. table.Columns.Names.Select(name => Shorten(name ?? string.Empty)),
            .. lines.Select(line => string.Join(gap, line.Select((label, level) => label.PadRight(widths[level])))),
        ];
        int width = block.Length == 0 ? 0 : block.Max(line => line.Length);
        return Array.ConvertAll(block, line => line.PadRight(width));
    }

    /// <summary>Leaves out the outer labels that equal those before; the innermost is always printed.</summary>
    private static string[] Sparse(string[] labels, string?[]? before)
    {
        string[] sparse = [.. labels];
        for (int level = 0; before is not null && level < labels.Length - 1 && labels[level] == before[level]; level++)
        {
            sparse[level] = string.Empty;
        }

        return sparse;
    }

    /// <summary>Formats the labels of a level; those of numbers have a blank before them, whose place a minus sign takes, if one of them is negative.</summary>
    private static string[] Labels(Column level, int count)
    {
        string[] labels = [.. Enumerable.Range(0, count).Select(position => Format(level, position))];
        return level.IsNumeric && Array.Exists(labels, label => label.StartsWith('-')) ? Array.ConvertAll(labels, label => label.StartsWith('-') ? label : " " + label) : labels;
    }

    /// <summary>Formats a cell with a blank before it, whose place a minus sign takes.</summary>
    private static string FormatCell(Column cells, int row)
    {
        string cell = Format(cells, row);
        return cells.IsNumeric && cell.StartsWith('-') ? cell : " " + cell;
    }

    private static string Format(Column column, int row) => column.IsMissing(row) ? "·" : Shorten(column.FormatCell(row));

    private static string Shorten(string cell)
    {
        string line = string.Concat(cell.Select(unit => char.IsControl(unit) ? ' ' : unit));
        return line.Length <= Widest ? line : string.Concat(line.AsSpan(0, Widest - 1), "…");
    }
}
