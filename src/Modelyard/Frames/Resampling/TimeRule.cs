using System.Globalization;

namespace Modelyard.Frames;

/// <summary>Represents how time is cut into periods: every 15 minutes, weeks that end on Sunday, months named by their last day.</summary>
/// <remarks>It is written as pandas writes it, <c>15min</c>, <c>W-SUN</c> or <c>M</c>, and read by <see cref="Parse"/>.</remarks>
public sealed record TimeRule
{
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

    private TimeRule(int count, TimeUnit unit)
    {
        Count = count;
        Unit = unit;
    }

    /// <summary>Gets how many units a period has.</summary>
    public int Count { get; }

    /// <summary>Gets the unit.</summary>
    public TimeUnit Unit { get; }

    /// <summary>Gets a value indicating whether a period is known by its last day, as <c>M</c> is; otherwise by its first, as <c>MS</c>.</summary>
    public bool AtEnd { get; private init; }

    /// <summary>Gets the day that a week ends with.</summary>
    public DayOfWeek WeekDay { get; private init; } = DayOfWeek.Sunday;

    /// <summary>Gets the month, 1 to 12, that a quarter or a year ends with, or begins with if it is known by its first day.</summary>
    public int AnchorMonth { get; private init; } = 1;

    /// <summary>Gets the length of a period of fixed length; null of a week, a month and what is longer.</summary>
    public TimeSpan? Length => Unit switch
    {
        TimeUnit.Microsecond => TimeSpan.FromTicks(checked(Count * TimeSpan.TicksPerMicrosecond)),
        TimeUnit.Millisecond => TimeSpan.FromTicks(checked(Count * TimeSpan.TicksPerMillisecond)),
        TimeUnit.Second => TimeSpan.FromTicks(checked(Count * TimeSpan.TicksPerSecond)),
        TimeUnit.Minute => TimeSpan.FromTicks(checked(Count * TimeSpan.TicksPerMinute)),
        TimeUnit.Hour => TimeSpan.FromTicks(checked(Count * TimeSpan.TicksPerHour)),
        TimeUnit.Day => TimeSpan.FromTicks(checked(Count * TimeSpan.TicksPerDay)),
        _ => null,
    };

    /// <summary>Reads a rule that is written in a text.</summary>
    /// <param name="text">The rule.</param>
    public static implicit operator TimeRule(string text) => Parse(text);

    /// <summary>Reads a rule as pandas writes it.</summary>
    /// <param name="text">
    /// A number, which may be left out, and a unit: <c>us</c>, <c>ms</c>, <c>s</c>, <c>min</c> or <c>T</c>, <c>h</c>, <c>D</c>; <c>W</c>, or with the last day of the week <c>W-WED</c>;
    /// <c>M</c> for months by their last day and <c>MS</c> by their first; likewise <c>Q</c> and <c>QS</c>, <c>Y</c> or <c>A</c> and <c>YS</c> or <c>AS</c>, which may name a month as in <c>Q-JAN</c>.
    /// </param>
    /// <returns>The rule.</returns>
    /// <exception cref="FormatException">The text is no rule.</exception>
    public static TimeRule Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
        {
            digits++;
        }

        string unit = text[digits..];
        string? anchor = unit.IndexOf('-') is int dash && dash >= 0 ? unit[(dash + 1)..] : null;
        unit = anchor is null ? unit : unit[..(unit.Length - anchor.Length - 1)];
        int count = 1;
        bool isNumber = digits == 0 || (int.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out count) && count > 0);
        return (isNumber ? Create(count, unit, anchor) : null) ?? throw new FormatException(
            $"The rule '{text}' is not known; it must be a number above zero and a unit, such as '30s', '15min', '2h', 'D', 'W-MON', 'MS', 'M', 'QS', 'Q' or 'Y'.");
    }

    /// <inheritdoc/>
    public override string ToString() => (Count == 1 ? string.Empty : Count.ToString(CultureInfo.InvariantCulture)) + Unit switch
    {
        TimeUnit.Microsecond => "us",
        TimeUnit.Millisecond => "ms",
        TimeUnit.Second => "s",
        TimeUnit.Minute => "min",
        TimeUnit.Hour => "h",
        TimeUnit.Day => "D",
        TimeUnit.Week => "W-" + Days[(int)WeekDay],
        TimeUnit.Month => AtEnd ? "M" : "MS",
        TimeUnit.Quarter => (AtEnd ? "Q-" : "QS-") + Months[AnchorMonth - 1],
        _ => (AtEnd ? "Y-" : "YS-") + Months[AnchorMonth - 1],
    };

    private static TimeRule? Create(int count, string unit, string? anchor)
    {
        TimeUnit? plain = unit switch
        {
            "us" or "U" => TimeUnit.Microsecond,
            "ms" or "L" => TimeUnit.Millisecond,
            "s" or "S" => TimeUnit.Second,
            "min" or "T" => TimeUnit.Minute,
            "h" or "H" => TimeUnit.Hour,
            "d" or "D" => TimeUnit.Day,
            _ => null,
        };
        if (plain is { } fixedUnit)
        {
            return anchor is null ? new TimeRule(count, fixedUnit) : null;
        }

        if (unit == "W")
        {
            int day = anchor is null ? 0 : Array.IndexOf(Days, anchor);
            return day < 0 ? null : new TimeRule(count, TimeUnit.Week) { AtEnd = true, WeekDay = (DayOfWeek)day };
        }

        (TimeUnit Unit, bool AtEnd)? calendar = unit switch
        {
            "M" or "ME" => (TimeUnit.Month, true),
            "MS" => (TimeUnit.Month, false),
            "Q" or "QE" => (TimeUnit.Quarter, true),
            "QS" => (TimeUnit.Quarter, false),
            "A" or "Y" or "YE" => (TimeUnit.Year, true),
            "AS" or "YS" => (TimeUnit.Year, false),
            _ => null,
        };
        if (calendar is not { } found || (found.Unit == TimeUnit.Month && anchor is not null))
        {
            return null;
        }

        int month = anchor is null ? (found.AtEnd ? 12 : 1) : Array.IndexOf(Months, anchor) + 1;
        return month == 0 ? null : new TimeRule(count, found.Unit) { AtEnd = found.AtEnd, AnchorMonth = month };
    }
}
