namespace Modelyard.Charts.Scales;

/// <summary>Represents a step along a calendar: so many seconds, or so many months where days are no measure.</summary>
/// <param name="Seconds">The seconds of the step; of months their usual length.</param>
/// <param name="Months">The months of the step; 0 for a step of seconds.</param>
/// <param name="Format">How its ticks are written.</param>
internal readonly record struct CalendarStep(double Seconds, int Months, string Format)
{
    private const double Minute = 60, Day = 86_400, Month = 365.2425 * Day / 12;

    // Weeks begin on Monday, and 1970-01-05 was the first one.
    private const double FirstMonday = 4 * Day;

    /// <summary>Gets the steps that people count by, the shortest first.</summary>
    internal static IReadOnlyList<CalendarStep> All { get; } =
    [
        .. new double[] { 1, 5, 15, 30 }.Select(count => new CalendarStep(count, 0, "HH:mm:ss")),
        .. new[] { 1, 5, 15, 30, 60, 180, 360, 720 }.Select(count => new CalendarStep(count * Minute, 0, "MM-dd HH:mm")),
        .. new[] { 1, 2, 7, 14 }.Select(count => new CalendarStep(count * Day, 0, "yyyy-MM-dd")),
        .. new[] { 1, 2, 3, 6 }.Select(count => new CalendarStep(count * Month, count, "yyyy-MM")),
        .. new[] { 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000 }.Select(count => new CalendarStep(count * 12 * Month, count * 12, "yyyy")),
    ];

    /// <summary>Lists the moments at which the step falls between two, in seconds since 1970.</summary>
    internal IEnumerable<double> Between(double first, double last)
    {
        if (Months == 0)
        {
            double offset = Seconds % (7 * Day) == 0 ? FirstMonday : 0;
            for (double at = (Math.Ceiling((first - offset) / Seconds) * Seconds) + offset; at <= last; at += Seconds)
            {
                yield return at;
            }

            yield break;
        }

        DateTime start = DateTime.UnixEpoch.AddSeconds(first);
        int months = ((start.Year * 12) + start.Month - 1) / Months * Months;
        for (; months / 12 <= DateTime.MaxValue.Year; months += Months)
        {
            if (months < 12)
            {
                continue;
            }

            double at = (new DateTime(months / 12, (months % 12) + 1, 1, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).TotalSeconds;
            if (at > last)
            {
                yield break;
            }

            if (at >= first)
            {
                yield return at;
            }
        }
    }
}
