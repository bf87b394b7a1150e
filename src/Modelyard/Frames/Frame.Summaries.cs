using System.Text;
using Modelyard.Frames.Lineage;
using Modelyard.Frames.Selecting;
using Modelyard.Numerics;

namespace Modelyard.Frames;

/// <content>Summaries and printing.</content>
public sealed partial class Frame
{
    private const int PrintedRows = 10;
    private const int PrintedColumns = 20;
    private const int PrintedWidth = 32;

    /// <summary>Summarises each column: counts, extremes, moments, quartiles, the most frequent value.</summary>
    /// <returns>One summary a column, in the order of the columns.</returns>
    public IReadOnlyList<ColumnSummary> Describe() => [.. _columns.Select(ColumnSummary.Of)];

    /// <summary>Counts the missing cells of the columns that have any.</summary>
    /// <returns>One entry a column with missing cells, most first; columns with equally many stay in the order of the table.</returns>
    public IReadOnlyList<MissingCells> MissingReport() =>
    [
        .. _columns.Where(column => column.MissingCount > 0)
            .OrderByDescending(column => column.MissingCount)
            .Select(column => new MissingCells(column.Name, column.MissingCount, (double)column.MissingCount / RowCount)),
    ];

    /// <summary>Computes how each two columns of numbers go together, of the rows in which both have a cell.</summary>
    /// <param name="method">Whether in a straight line or in rank.</param>
    /// <param name="least">The number of such rows that are needed, at least 2.</param>
    /// <returns>A table of one row and one column for each column of numbers or booleans, its names in the first column, <c>column</c>; missing where there are too few rows or a column does not vary.</returns>
    public Frame Correlation(CorrelationMethod method = CorrelationMethod.Pearson, int least = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(least, 2);
        Column[] numbers = [.. _columns.Where(column => column.Kind is ColumnKind.Boolean or ColumnKind.Integer or ColumnKind.Double)];
        double[][] cells = Array.ConvertAll(numbers, column => column.ToDoubles()), results = [.. numbers.Select(_ => new double[numbers.Length])];
        ParallelLoop.For(numbers.Length, Environment.ProcessorCount, first =>
        {
            for (int second = 0; second <= first; second++)
            {
                double together = ColumnCorrelation.Of(cells[first], cells[second], method, least);
                results[first][second] = together;
                results[second][first] = together;
            }
        });
        (int, string)[] from = [.. numbers.Select(column => (0, column.Name))];
        return Of([new TextColumn("column", numbers.Select(column => column.Name)), .. numbers.Select((column, number) => new DoubleColumn(column.Name, results[number]))])
            .Recorded("correlation", [this], [Made("column"), .. numbers.Select(column => (column.Name, from))], ("method", LineageText.Word(method)));
    }

    /// <summary>Formats the head of the table with aligned columns.</summary>
    /// <returns>The size, the names, and up to ten rows of up to twenty columns; '·' stands for a missing cell.</returns>
    public override string ToString() => ToString(PrintedRows);

    /// <summary>Formats the first rows of the table with aligned columns.</summary>
    /// <param name="rows">The number of rows; all of them if there are fewer.</param>
    /// <returns>The size, the names, and the rows of up to twenty columns; '·' stands for a missing cell.</returns>
    public string ToString(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        rows = Math.Min(RowCount, rows);
        var text = new StringBuilder();
        text.Append(FormattableString.Invariant($"{RowCount:N0} rows x {_columns.Length:N0} columns\n"));
        string[][] cells = [.. _columns.Take(PrintedColumns).Select(column => PrintColumn(column, rows))];
        for (int line = 0; line <= rows; line++)
        {
            for (int i = 0; i < cells.Length; i++)
            {
                int width = cells[i].Max(cell => cell.Length);
                string cell = cells[i][line];
                text.Append(' ').Append(_columns[i].IsNumeric ? cell.PadLeft(width) : i == cells.Length - 1 ? cell : cell.PadRight(width));
            }

            text.Append(line == 0 && _columns.Length > PrintedColumns ? " ..." : string.Empty).Append('\n');
        }

        return RowCount > rows ? text.Append(" ...\n").ToString() : text.ToString();
    }

    private static string[] PrintColumn(Column column, int rows)
    {
        string[] cells = new string[rows + 1];
        cells[0] = Shorten(column.Name);
        for (int row = 0; row < rows; row++)
        {
            cells[row + 1] = column.IsMissing(row) ? "·" : Shorten(column.FormatCell(row));
        }

        return cells;
    }

    private static string Shorten(string cell)
    {
        string line = string.Concat(cell.Select(unit => char.IsControl(unit) ? ' ' : unit));
        return line.Length <= PrintedWidth ? line : string.Concat(line.AsSpan(0, PrintedWidth - 1), "…");
    }
}
