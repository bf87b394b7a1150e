using Modelyard.Frames.Lineage;

namespace Modelyard.Frames.Reshaping;

/// <summary>Makes the cells of a cross table shares of their row, their column or of all.</summary>
/// <param name="table">The cross table.</param>
/// <param name="shares">What the cells become shares of.</param>
/// <param name="hasMargins">Whether the last row and the last column are totals.</param>
internal sealed class CrossShares(IndexedFrame table, CrossTabShares shares, bool hasMargins)
{
    /// <summary>Divides.</summary>
    public IndexedFrame Run()
    {
        int inner = table.ColumnCount - (hasMargins ? 1 : 0), height = table.RowCount - (hasMargins ? 1 : 0);
        double[][] cells = [.. table.Cells.Select(column => Array.ConvertAll(column.ToDoubles(), cell => double.IsNaN(cell) ? 0 : cell))];
        int width = shares == CrossTabShares.Rows ? inner : table.ColumnCount, kept = shares == CrossTabShares.Columns ? height : table.RowCount;
        double all = Enumerable.Range(0, inner).Sum(column => cells[column].Take(height).Sum());
        var divided = new Column[width];
        for (int column = 0; column < width; column++)
        {
            double[] results = new double[kept];
            double ofColumn = cells[column].Take(height).Sum();
            for (int row = 0; row < kept; row++)
            {
                results[row] = cells[column][row] / shares switch
                {
                    CrossTabShares.All => all,
                    CrossTabShares.Columns => ofColumn,
                    _ => Enumerable.Range(0, inner).Sum(other => cells[other][row]),
                };
            }

            divided[column] = new DoubleColumn(table.Cells[column].Name, results);
        }

        // A share is one of a row, of a column or of all.
        int levels = table.Rows.LevelCount;
        LineageStep step = table.Lineage;
        ColumnOrigin[] whole = [.. step.Columns.Skip(levels).Select(column => new ColumnOrigin(step, column))];
        return new IndexedFrame(
            table.Rows.Take([.. Enumerable.Range(0, kept)]), table.Columns.Take([.. Enumerable.Range(0, width)]), divided)
            .Recorded("shares", [step], place => place < levels || shares == CrossTabShares.Columns ? [new ColumnOrigin(step, step.Columns[place])] : whole);
    }
}
