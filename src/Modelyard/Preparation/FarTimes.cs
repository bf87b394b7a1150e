using System.Globalization;
using Modelyard.Frames;

namespace Modelyard.Preparation;

/// <summary>Finds few dates that lie far outside of all others, as those do that stand for a missing date.</summary>
internal static class FarTimes
{
    private const int LeastRows = 20;

    // A twentieth of the cells at most; more of them are a part of the table of its own.
    private const double MostShare = 0.05;

    // In widths of the middle half, beyond its ends.
    private const double Far = 10;
    private const int MostNamed = 3;

    /// <summary>Names the dates.</summary>
    /// <returns>A full sentence; null if there are none.</returns>
    internal static string? Of(TimestampColumn column)
    {
        int[] present = [.. Enumerable.Range(0, column.Length).Where(row => !column.IsMissing(row))];
        if (present.Length < LeastRows)
        {
            return null;
        }

        double[] seconds = column.ToDoubles(), sorted = [.. present.Select(row => seconds[row]).Order()];
        double first = sorted[sorted.Length / 4], third = sorted[3 * sorted.Length / 4], width = third - first;
        int[] far = Array.FindAll(present, row => seconds[row] < first - (Far * width) || seconds[row] > third + (Far * width));
        if (width <= 0 || far.Length == 0 || far.Length > MostShare * present.Length)
        {
            return null;
        }

        string[] cells = [.. far.Select(column.FormatCell).Distinct(StringComparer.Ordinal)];
        string named = string.Join(", ", cells.Take(MostNamed).Select(cell => $"'{cell}'"));
        return string.Create(CultureInfo.InvariantCulture, $"The column '{column.Name}' holds {named}{(cells.Length > MostNamed ? " and others" : "")} in {far.Length:N0} {(far.Length == 1 ? "row" : "rows")}, far outside of all other dates: what adds up leans on them. ")
            + $"If they stand for missing dates, say {string.Join(' ', cells.Take(MostNamed).Select(cell => $"'--missing \"{cell}\"'"))} too.";
    }
}
