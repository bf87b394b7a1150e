using System.Globalization;
using Modelyard.Frames;

namespace Modelyard.Preparation;

/// <summary>Represents the rows of a table in the order of time, and what is to be said of it.</summary>
/// <param name="Rows">The rows that have a time, from the earliest to the latest; equal ones keep their order.</param>
/// <param name="Notes">Full sentences: on rows without a time, or with one that stands for none, which are left out, and on texts, whose order is that of their letters where they tell no time.</param>
public sealed record TimeOrder(Frame Rows, IReadOnlyList<string> Notes)
{
    /// <summary>Orders the rows of a table.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="time">The name of the column that says when a row is from.</param>
    /// <returns>The rows: of one without a time nobody knows whether it comes before another or after, so that it can neither teach nor test.</returns>
    /// <exception cref="UnknownColumnException">The table has no such column.</exception>
    /// <exception cref="ModelyardException">Every cell of the column is missing, or holds a date as a text whose day and month can be taken for one another.</exception>
    public static TimeOrder Of(Frame frame, string time)
    {
        ArgumentNullException.ThrowIfNull(frame);
        Column column = frame[time];
        if (column.MissingCount == column.Length && column.Length > 0)
        {
            throw new ModelyardException($"Every cell of the column '{time}' is missing, and '--time' orders the rows by it. Name another column there.");
        }

        var notes = new List<string>();
        if (column.MissingCount is > 0 and var missing)
        {
            string rows = missing == 1 ? "row, which has no place in time and is" : "rows, which have no place in time and are";
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"The column '{time}' is missing in {missing:N0} of {column.Length:N0} {rows} left out."));
        }

        long[]? told = column.Kind is ColumnKind.Text or ColumnKind.Category ? ReadTexts(column, notes) : null;
        int[] far = column is TimestampColumn times ? FarTimes.Rows(times) : [];
        if (far.Length > 0)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"The column '{time}' holds '{column.FormatCell(far[0])}'{(far.Length == 1 ? "" : $" and such dates in {far.Length:N0} rows")}, far outside of all others, as dates are that stand for a missing one: {(far.Length == 1 ? "that row is" : "those rows are")} left out."));
        }

        int[] timed = [.. Enumerable.Range(0, column.Length).Except(far).Where(row => !column.IsMissing(row))];
        if (told is not null)
        {
            return new TimeOrder(frame.Take([.. timed.OrderBy(row => told[row])]), notes);
        }

        return new TimeOrder((timed.Length == column.Length ? frame : frame.Take(timed)).SortBy(time), notes);
    }

    /// <summary>Reads the times that texts tell; null if they tell none.</summary>
    /// <exception cref="ModelyardException">Days and months can be taken for one another.</exception>
    private static long[]? ReadTexts(Column column, List<string> notes)
    {
        string[] notations = DateTexts.NotationsOf(column);
        if (notations.Length > 1)
        {
            throw new ModelyardException($"The column '{column.Name}' holds dates as texts, such as '{column.FormatCell(Enumerable.Range(0, column.Length).First(row => !column.IsMissing(row)))}', and '--time' orders the rows by it. {DateTexts.HowToConvert(column.Name, notations)}");
        }

        long[]? times = DateTexts.Read(column, notations.FirstOrDefault());
        notes.Add(notations.Length == 1 ? $"The column '{column.Name}' holds dates as texts, by whose times the rows are ordered. {DateTexts.HowToConvert(column.Name, notations)}"
            : times is not null ? $"The column '{column.Name}' holds dates as texts, by whose times the rows are ordered."
            : $"The column '{column.Name}' holds texts, so that the rows are in the order of its letters. If that is not the order of time, write its cells as dates, as in 2026-01-31.");
        return times;
    }
}
