using Modelyard.Onnx.Graphs;
using Modelyard.Preparation;

namespace Modelyard.Onnx.Exporters;

/// <summary>Lays out the parts of timestamps by whole numbers, as calendars count.</summary>
/// <remarks>
/// Days from the first of March of the year 0, so that a leap day is the last of its year: eras of 400 years, years of an era, months of 153 days in five.
/// The Gregorian rules as in Richards (2013), Explanatory Supplement to the Astronomical Almanac, chapter 15.
/// </remarks>
internal static class DateExport
{
    private const double First = -62_135_596_800, Last = 253_402_300_799, SecondsPerDay = 86_400;

    /// <summary>The days from the first of March of the year 0 to the first of January of the year 1.</summary>
    private const long DaysBefore = 306;

    internal static GraphValue Of(DatePartsModel model, GraphValue x)
    {
        byte[] parts = StoredState.Of(model).Bytes("parts");
        var blocks = new ColumnBlocks(x);
        for (int feature = 0; feature < parts.Length; feature++)
        {
            if (parts[feature] == 0)
            {
                blocks.Pass(feature);
                continue;
            }

            GraphValue seconds = x.Column(feature);
            GraphValue[] split = Split(seconds);
            GraphValue known = (seconds >= First) & (seconds <= Last);
            for (int part = 0; part < split.Length; part++)
            {
                if ((parts[feature] >> part & 1) == 1)
                {
                    blocks.Add(x.Graph.Choose(known, split[part], x.Graph.Number(double.NaN)));
                }
            }
        }

        return blocks.Join();
    }

    private static GraphValue[] Split(GraphValue seconds)
    {
        Graph graph = seconds.Graph;
        GraphValue Whole(long value) => graph.Integers([value]);
        GraphValue known = graph.Choose((seconds >= First) & (seconds <= Last), seconds, graph.Number(0));

        // Ticks since the year 1, which are never negative: the division of whole numbers is then the one that calendars mean.
        GraphValue ticks = (known * TimeSpan.TicksPerSecond).AsInteger() + Whole(DateTime.UnixEpoch.Ticks);
        GraphValue days = ticks / Whole(TimeSpan.TicksPerDay), ofDay = ticks - (days * Whole(TimeSpan.TicksPerDay));
        GraphValue hour = ofDay / Whole(TimeSpan.TicksPerHour), minute = (ofDay - (hour * Whole(TimeSpan.TicksPerHour))) / Whole(TimeSpan.TicksPerMinute);

        // The first day was a Monday.
        GraphValue week = (days + Whole(1)) / Whole(7), weekday = days + Whole(1) - (week * Whole(7));

        GraphValue count = days + Whole(DaysBefore), era = count / Whole(146_097), ofEra = count - (era * Whole(146_097));
        GraphValue leaps = (ofEra / Whole(1460)) - (ofEra / Whole(36_524)) + (ofEra / Whole(146_096));
        GraphValue yearOfEra = (ofEra - leaps) / Whole(365);
        GraphValue ofYear = ofEra - ((yearOfEra * Whole(365)) + (yearOfEra / Whole(4)) - (yearOfEra / Whole(100)));
        GraphValue fromMarch = ((ofYear * Whole(5)) + Whole(2)) / Whole(153);
        GraphValue day = ofYear - (((fromMarch * Whole(153)) + Whole(2)) / Whole(5)) + Whole(1);
        GraphValue isNextYear = fromMarch >= Whole(10);
        GraphValue month = fromMarch + graph.Choose(isNextYear, Whole(-9), Whole(3));
        GraphValue year = yearOfEra + (era * Whole(400)) + graph.Choose(isNextYear, Whole(1), Whole(0));
        return [seconds / SecondsPerDay, year.AsNumber(), month.AsNumber(), day.AsNumber(), weekday.AsNumber(), hour.AsNumber(), minute.AsNumber()];
    }
}
