using System.Globalization;
using Modelyard.Frames;

namespace Modelyard.Preparation;

/// <summary>Finds a value that many rows have at an end of a column, far outside of all others, as 9999 and -999 are that stand for a missing number.</summary>
internal static class StandIns
{
    private const int LeastRows = 20;
    private const int LeastRepeats = 5;
    private const double LeastShare = 0.01;

    // How far the value is from the nearest other one, in widths of all others: what is written as such values mostly are needs less.
    private const double UsualGap = 1;
    private const double AnyGap = 10;

    // In a wide column they are not so far outside, but repeat as no other value does.
    private const double LeastGap = 0.1;
    private const int TimesOthers = 10;

    private static readonly double[] UsualTimes = [.. new[] { new DateTime(1, 1, 1), new DateTime(1753, 1, 1), new DateTime(1900, 1, 1), new DateTime(1970, 1, 1), new DateTime(9999, 12, 31), new DateTime(9999, 12, 31, 23, 59, 59) }
        .Select(time => time.Subtract(DateTime.UnixEpoch).TotalSeconds)];

    /// <summary>Names the values.</summary>
    /// <returns>A full sentence; null if there are none.</returns>
    internal static string? Of(Column column)
    {
        if (column.Kind is not (ColumnKind.Integer or ColumnKind.Double or ColumnKind.Timestamp) || column.Length - column.MissingCount < LeastRows)
        {
            return null;
        }

        double[] values = column.ToDoubles();
        (double Value, int Count, double Next) low = EndOf(values, 1), high = EndOf(values, -1);
        double width = high.Next - low.Next;
        if (!(width > 0))
        {
            return null;
        }

        (double Value, int Count)[] found = [.. new[] { (low.Value, low.Count, Gap: low.Next - low.Value), (high.Value, high.Count, Gap: high.Value - high.Next) }
            .Where(end => end.Count >= Math.Max(LeastRepeats, LeastShare * values.Length) && end.Value != 0
                && (end.Gap >= width * (IsUsual(column, end.Value) ? UsualGap : AnyGap) || (end.Gap >= width * LeastGap && IsUsual(column, end.Value) && end.Count >= TimesOthers * MostRepeated(values, end.Value))))
            .Select(end => (end.Value, end.Count))];
        if (found.Length == 0)
        {
            return null;
        }

        string[] cells = [.. found.Select(one => column.FormatCell(Array.IndexOf(values, one.Value)))];
        string told = string.Join(" and ", found.Select((one, i) => string.Create(CultureInfo.InvariantCulture, $"'{cells[i]}' in {one.Count:N0} rows ({(double)one.Count / values.Length:P1})")));
        return $"The column '{column.Name}' holds {told}, outside of all other values. If {(cells.Length == 1 ? "it stands" : "they stand")} for missing cells, say {string.Join(' ', cells.Select(cell => $"'--missing \"{cell}\"'"))} too.";
    }

    /// <summary>Finds the least value, how many rows have it, and the next other one; of the opposite values if the sign is -1.</summary>
    private static (double Value, int Count, double Next) EndOf(double[] values, int sign)
    {
        (double least, int count, double next) = (double.PositiveInfinity, 0, double.PositiveInfinity);
        foreach (double cell in values)
        {
            double value = sign * cell;
            if (value < least)
            {
                (least, count, next) = (value, 1, least);
            }
            else if (value == least)
            {
                count++;
            }
            else if (value < next)
            {
                next = value;
            }
        }

        return (sign * least, count, sign * next);
    }

    /// <summary>Counts the rows of the most frequent value but one.</summary>
    private static int MostRepeated(double[] values, double but) => values.Where(value => !double.IsNaN(value) && value != but).GroupBy(value => value).Max(same => same.Count());

    /// <summary>Says whether a value is one that people write for a missing one: nines alone, or the first or last day of a calendar.</summary>
    private static bool IsUsual(Column column, double value) => column.Kind == ColumnKind.Timestamp
        ? UsualTimes.Contains(value)
        : Math.Abs(value) >= 99 && Math.Abs(value).ToString("R", CultureInfo.InvariantCulture).All(letter => letter is '9' or '.');
}
