namespace Modelyard.Preparation;

/// <summary>Represents a cycle of the calendar.</summary>
/// <param name="Name">The name, as in <c>week</c>.</param>
/// <param name="Seconds">The least length of a whole one in which all of its phases stand, in seconds.</param>
/// <param name="Pairs">The number of sines and cosines, of once, twice and so on its frequency.</param>
internal sealed record DateCycle(string Name, double Seconds, int Pairs)
{
    internal const double SecondsPerDay = 86_400;
    internal const double First = -62_135_596_800, Last = 253_402_300_799;

    /// <summary>The places of cycles that stand for one another.</summary>
    internal const int Year = 0, Month = 1, Week = 2, MonthOfYear = 4;

    /// <summary>Gets the cycles, in the order of their features and their bits.</summary>
    internal static DateCycle[] All { get; } =
    [
        new("year", 365 * SecondsPerDay, 2),
        new("month", 31 * SecondsPerDay, 1),

        // Days of the week go by steps; of seven phases, three pairs are all that there is.
        new("week", 7 * SecondsPerDay, 3),
        new("day", SecondsPerDay, 2),

        // In place of the year where dates come month by month: months have a season of any shape, and from one to the next no wave fits better.
        new("month of year", 2 * 365 * SecondsPerDay, 5),
    ];

    /// <summary>Finds where in each cycle a moment is, from 0 to less than 1; in the week by whole days, from Sunday.</summary>
    /// <returns>Whether the calendar holds the moment.</returns>
    internal static bool TryFindPhases(double seconds, Span<double> phases)
    {
        if (!IsOfCalendar(seconds))
        {
            return false;
        }

        DateTime moment = Moment(seconds);
        double ofDay = (double)moment.TimeOfDay.Ticks / TimeSpan.TicksPerDay;
        phases[0] = (moment.DayOfYear - 1 + ofDay) / (DateTime.IsLeapYear(moment.Year) ? 366 : 365);
        phases[1] = (moment.Day - 1 + ofDay) / DateTime.DaysInMonth(moment.Year, moment.Month);
        phases[2] = (int)moment.DayOfWeek / 7.0;
        phases[3] = ofDay;
        phases[4] = (moment.Month - 1) / 12.0;
        return true;
    }

    /// <summary>Tells whether the calendar holds a moment.</summary>
    internal static bool IsOfCalendar(double seconds) => seconds >= First && seconds <= Last;

    /// <summary>Finds the month of a moment of the calendar, the day of the month, and the days from it to the last of the month.</summary>
    internal static (int Month, int Day, int ToEnd) DayOf(double seconds)
    {
        DateTime moment = Moment(seconds);
        return (moment.Month, moment.Day, DateTime.DaysInMonth(moment.Year, moment.Month) - moment.Day);
    }

    private static DateTime Moment(double seconds) => DateTime.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));
}
