using Modelyard.Onnx.Graphs;
using Modelyard.Preparation;

namespace Modelyard.Onnx.Exporters;

/// <summary>Lays out the parts of timestamps by whole numbers, as calendars count.</summary>
/// <remarks>
/// Days from the first of March of the year 0, so that a leap day is the last of its year: eras of 400 years, years of an era, months of 153 days in five.
/// The Gregorian rules as in Richards (2013), Explanatory Supplement to the Astronomical Almanac, chapter 15.
/// </remarks>
internal sealed class Calendar
{
    /// <summary>The days from the first of March of the year 0 to the first of January of the year 1.</summary>
    private const long DaysBefore = 306;

    private readonly Graph _graph;
    private readonly GraphValue _days, _fromMarch;

    internal Calendar(GraphValue seconds, TimeFences fences)
    {
        _graph = seconds.Graph;
        IsKnown = (seconds >= Math.Max(DateCycle.First, fences.Earliest)) & (seconds <= Math.Min(DateCycle.Last, fences.Latest));
        GraphValue known = _graph.Choose(IsKnown, seconds, _graph.Number(0));

        // Ticks since the year 1, which are never negative: the division of whole numbers is then the one that calendars mean.
        GraphValue ticks = (known * TimeSpan.TicksPerSecond).AsInteger() + Whole(DateTime.UnixEpoch.Ticks);
        _days = ticks / Whole(TimeSpan.TicksPerDay);
        OfDay = ticks - (_days * Whole(TimeSpan.TicksPerDay));
        Hour = OfDay / Whole(TimeSpan.TicksPerHour);
        Minute = (OfDay - (Hour * Whole(TimeSpan.TicksPerHour))) / Whole(TimeSpan.TicksPerMinute);

        // The first day was a Monday.
        GraphValue week = (_days + Whole(1)) / Whole(7);
        Weekday = _days + Whole(1) - (week * Whole(7));

        GraphValue count = _days + Whole(DaysBefore), era = count / Whole(146_097), ofEra = count - (era * Whole(146_097));
        GraphValue leaps = (ofEra / Whole(1460)) - (ofEra / Whole(36_524)) + (ofEra / Whole(146_096));
        GraphValue yearOfEra = (ofEra - leaps) / Whole(365);
        GraphValue ofYear = ofEra - ((yearOfEra * Whole(365)) + (yearOfEra / Whole(4)) - (yearOfEra / Whole(100)));
        _fromMarch = ((ofYear * Whole(5)) + Whole(2)) / Whole(153);
        Day = ofYear - BeforeMonth(_fromMarch) + Whole(1);
        GraphValue isNextYear = _fromMarch >= Whole(10);
        Month = _fromMarch + _graph.Choose(isNextYear, Whole(-9), Whole(3));
        Year = yearOfEra + (era * Whole(400)) + _graph.Choose(isNextYear, Whole(1), Whole(0));
    }

    /// <summary>Gets whether a calendar holds the moment, within the fences.</summary>
    internal GraphValue IsKnown { get; }

    internal GraphValue Year { get; }

    internal GraphValue Month { get; }

    internal GraphValue Day { get; }

    /// <summary>Gets the day of the week, 0 for Sunday.</summary>
    internal GraphValue Weekday { get; }

    internal GraphValue Hour { get; }

    internal GraphValue Minute { get; }

    /// <summary>Gets the ticks since midnight.</summary>
    internal GraphValue OfDay { get; }

    /// <summary>Lays out where in the year, the month, the week, the day and the months of the year the moment is, from 0 to less than 1.</summary>
    internal GraphValue[] Phases()
    {
        GraphValue ofDay = OfDay.AsNumber() / TimeSpan.TicksPerDay, start = BeforeYear(Year - Whole(1)), yearLength = BeforeYear(Year) - start;

        // From the first of March on every month ends where the next begins, but for the last of them, February.
        GraphValue monthLength = _graph.Choose(_fromMarch >= Whole(11), yearLength - Whole(337), BeforeMonth(_fromMarch + Whole(1)) - BeforeMonth(_fromMarch));
        return
        [
            ((_days - start).AsNumber() + ofDay) / yearLength.AsNumber(),
            ((Day - Whole(1)).AsNumber() + ofDay) / monthLength.AsNumber(),
            Weekday.AsNumber() / 7,
            ofDay,
            (Month - Whole(1)).AsNumber() / 12,
        ];
    }

    private GraphValue BeforeMonth(GraphValue fromMarch) => ((fromMarch * Whole(153)) + Whole(2)) / Whole(5);

    /// <summary>Counts the days of so many years from the year 1 on.</summary>
    private GraphValue BeforeYear(GraphValue years) => (years * Whole(365)) + (years / Whole(4)) - (years / Whole(100)) + (years / Whole(400));

    private GraphValue Whole(long value) => _graph.Integers([value]);
}
