using Modelyard.Frames;

namespace Modelyard.Inference;

/// <summary>Finds the rows of a table in which no cell is missing.</summary>
internal static class CompleteRows
{
    /// <summary>Finds the rows.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="names">The columns that count.</param>
    /// <returns>The zero-based rows, ascending.</returns>
    /// <exception cref="ModelyardException">No row is complete.</exception>
    internal static int[] Of(Frame frame, IEnumerable<string> names)
    {
        Column[] gaps = [.. names.Distinct(StringComparer.Ordinal).Select(name => frame[name]).Where(column => column.MissingCount > 0)];
        int[] rows = new int[frame.RowCount];
        int kept = 0;
        for (int row = 0; row < rows.Length; row++)
        {
            bool isComplete = true;
            for (int i = 0; i < gaps.Length && isComplete; i++)
            {
                isComplete = !gaps[i].IsMissing(row);
            }

            rows[kept] = row;
            kept += isComplete ? 1 : 0;
        }

        if (kept > 0)
        {
            return rows[..kept];
        }

        throw new ModelyardException(gaps.Length == 0 || frame.RowCount == 0
            ? "The table has no rows; a regression needs more rows than coefficients."
            : $"No row is complete: each lacks a cell of {string.Join(", ", gaps.Select(column => $"'{column.Name}' ({column.MissingCount:N0} missing)"))}. Fill the missing cells or leave a column out.");
    }
}
