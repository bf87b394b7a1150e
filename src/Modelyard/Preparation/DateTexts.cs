using System.Globalization;
using System.Text;
using Modelyard.Frames;
using Modelyard.Frames.Csv;
using Modelyard.Frames.Expressions;

namespace Modelyard.Preparation;

/// <summary>Finds out in which notation the texts of a column are dates, and reads them in it.</summary>
internal static class DateTexts
{
    private static readonly string[] Days = ["d/M/yyyy", "M/d/yyyy", "d-M-yyyy", "M-d-yyyy", "d/M/yy", "M/d/yy", "yyyy.M.d", "yyyy/M/d", "MMM d, yyyy", "MMM d yyyy", "MMMM d, yyyy", "MMMM d yyyy", "MMM yyyy", "MMM-yyyy", "MMMM yyyy"];

    private static readonly string[] Notations = [.. Days, .. Days.SelectMany(day => new[] { $"{day} H:mm", $"{day} H:mm:ss" })];

    /// <summary>Finds the notations in which every cell that is present is a date: none, the one, or two where no day is above 12 so that days and months can be taken for one another.</summary>
    internal static string[] NotationsOf(Column column)
    {
        string[] left = column.Kind is ColumnKind.Text or ColumnKind.Category && column.MissingCount < column.Length ? Notations : [];
        for (int row = 0; row < column.Length && left.Length > 0; row++)
        {
            if (!column.IsMissing(row))
            {
                string cell = column.FormatCell(row).Trim();
                left = Array.TrueForAll(left, notation => TryRead(cell, notation, out _)) ? left : [.. left.Where(notation => TryRead(cell, notation, out _))];
            }
        }

        return left;
    }

    /// <summary>Reads the times that the texts of a column tell.</summary>
    /// <param name="column">The column.</param>
    /// <param name="notation">The notation of all cells; null if each tells it by itself, as 2026-01-31 does.</param>
    /// <returns>One time a row, in ticks since the year 1, 0 where the cell is missing; null if a cell is not a time.</returns>
    internal static long[]? Read(Column column, string? notation)
    {
        var times = new long[column.Length];
        for (int row = 0; row < times.Length; row++)
        {
            if (column.IsMissing(row))
            {
                continue;
            }

            string cell = column.FormatCell(row).Trim();
            if (notation is null ? TimestampSyntax.Read(Encoding.UTF8.GetBytes(cell), out times[row]) == CellEvidence.None : !TryRead(cell, notation, out times[row]))
            {
                return null;
            }
        }

        return times;
    }

    /// <summary>Reads a time in a notation of .NET.</summary>
    internal static bool TryRead(ReadOnlySpan<char> cell, string notation, out long ticks)
    {
        bool isTime = DateTime.TryParseExact(cell, notation, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time);
        ticks = time.Ticks;
        return isTime;
    }

    /// <summary>Writes the command that makes dates of the texts of a column.</summary>
    internal static string CommandFor(string column, string notation)
    {
        // Between double quotes a shell runs what stands in backticks.
        string name = Expression.Col(column).ToString().Replace("`", "\\`", StringComparison.Ordinal);
        return $"'modelyard data with FILE --set \"{name}=timestamp({name}, '{notation}')\" -o dated.csv'";
    }

    /// <summary>Says how the texts of a column become dates.</summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="notations">The notations that its cells may be in, at least one.</param>
    /// <returns>A full sentence.</returns>
    internal static string HowToConvert(string column, string[] notations) => notations.Length == 1
        ? $"{CommandFor(column, notations[0])} makes dates of them."
        : $"No day is above 12, so that nothing tells days from months: {string.Join(", or ", notations.Select(notation => $"{CommandFor(column, notation)} if they are {(notation[0] == 'd' ? "days before months" : "months before days")}"))} makes dates of them.";
}
